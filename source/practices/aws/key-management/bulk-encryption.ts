import { defineCheck } from '../../../core/practice.ts';
import { judgeKeys, keyNeeds } from './keys.ts';

export default defineCheck({
	id: 'bulk-encryption',
	spec: '4.4/bulk-encrypt',
	title: 'What is long is encrypted with a data key',
	failTitle: 'Something long is handed to KMS to encrypt',
	severity: 'medium',
	scope: 'project',
	needs: keyNeeds,
	check: (facts, project) =>
		judgeKeys(facts, project, {
			kinds: ['bulk'],
			onlyAws: true,
			level: 'warn',
			message: ({ api }) => `\`${api}\` takes 4,096 bytes at most, and this may be more`,
			expected: '`generate_data_key` and AES-GCM, with the encrypted key beside the text',
			evidence: 'KMS is not asked to encrypt whole texts or files',
		}),
});
