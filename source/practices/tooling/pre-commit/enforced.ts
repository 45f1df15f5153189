import { gatesOf } from '../../../core/ci.ts';
import type { HookNeed } from '../../../core/hooks.ts';
import { commandsOfHook, hooksInCi, meets } from '../../../core/hooks.ts';
import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { hookingOf } from './scope.ts';

const needs: readonly HookNeed[] = ['ruff-check', 'ruff-format', 'mypy', 'markdownlint', 'yamllint'];

export default defineCheck({
	id: 'enforced',
	spec: '2.6i',
	title: 'A build runs what the hooks run',
	failTitle: 'No build runs what the hooks run',
	severity: 'info',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'ci'],
	check(facts) {
		const { config } = hookingOf(facts);
		if (!config || config.hooks.length === 0) return notApplicable('there are no hooks');
		const inBuild = hooksInCi(facts.ci);
		if (inBuild)
			return pass(
				inBuild.provider === 'pre-commit-ci'
					? `\`${config.path}\` configures pre-commit.ci, which runs the hooks`
					: `\`${inBuild.stepPath}:${inBuild.stepLine}\` runs the hooks`,
			);
		const met = needs.filter(need =>
			config.hooks.some(hook => commandsOfHook(hook).some(command => meets(command, need) === 'yes')),
		);
		const open = met.filter(need => gatesOf(facts.ci, need).gates.length === 0);
		if (met.length > 0 && open.length === 0)
			return pass(`a build runs ${met.map(need => `\`${need}\``).join(', ')} by itself`);
		// pre-commit.ci works without a word in any file, so nothing is proven.
		const missing = open.length > 0 ? ` (${open.map(need => `\`${need}\``).join(', ')} in none)` : '';
		return notApplicable(
			`no build that is here runs the hooks${missing}; whether pre-commit.ci does is not written down`,
		);
	},
});
