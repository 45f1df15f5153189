import { defineCheck } from '../../../core/practice.ts';
import { grantNeeds, judgeGrants } from './grants.ts';

export default defineCheck({
	id: 'managed',
	spec: '4.6/managed-full',
	title: 'No role has full access through a policy of AWS',
	failTitle: 'A role has full access through a policy of AWS',
	severity: 'medium',
	scope: 'project',
	needs: grantNeeds,
	check: (facts, project) =>
		judgeGrants(facts, project, {
			check: 'iam-permissions/managed',
			question: 'Do all roles do without the full-access policies of AWS?',
			good: 'does without full access',
			judge: ({ id, managed }) =>
				managed
					.filter(name => name.endsWith('FullAccess') && name !== 'IAMFullAccess')
					.map(name => ({
						level: 'fail' as const,
						message: `\`${id}\` has the policy \`${name}\`, which is about every resource of the service`,
						expected: 'a policy of its own, or a policy template of SAM',
						key: `managed:${id}:${name}`,
					})),
		}),
});
