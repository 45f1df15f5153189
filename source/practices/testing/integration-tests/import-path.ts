import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { standingOf } from '../../../core/locked-versions.ts';
import { importsOf } from '../needs.ts';

// https://github.com/testcontainers/testcontainers-python/blob/main/src/testcontainers/mysql.py
const moved = /^testcontainers\.(?:mysql|redis)$/;

export default defineCheck({
	id: 'import-path',
	spec: '7.2/deprecated-import',
	title: 'Containers are imported from where testcontainers has them today',
	failTitle: 'Containers are imported from a deprecated module of testcontainers',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules', 'locks', 'requirements'],
	check(facts, project) {
		const uses = importsOf(facts, project, 'testcontainers');
		if (uses.length === 0) return notApplicable('nothing imports testcontainers');
		if (standingOf('testcontainers', [4, 15], project, facts) !== 'at least') {
			return notApplicable('nothing proves that testcontainers is 4.15 or newer');
		}
		const findings = uses
			.filter(({ module }) => moved.test(module))
			.map(({ module, path, line }): Finding => ({
				level: 'warn',
				message: `\`${module}\` warns that it is deprecated, which fails a run that takes warnings for errors`,
				confidence: 'likely',
				at: { path, line },
				expected: `\`${module.replace('testcontainers.', 'testcontainers.community.')}\``,
				key: module,
			}));
		return verdictOf(findings, 'no deprecated module of testcontainers is imported');
	},
});
