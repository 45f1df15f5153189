import type { Facts, Project } from '../../../core/facts.ts';
import type { RuffRun } from '../../../core/facts/tools.ts';
import type { ProjectFile } from '../../../core/project-files.ts';
import { filesIn } from '../../../core/project-files.ts';
import { pinnedVersions } from '../../../core/pins.ts';
import { isSkewed, ruffVersion } from '../../../core/ruff/version.ts';

/** Files of the project that a person wrote, as ruff sees them under the repository's settings. */
export const runsIn = (
	facts: Pick<Facts, 'files' | 'ruffRuns'>,
	project: Project,
): readonly ProjectFile<RuffRun>[] =>
	filesIn(facts.ruffRuns, facts, project).filter(
		({ role }) => role !== 'template' && role !== 'vendored' && role !== 'generated',
	);

/** Whether our ruff may judge otherwise than theirs, and how the user reads which is which. */
export const versionsOf = (
	facts: Pick<Facts, 'toolPins'>,
	path: string,
): { readonly skewed: boolean; readonly words: string } => {
	const versions = [...new Set(pinnedVersions(facts.toolPins, path, 'ruff'))];
	const skewed = isSkewed(versions);
	const theirs = versions.length > 0 ? ` (the repository pins ${versions.join(' and ')})` : '';
	return { skewed, words: `ruff ${ruffVersion}${skewed ? theirs : ''}` };
};
