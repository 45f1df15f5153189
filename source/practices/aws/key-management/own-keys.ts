import { defineCheck } from '../../../core/practice.ts';
import { judgeKeys, keyNeeds } from './keys.ts';

export default defineCheck({
	id: 'own-keys',
	spec: '4.4/keygen',
	title: 'Keys are made by KMS',
	failTitle: 'The program makes and holds keys itself',
	severity: 'medium',
	scope: 'project',
	needs: keyNeeds,
	check: (facts, project) =>
		judgeKeys(facts, project, {
			kinds: ['made'],
			onlyAws: true,
			level: 'warn',
			message: ({ api }) => `\`${api}\` makes a key that the program itself has to keep safe`,
			expected: '`generate_data_key` of KMS, or a key that stays in KMS',
			evidence: 'No code makes keys of its own',
		}),
});
