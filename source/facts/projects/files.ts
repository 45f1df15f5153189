import type { FileFact } from '../../core/facts.ts';
import { folderOf, upward } from '../../core/folders.ts';
import { defineDerived } from '../../core/gather.ts';
import { rolesOf } from './roles.ts';

export default defineDerived({
	fact: 'files',
	needs: ['paths', 'modules', 'projects', 'functions'],
	derive({ paths, modules, projects, functions }): ReadonlyMap<string, FileFact> {
		const roleOf = rolesOf({ paths, modules, codeDirectories: functions.codeDirectories });
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
