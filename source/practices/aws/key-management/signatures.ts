import { defineCheck } from '../../../core/practice.ts';
import { judgeKeys, keyNeeds } from './keys.ts';

export default defineCheck({
	id: 'signatures',
	spec: '4.4/sign',
	title: 'Signatures are made by KMS',
	failTitle: 'The program signs with a private key that it holds',
	severity: 'medium',
	scope: 'project',
	needs: keyNeeds,
	check: (facts, project) =>
		judgeKeys(facts, project, {
			kinds: ['signed'],
			onlyAws: true,
			level: 'warn',
			message: ({ api }) => `\`${api}\` signs with a private key that the program holds`,
			expected: '`sign` and `verify` of KMS, where the private key never leaves it',
			evidence: 'No code signs with a private key that it holds',
		}),
});
