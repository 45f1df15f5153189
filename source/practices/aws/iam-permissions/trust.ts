import { isTable } from '../../../core/data.ts';
import { defineCheck } from '../../../core/practice.ts';
import { grantNeeds, judgeGrants, textsOf } from './grants.ts';

export default defineCheck({
	id: 'trust',
	spec: '4.6/trust',
	title: 'Every role says who may take it on',
	failTitle: 'A role may be taken on by everybody',
	severity: 'high',
	scope: 'project',
	needs: grantNeeds,
	check: (facts, project) =>
		judgeGrants(facts, project, {
			check: 'iam-permissions/trust',
			question: 'Does every role say who may take it on?',
			good: 'may be taken on by those it names',
			judge: ({ id, trust }) =>
				trust.flatMap((statement, at) => {
					const principal = statement['Principal'];
					const named = textsOf(isTable(principal) ? principal['AWS'] : principal);
					if (!named.includes('*') || statement['Condition'] !== undefined) return [];
					return [
						{
							level: 'fail' as const,
							message: `Everybody may take on \`${id}\``,
							expected: 'the accounts or services that need it, or a condition',
							key: `trust:${id}:${at}`,
						},
					];
				}),
		}),
});
