import type { Facts, Project } from '../../../core/facts.ts';
import type { Place } from '../../../core/finding.ts';
import { folderOf, upward } from '../../../core/folders.ts';

/** Where a distribution is named for a project: in its own manifests and in those of the folders above. */
export const declaredIn = (
	facts: Pick<Facts, 'devDependencies' | 'packaging' | 'toolPins'>,
	project: Project,
): ReadonlyMap<string, Place> => {
	const folders = upward(project.path);
	const found = new Map<string, Place>();
	const add = (name: string, at: Place): void => {
		if (!found.has(name)) found.set(name, at);
	};
	for (const { name, path, line } of facts.devDependencies) {
		if (folders.includes(folderOf(path))) add(name, line > 0 ? { path, line } : { path });
	}
	for (const folder of folders) {
		for (const { name, at } of facts.packaging.get(folder)?.requirements ?? []) add(name, at);
	}
	for (const [path, pins] of facts.toolPins) {
		// A lockfile names what others need, too.
		if (!pins.ok || !/\.(?:txt|in)$/.test(path)) continue;
		if (!folders.includes(folderOf(path).replace(/(^|\/)requirements$/, '') || '.')) continue;
		for (const { tool, line } of pins.value) add(tool, { path, line });
	}
	return found;
};

export const unmanaged = 'no manifest declares what the project needs';
