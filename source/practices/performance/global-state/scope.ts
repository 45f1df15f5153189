import type { Facts, Project } from '../../../core/facts.ts';
import type { GlobalState } from '../../../core/facts/global-state.ts';
import { filesIn, type ProjectFile } from '../../../core/project-files.ts';

/** Settings that a framework reads, and environments of migrations, are modules of state by design. */
const bySetting = /(?:^|\/)(?:settings(?:_\w+)?|env|config|conf)\.py$|(?:^|\/)settings\//;

/** What production modules of a project share; settings are left out. */
export const sharedIn = (
	facts: Pick<Facts, 'files' | 'globalState'>,
	project: Project,
): readonly ProjectFile<GlobalState>[] =>
	filesIn(facts.globalState, facts, project).filter(
		({ role, path }) => role === 'prod' && !bySetting.test(path),
	);

export const noCode = 'the project runs no Python code of its own';
