import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { hasOwnPython, hookingOf, noPython } from './scope.ts';

const expected = 'a `.pre-commit-config.yaml` at the root';

export default defineCheck({
	id: 'configured',
	spec: '2.6a',
	title: 'Pre-commit is configured',
	failTitle: 'Pre-commit is not configured',
	severity: 'medium',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'projects'],
	check(facts) {
		const { config, beside, nested, others } = hookingOf(facts);
		if (config) {
			const { path, hooks, repos } = config;
			const findings: Finding[] = [];
			if (hooks.length === 0) {
				findings.push({
					level: 'fail',
					message: `\`${path}\` names no hook`,
					confidence: 'certain',
					at: { path, line: repos[0]?.line ?? 1 },
					expected: 'hooks under `repos`',
					key: 'empty',
				});
			}
			if (config.isOldList) {
				findings.push({
					level: 'warn',
					message: `\`${path}\` is a list without \`repos\`, the form of pre-commit before 1.0`,
					confidence: 'certain',
					at: { path, line: repos[0]?.line ?? 1 },
					expected: 'what `pre-commit migrate-config` makes of it',
					key: 'old list',
				});
			}
			if (path.endsWith('.yml')) {
				findings.push({
					level: 'warn',
					message: 'Only prek reads this name; pre-commit wants `.pre-commit-config.yaml`',
					confidence: 'certain',
					at: { path },
					expected: '`.pre-commit-config.yaml`',
					key: 'name',
				});
			}
			for (const other of beside) {
				findings.push({
					level: 'warn',
					message: `prek reads \`${path}\` and not this file, pre-commit the other way round`,
					confidence: 'certain',
					at: { path: other },
					expected: 'one configuration of hooks',
					key: 'beside',
				});
			}
			const [first] = hooks;
			return verdictOf(
				findings,
				hooks.length === 1
					? `\`${path}\` names the hook \`${first?.id ?? ''}\``
					: `\`${path}\` names ${hooks.length} hooks, the first of them \`${first?.id ?? ''}\``,
			);
		}
		if (!hasOwnPython(facts)) return notApplicable(noPython);
		const [other] = others;
		if (other) {
			const finding: Finding = {
				level: 'warn',
				message: `Commits are checked by ${other.manager}, not by pre-commit`,
				confidence: 'certain',
				at: { path: other.path, line: other.commands[0]?.line ?? 1 },
				expected,
				key: 'other manager',
			};
			return verdictOf([finding], '');
		}
		const declared = facts.projects.filter(project => project.declared).length;
		const [inside] = nested;
		const finding: Finding = {
			level: inside !== undefined && nested.length >= declared ? 'warn' : 'fail',
			message:
				inside === undefined
					? 'Nothing checks a commit before it is made'
					: `\`${inside}\` is not at the root, where \`pre-commit install\` looks`,
			confidence: 'certain',
			at: { path: inside ?? '.pre-commit-config.yaml' },
			found:
				'none of `.pre-commit-config.yaml`, `prek.toml`, `lefthook.yml`, `.husky`, `.overcommit.yml` and `.githooks` at the root',
			expected,
			key: 'missing',
		};
		return verdictOf([finding], '');
	},
});
