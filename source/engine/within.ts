import { isWithin } from '../core/folders.ts';
import type { Project } from '../core/facts.ts';

// Folders whose projects are data of the repository around them, so that they are judged only when they are named.
const data = /^(?:tests?|testdata|test[-_]data|fixtures?|examples?|samples?|demos?|docs?|templates?)$/i;

/**
 * The folder to take for the root when a folder was named that the repository treats as data, such as one of its
 * fixtures: it stands for itself. Empty where the repository's own root is the root.
 */
export const rootFor = (within: string): string =>
	within.split('/').some(part => data.test(part)) ? within : '';

/**
 * The projects to judge when a folder of the repository was named: those in it, else the nearest one around it. All
 * of the tree is read nevertheless, because locks and configuration often lie above. An empty folder means all.
 */
export const projectsWithin = (projects: readonly Project[], folder: string): readonly Project[] => {
	if (folder === '') return projects;
	const inside = projects.filter(({ path }) => isWithin(path, folder));
	if (inside.length > 0) return inside;
	const around = projects
		.filter(({ path }) => isWithin(folder, path))
		.toSorted((a, b) => b.path.length - a.path.length);
	return around.slice(0, 1);
};
