import { defineCheck } from '../../../core/practice.ts';
import { grantNeeds, isEverywhere, judgeGrants, textsOf } from './grants.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html

export default defineCheck({
	id: 'pass-role',
	spec: '4.6/passrole',
	title: 'No role may hand any role to any service',
	failTitle: 'A role may hand any role to any service',
	severity: 'high',
	scope: 'project',
	needs: grantNeeds,
	check: (facts, project) =>
		judgeGrants(facts, project, {
			check: 'iam-permissions/pass-role',
			question: 'Is `iam:PassRole` bound to the roles or services that it is for?',
			good: 'hands on no role, or only those that it names',
			judge: ({ id, statements }) =>
				statements.flatMap((statement, at) => {
					const passes = textsOf(statement['Action']).some(action => action === 'iam:passrole');
					const bound = /iam:PassedToService/i.test(JSON.stringify(statement['Condition'] ?? ''));
					if (!passes || !isEverywhere(statement) || bound) return [];
					return [
						{
							level: 'fail' as const,
							message: `\`${id}\` allows \`iam:PassRole\` for every role and service`,
							expected: "the role's ARN, or a condition on `iam:PassedToService`",
							key: `pass:${id}:${at}`,
						},
					];
				}),
		}),
});
