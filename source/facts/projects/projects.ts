import type { Facts, Project } from '../../core/facts.ts';
import { folderOf, inFolder, isWithin, nameIn, upward } from '../../core/folders.ts';
import { defineDerived } from '../../core/gather.ts';
import { codeDirectoriesOf, deployedFunctions } from './deployed.ts';
import { isContainerFile, kindsOf } from './kinds.ts';
import type { Manifests } from './manifests.ts';
import { manifestsOf } from './manifests.ts';
import { isForeign, isMaterial, isTooling, rolesOf } from './roles.ts';
import { workspaceRootsOf } from './workspaces.ts';

type Sources = Pick<
	Facts,
	'repository' | 'paths' | 'toml' | 'ini' | 'setupScripts' | 'modules' | 'pythonPlaces' | 'functions'
>;

/** Folders that are projects, of those that hold manifests. */
const chosenOf = (
	manifests: ReadonlyMap<string, Manifests>,
	workspaces: ReadonlyMap<string, string>,
	codeDirectories: readonly string[],
	paths: Facts['paths'],
): readonly string[] => {
	const strong = new Set([...manifests].filter(([, { isStrong }]) => isStrong).map(([folder]) => folder));
	const isCandidate = (folder: string, found: Manifests): boolean => {
		if (found.isStrong || codeDirectories.includes(folder)) return true;
		if (isTooling(folder)) return false;
		// A list of requirements inside a package belongs to the project around it.
		const above = upward(folder);
		const around = above.slice(1).findIndex(one => strong.has(one));
		return !(around >= 0 && above.slice(0, around + 1).some(one => paths.has(`${one}/__init__.py`)));
	};
	const candidates = [...manifests]
		.filter(([folder, found]) => isCandidate(folder, found))
		.map(([folder]) => folder);
	const own = candidates.filter(
		folder =>
			!isMaterial(folder) ||
			(workspaces.get(folder) ?? folder) !== folder ||
			codeDirectories.some(code => isWithin(code, folder) && !isForeign(folder)),
	);
	// A repository of examples has nothing but examples.
	return own.length > 0 ? own : candidates.filter(folder => !isForeign(folder));
};

export default defineDerived({
	fact: 'projects',
	needs: ['repository', 'paths', 'toml', 'ini', 'setupScripts', 'modules', 'pythonPlaces', 'functions'],
	derive(facts: Sources): readonly Project[] {
		const { paths, toml, ini, setupScripts, modules, repository } = facts;
		const manifests = manifestsOf(facts);
		const deployed = deployedFunctions(facts.functions, manifests);
		const codeDirectories = codeDirectoriesOf(deployed);
		const workspaces = workspaceRootsOf(toml);
		const declared = chosenOf(manifests, workspaces, codeDirectories, paths);
		const folders = new Set(declared);
		const projectOf = (path: string): string =>
			upward(folderOf(path)).find(folder => folders.has(folder)) ?? '.';

		const pathsOf = new Map<string, string[]>();
		for (const path of paths.keys()) {
			const project = projectOf(path);
			const list = pathsOf.get(project);
			if (list) list.push(path);
			else pathsOf.set(project, [path]);
		}
		const roleOf = rolesOf({ paths, modules, codeDirectories, projects: folders });
		const isProduction = (path: string): boolean => path.endsWith('.py') && roleOf(path) === 'prod';
		const hasInfrastructure =
			deployed.length > 0 || [...paths.keys()].some(path => path.endsWith('.py') && roleOf(path) === 'infra');
		const restOf = (pathsOf.get('.') ?? []).filter(path => path.endsWith('.py'));
		const isRest = !folders.has('.') && (declared.length === 0 || restOf.length > 0);
		const isPublished = [...facts.pythonPlaces.values()].some(parsed => parsed.ok && parsed.value.publishes);
		const contained = new Set(
			[...paths.keys()].filter(path => isContainerFile(path) && roleOf(path) !== 'test').map(projectOf),
		);

		const describe = (folder: string): Project => {
			const found = manifests.get(folder);
			const isDeclared = folders.has(folder);
			const pyproject = toml.get(inFolder(folder, 'pyproject.toml'));
			const setupCfg = ini.get(inFolder(folder, 'setup.cfg'));
			const setupScript = setupScripts.get(inFolder(folder, 'setup.py'));
			const own = pathsOf.get(folder) ?? [];
			const fallback = folder === '.' ? repository.name : nameIn(folder);
			return {
				path: folder,
				name: (isDeclared ? found?.name : null) ?? fallback,
				kinds: kindsOf({
					paths: own.filter(path => !/^(?:test|docs|vendored|template)$/.test(roleOf(path))),
					code: own.filter(isProduction),
					modules,
					pyproject: pyproject?.ok === true ? pyproject.value.value : null,
					setupCfg: setupCfg?.ok === true ? setupCfg.value : null,
					setupScript: setupScript?.ok === true ? setupScript.value : null,
					isDeployedFunction: deployed.some(
						({ python, codeDirectory, template }) =>
							python === 'yes' &&
							projectOf(codeDirectory === null ? template : `${codeDirectory}/x`) === folder,
					),
					hasInfrastructure,
					isPublished: isPublished && (folders.size === 1 || folder === '.'),
					// The repository's only project may be run from a folder beside it.
					hasContainer: contained.has(folder) || (folders.size === 1 && contained.size > 0),
				}),
				declared: isDeclared,
				manifests: isDeclared ? (found?.files ?? []) : [],
				lockRoot: workspaces.get(folder) ?? folder,
			};
		};
		const all = [...folders, ...(isRest ? ['.'] : [])];
		return all.toSorted((a, b) => (a === '.' ? -1 : b === '.' ? 1 : a < b ? -1 : 1)).map(describe);
	},
});
