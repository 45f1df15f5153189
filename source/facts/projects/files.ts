import type { FileFact } from '../../core/facts.ts';
import { folderOf, upward } from '../../core/folders.ts';
import { defineDerived } from '../../core/gather.ts';
import { rolesOf } from './roles.ts';

export default defineDerived({
	fact: 'files',
	needs: ['paths', 'modules', 'projects'],
	derive({ paths, modules, projects }): ReadonlyMap<string, FileFact> {
		const roleOf = rolesOf({ paths, modules, codeDirectories: [] });
		const folders = new Set(projects.map(project => project.path));
		return new Map(
			[...paths].map(([path, { size }]) => [
				path,
				{
					path,
					size,
					role: roleOf(path),
					project: upward(folderOf(path)).find(folder => folders.has(folder)) ?? null,
				},
			]),
		);
	},
});
