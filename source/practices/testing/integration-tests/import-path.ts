import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { standingOf } from '../../../core/locked-versions.ts';
import { movedContainers } from '../../../core/container-modules.ts';
import { importsOf } from '../needs.ts';

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
		const findings = uses.flatMap(({ module, name, path, line }): Finding[] => {
			// `from testcontainers import postgres` imports the module, too.
			const old = module === 'testcontainers' && name !== null ? `testcontainers.${name}` : module;
			const now = movedContainers(old);
			// A file that asks for both takes the one that is there.
			if (now === null || uses.some(each => each.path === path && each.module === now)) return [];
			return [
				{
					level: 'warn',
					message: `\`${old}\` warns that it is deprecated, which fails a run that takes warnings for errors`,
					confidence: 'likely',
					at: { path, line },
					expected: `\`${now}\``,
					key: old,
				},
			];
		});
		return verdictOf(findings, 'no deprecated module of testcontainers is imported');
	},
});
