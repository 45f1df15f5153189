import { defineCheck } from '../../../core/practice.ts';
import { grantNeeds, isEverywhere, judgeGrants, textsOf } from './grants.ts';

const masters = new Set(['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess']);

export default defineCheck({
	id: 'admin',
	spec: '4.6/admin',
	title: 'No role may do everything',
	failTitle: 'A role may do everything',
	severity: 'high',
	scope: 'project',
	needs: grantNeeds,
	check: (facts, project) =>
		judgeGrants(facts, project, {
			check: 'iam-permissions/admin',
			question: 'Is there no role that may do everything?',
			good: 'may do less than everything',
			judge: ({ id, statements, managed }) => [
				...statements.flatMap((statement, at) => {
					const everything = textsOf(statement['Action']).some(action => action === '*' || action === '*:*');
					const allBut = statement['NotAction'] !== undefined && isEverywhere(statement);
					if (!everything && !allBut) return [];
					const message = everything
						? `\`${id}\` allows every action`
						: `\`${id}\` allows every action but a few, on everything`;
					return [
						{
							level: statement['Condition'] === undefined ? ('fail' as const) : ('warn' as const),
							message,
							expected: 'the actions that are needed',
							key: `all:${id}:${at}`,
						},
					];
				}),
				...managed
					.filter(name => masters.has(name))
					.map(name => ({
						level: 'fail' as const,
						message: `\`${id}\` has the policy \`${name}\``,
						expected: 'the actions that are needed',
						key: `managed:${id}:${name}`,
					})),
			],
		}),
});
