import type { Facts, Project } from '../../../core/facts.ts';
import type { RuffRun } from '../../../core/facts/tools.ts';
import type { ProjectFile } from '../../../core/project-files.ts';
import { filesIn } from '../../../core/project-files.ts';
import { pinnedVersions } from '../../../core/pins.ts';
import { isSkewed, ruffVersion } from '../../../core/ruff/version.ts';

/**
 * Files of the project that a person wrote, as ruff sees them under the repository's settings. What the hooks of ruff
 * leave out is left out on purpose.
 */
export const runsIn = (
	facts: Pick<Facts, 'files' | 'ruffRuns' | 'hookReach'>,
	project: Project,
): readonly ProjectFile<RuffRun>[] => {
	const reaches = [...facts.hookReach.values()].flatMap(parsed => (parsed.ok ? [parsed.value.leftOut] : []));
	const unlinted = new Set(reaches.flatMap(({ lint }) => lint));
	const unformatted = new Set(reaches.flatMap(({ format }) => format));
	return filesIn(facts.ruffRuns, facts, project)
		.filter(({ role }) => role !== 'template' && role !== 'vendored' && role !== 'generated')
		.map(file => ({
			...file,
			value: {
				...file.value,
				...(unlinted.has(file.path) ? { lint: 'off' as const } : {}),
				...(unformatted.has(file.path) ? { format: 'off' as const } : {}),
			},
		}));
};

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
