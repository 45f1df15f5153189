import type { Facts } from '../core/facts.ts';
import type { Execution, Plan } from '../core/fixer.ts';
import { locksInUse } from '../core/dependency-managers.ts';
import { folderOf } from '../core/folders.ts';
import type { LockStep } from '../core/lock.ts';
import { lockCommands } from '../core/lock.ts';

const lockNames = /(?:^|\/)(?:(?:uv|poetry|pdm)\.lock|Pipfile\.lock)$/;

/** What a plan does to the lockfile of a project, once it is committed; null where it leaves that as it is. */
export const lockStepOf = (
	plan: Plan | Execution,
	changed: readonly string[],
	facts: Pick<Facts, 'packaging' | 'projects' | 'toml'>,
	at: string,
): LockStep | null => {
	if (plan.outcome === 'execution') {
		const path = plan.outputs.find(output => lockNames.test(output) && changed.includes(output));
		return path === undefined ? null : { state: 'written', path };
	}
	if (plan.lockDirty !== true) return null;
	const project = facts.projects.find(({ path }) => path === at);
	for (const { path, kind } of project ? locksInUse(project, facts) : []) {
		const command = lockCommands[kind];
		if (command !== undefined) return { state: 'outdated', path, directory: folderOf(path), command };
	}
	return null;
};
