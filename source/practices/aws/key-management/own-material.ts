import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { stackNeeds, stacksIn } from '../../../core/template/stacks.ts';
import type { StackFacts } from '../../../core/template/stacks.ts';
import { judgeKeys, keyNeeds, keyUsesOf } from './keys.ts';

const expected = 'a key whose material KMS makes';
const evidence = 'No code and no template brings key material into KMS';

/** Keys of templates that wait for material from outside, and how many keys there are. */
const keysIn = (
	facts: StackFacts,
	project: Project,
): { readonly count: number; readonly findings: readonly Finding[] } => {
	const keys = stacksIn(facts, project)
		.filter(({ sample }) => !sample)
		.flatMap(({ resources }) => resources.filter(({ type }) => type === 'AWS::KMS::Key'));
	const findings = keys
		.filter(({ properties }) => properties['Origin'] === 'EXTERNAL')
		.map(({ id, at }): Finding => ({
			level: 'warn',
			message: `The material of \`${id}\` comes from outside, and somebody has to make, guard and renew it there`,
			confidence: 'certain',
			at,
			expected,
			key: `external:${id}`,
		}));
	return { count: keys.length, findings };
};

export default defineCheck({
	id: 'own-material',
	spec: '4.4/import',
	title: 'Key material comes from KMS',
	failTitle: 'Key material is brought into KMS from outside',
	severity: 'medium',
	scope: 'project',
	needs: [...keyNeeds, ...stackNeeds],
	check(facts: Pick<Facts, (typeof keyNeeds)[number] | (typeof stackNeeds)[number]>, project) {
		const { count, findings } = keysIn(facts, project);
		const inCode = judgeKeys(facts, project, {
			kinds: ['brought'],
			onlyAws: true,
			level: 'warn',
			message: ({ api }) =>
				`\`${api}\` brings key material in, which somebody has to make, guard and renew elsewhere`,
			expected,
			evidence,
		});
		const found = 'findings' in inCode ? inCode.findings : [];
		if (count === 0 && keyUsesOf(facts, project).length === 0)
			return notApplicable('No production code works with cryptographic keys, and no template declares one');
		return verdictOf([...findings, ...found], evidence);
	},
});
