import { defineCheck } from '../../../core/practice.ts';
import { judgeKeys, keyNeeds } from './keys.ts';

export default defineCheck({
	id: 'literal-keys',
	spec: '4.4/literal-key',
	title: 'No key stands in the code',
	failTitle: 'A key stands in the code',
	severity: 'high',
	scope: 'project',
	needs: keyNeeds,
	check: (facts, project) =>
		judgeKeys(facts, project, {
			kinds: ['literal', 'label'],
			onlyAws: false,
			level: 'fail',
			message: ({ api }) => `The key of \`${api}\` stands in the code, and in every copy of it`,
			expected: 'a data key of KMS, or a SecureString',
			evidence: 'No key that the code works with stands in it',
		}),
});
