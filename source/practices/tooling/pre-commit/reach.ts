import type { Hook } from '../../../core/facts/pre-commit.ts';
import type { Finding } from '../../../core/finding.ts';
import type { HookNeed } from '../../../core/hooks.ts';
import { commandsOfHook, meets } from '../../../core/hooks.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { hookingOf } from './scope.ts';

const onPython: readonly HookNeed[] = ['ruff-check', 'ruff-format', 'mypy'];
const needs: readonly HookNeed[] = [...onPython, 'markdownlint', 'yamllint'];

const does = (hook: Hook, wanted: readonly HookNeed[]): boolean =>
	commandsOfHook(hook).some(command => wanted.some(need => meets(command, need) === 'yes'));

const atCommit = new Set(['pre-commit', 'pre-merge-commit', 'pre-push']);

export default defineCheck({
	id: 'reach',
	spec: '2.6g',
	title: 'The hooks run by themselves, and on the project’s code',
	failTitle: 'A hook does not run by itself, or not on the project’s code',
	severity: 'low',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'hookReach'],
	check(facts) {
		const { config } = hookingOf(facts);
		const hooks = config?.hooks ?? [];
		const wanted = hooks.filter(hook => does(hook, needs));
		if (!config || wanted.length === 0) return notApplicable('no hook runs one of the five tools');
		const reach = facts.hookReach.get(config.path);
		const paths = reach?.ok ? reach.value.paths : 0;
		const findings: Finding[] = [];
		for (const [at, hook] of hooks.entries()) {
			if (!wanted.includes(hook)) continue;
			const place = { path: config.path, line: hook.line };
			const { stages, id } = hook;
			if (stages !== null && !stages.some(stage => atCommit.has(stage))) {
				findings.push({
					level: 'warn',
					message: `\`${id}\` runs only when it is asked for: its stage is \`${stages.join('`, `')}\``,
					confidence: 'certain',
					at: place,
					expected: 'the stage `pre-commit`, or none',
					key: `stage ${id}`,
				});
			} else if (stages !== null && !stages.includes('pre-commit')) {
				findings.push({
					level: 'info',
					message: `\`${id}\` runs at \`${stages.join('`, `')}\`, after the commit is made`,
					confidence: 'certain',
					at: place,
					key: `late ${id}`,
				});
			}
			const taken = reach?.ok ? (reach.value.hooks[at] ?? null) : null;
			if (taken === null || paths === 0 || !does(hook, onPython)) continue;
			if (taken === 0) {
				findings.push({
					level: 'warn',
					message: `\`files\` and \`exclude\` leave \`${id}\` none of the project’s modules`,
					confidence: 'likely',
					at: { path: config.path, line: hook.exclude?.line ?? hook.files?.line ?? hook.line },
					expected: 'patterns that match the project’s packages',
					key: `reach ${id}`,
				});
			}
		}
		return verdictOf(
			findings,
			`${wanted.map(({ id }) => `\`${id}\``).join(', ')} ${wanted.length === 1 ? 'runs at a commit and sees' : 'run at a commit and see'} the project’s code`,
		);
	},
});
