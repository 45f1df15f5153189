import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';

export default defineCheck({
	id: 'direnv',
	spec: '0.2e',
	title: 'The settings of direnv hold no credentials',
	failTitle: 'The settings of direnv hold credentials',
	severity: 'high',
	scope: 'repository',
	needs: ['envFiles'],
	check(facts) {
		const files = [...facts.envFiles].flatMap(([path, parsed]) =>
			parsed.ok ? [{ path, value: parsed.value }] : [],
		);
		if (files.length === 0) return notApplicable('There is no `.envrc`, and none is needed');
		const findings = files.flatMap(({ path, value }) =>
			value.literals.map(({ name, line, form }): Finding => ({
				level: form === 'key' ? 'fail' : 'warn',
				message: `\`${name}\` has its value written out in a file that git tracks`,
				confidence: form === 'key' ? 'certain' : 'likely',
				at: { path, line },
				expected: 'a value that comes from outside the repository',
				key: name,
			})),
		);
		const names = files.map(({ path }) => `\`${path}\``).join(', ');
		return verdictOf(findings, `${names} ${files.length === 1 ? 'holds' : 'hold'} no credentials`);
	},
});
