import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { commandsOfHook } from '../../../core/hooks.ts';
import { hookingOf } from './scope.ts';

// https://docs.astral.sh/uv/guides/integration/pre-commit/

export default defineCheck({
	id: 'uv-lock',
	spec: '2.6j',
	title: 'A hook keeps `uv.lock` in step with the manifest',
	failTitle: 'No hook keeps `uv.lock` in step with the manifest',
	severity: 'info',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'locks'],
	check(facts) {
		const usesUv = [...facts.locks.values()].some(lock => lock.ok && lock.value.kind === 'uv');
		if (!usesUv) return notApplicable('no project is locked with uv');
		const { config } = hookingOf(facts);
		const hook = config?.hooks.find(one =>
			commandsOfHook(one).some(({ program, args }) => program === 'uv' && args[0] === 'lock'),
		);
		if (!config || !hook) return notApplicable('no hook runs `uv lock`; that is welcome, and not asked for');
		return pass(`\`${config.path}:${hook.line}\` runs \`uv lock\` before a commit`);
	},
});
