import type { FileFact } from '../../core/facts.ts';
import { folderOf, upward } from '../../core/folders.ts';
import { defineDerived } from '../../core/gather.ts';
import { codeDirectoriesOf, deployedFunctions } from './deployed.ts';
import { manifestsOf } from './manifests.ts';
import { rolesOf } from './roles.ts';

export default defineDerived({
	fact: 'files',
	needs: ['paths', 'toml', 'ini', 'setupScripts', 'modules', 'projects', 'functions'],
	derive(facts): ReadonlyMap<string, FileFact> {
		const { paths, modules, projects } = facts;
		const codeDirectories = codeDirectoriesOf(deployedFunctions(facts.functions, manifestsOf(facts)));
		const declared = new Set(projects.filter(project => project.declared).map(({ path }) => path));
		const roleOf = rolesOf({ paths, modules, codeDirectories, projects: declared });
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
