import type { Facts, Project } from '../../core/facts.ts';
import type { Layout, PackageFolder, SourceImport } from '../../core/facts/layout.ts';
import { defineDerived } from '../../core/gather.ts';
import { inFolder, isBelow, isWithin, nameIn } from '../../core/folders.ts';
import { parsedAt } from './document.ts';
import type { BuildSources } from './layout/build.ts';
import { buildOf, excludedBy, namedFolders, namedModules } from './layout/build.ts';

type Sources = Pick<Facts, 'projects' | 'files' | 'toml' | 'ini' | 'setupScripts' | 'modules' | 'functions'>;

// What setuptools leaves out of a flat layout, and what else stands beside a package in real repositories.
// https://setuptools.pypa.io/en/latest/userguide/package_discovery.html#flat-layout
const besidePackages = new Set(
	(
		'alembic app_tests assets bench benchmark benchmarks bin build cdk ci conf config cookiecutter custom_components data debian deploy ' +
		'deployment dev dist doc docs documentation e2e env events example examples exercise exercises hack helm ' +
		'htmlcov images infra infrastructure integration k8s layer layers manpages migrations news newsfragments ' +
		'node_modules notebooks ops packaging requirements sample samples script scripts site_scons static stubs task ' +
		'tasks template templates terraform test testing tests tool tools typings utils_dev venv vendor vendored'
	).split(' '),
);
const testName = /(?:^|_)tests?(?:_|$)/;
const toolPlugins =
	/^(?:pylint|mypy|flake8|pants|pytest|sphinx)_?(?:plugins?|ext(?:ensions?)?|checkers?)$|^devscripts$/;
const identifier = /^[A-Za-z_]\w*$/;

/** What lies directly in a folder of a project. */
interface Shelf {
	/** Files below each folder, in order of path. */
	readonly folders: ReadonlyMap<string, readonly string[]>;
	/** Python modules. */
	readonly modules: readonly string[];
}

const shelfOf = (paths: readonly string[], folder: string): Shelf => {
	const prefix = folder === '.' ? '' : `${folder}/`;
	const folders = new Map<string, string[]>();
	const modules: string[] = [];
	for (const path of paths) {
		if (!path.startsWith(prefix)) continue;
		const slash = path.indexOf('/', prefix.length);
		if (slash < 0) {
			if (path.endsWith('.py')) modules.push(path);
			continue;
		}
		const name = path.slice(prefix.length, slash);
		const list = folders.get(name);
		if (list) list.push(path);
		else folders.set(name, [path]);
	}
	return { folders, modules };
};

const stemOf = (path: string): string => nameIn(path).replace(/\.py$/, '');

const importsFromSource = ({ modules, files }: Sources, project: Project): readonly SourceImport[] =>
	[...modules].flatMap(([path, parsed]) => {
		const file = files.get(path);
		if (!parsed.ok || file?.project !== project.path) return [];
		return parsed.value.imports
			.filter(({ module }) => module === 'src' || module.startsWith('src.'))
			.map(({ module, line }) => ({ path, line, module, isTest: file.role === 'test' }));
	});

const layoutOf = (project: Project, paths: readonly string[], facts: Sources): Layout => {
	const script = inFolder(project.path, 'setup.py');
	const setup = parsedAt(facts.setupScripts, script);
	const sources: BuildSources = {
		pyproject: parsedAt(facts.toml, inFolder(project.path, 'pyproject.toml')),
		setupCfg: parsedAt(facts.ini, inFolder(project.path, 'setup.cfg')),
		setupScript: setup ? { path: script, value: setup } : null,
	};
	const build = buildOf(sources);
	const named = namedModules(sources);
	const isExcluded = excludedBy(sources);
	const own = project.name.replaceAll(/[-.]+/g, '_').toLowerCase();
	const isOwn = (name: string): boolean => named.has(name) || name.toLowerCase() === own;
	const roleOf = (path: string) => facts.files.get(path)?.role;
	const isInfra = (files: readonly string[]): boolean => {
		const code = files.filter(path => path.endsWith('.py') && !path.endsWith('/__init__.py'));
		return code.length > 0 && code.every(path => roleOf(path) === 'infra' || roleOf(path) === 'test');
	};
	const packageIn = (
		shelf: string,
		name: string,
		files: readonly string[],
		mayLackInit: boolean,
	): PackageFolder | null => {
		const folder = inFolder(shelf, name);
		if (!identifier.test(name) || ((build === null || !isOwn(name)) && isInfra(files))) return null;
		if (
			!isOwn(name) &&
			(besidePackages.has(name.toLowerCase()) ||
				testName.test(name) ||
				toolPlugins.test(name) ||
				isExcluded(name))
		)
			return null;
		const init = `${folder}/__init__.py`;
		if (files.includes(init)) {
			const role = roleOf(init);
			return isOwn(name) || (role !== 'test' && role !== 'docs' && role !== 'vendored' && role !== 'template')
				? { name, path: folder, file: init }
				: null;
		}
		const first = files.find(path => path.endsWith('.py') && roleOf(path) === 'prod');
		return first !== undefined && (mayLackInit || named.has(name))
			? { name, path: folder, file: first }
			: null;
	};
	const packagesOn = (shelf: Shelf, folder: string, mayLackInit: boolean): readonly PackageFolder[] =>
		[...shelf.folders].flatMap(([name, files]) => packageIn(folder, name, files, mayLackInit) ?? []);

	const manage = paths.find(
		path =>
			/(?:^|\/)manage\.py$/.test(path) &&
			roleOf(path) === 'config' &&
			parsedAt(facts.modules, path)?.imports.some(({ module }) => /^django(?:\.|$)/.test(module)),
	);
	const top = shelfOf(paths, project.path);
	const srcFolder = inFolder(project.path, 'src');
	const src = shelfOf(paths, srcFolder);
	const deployed = facts.functions.codeDirectories.filter(
		folder => folder !== project.path && isBelow(folder, project.path),
	);
	const isDeployed = ({ path }: PackageFolder): boolean => deployed.some(folder => isWithin(path, folder));
	const folders = namedFolders(sources);
	const other = folders.find(
		({ folder }) =>
			folder !== '.' &&
			folder !== 'src' &&
			!folder.startsWith('src/') &&
			top.folders.has(folder.split('/')[0] ?? ''),
	);
	const srcModules =
		build === null
			? []
			: src.modules
					.filter(path => roleOf(path) === 'prod' && !path.endsWith('/__init__.py'))
					.map(path => ({ name: stemOf(path), path, file: path }));
	// Folders of functions have no `__init__.py`, and neither have namespaces: only a build tells them apart.
	const inSrc = [...packagesOn(src, srcFolder, build !== null), ...srcModules];
	const onTop = packagesOn(top, project.path, false).filter(({ name }) => name !== 'src');
	// Folders beside the package that is called like the project, or that the build names, are not installed.
	const main = onTop.filter(({ name }) => isOwn(name));
	const atRoot = main.length > 0 ? main : onTop;
	// The manifest may lie in `src/` itself, beside the package.
	const isSource = /(?:^|\/)src$/.test(project.path);
	return {
		atRoot: isSource ? [] : atRoot,
		inSrc: [...(isSource ? atRoot : []), ...inSrc].filter(one => build !== null || !isDeployed(one)),
		modules:
			build === null
				? []
				: top.modules.filter(path => isOwn(stemOf(path)) && path !== script && roleOf(path) === 'prod'),
		sourceFolder: other
			? {
					...other,
					folder: inFolder(project.path, other.folder),
					packages: packagesOn(
						shelfOf(paths, inFolder(project.path, other.folder)),
						inFolder(project.path, other.folder),
						true,
					),
				}
			: null,
		srcModules: src.modules.filter(path => !path.endsWith('/__init__.py')),
		srcInit: paths.includes(`${srcFolder}/__init__.py`) ? `${srcFolder}/__init__.py` : null,
		srcImports: top.folders.has('src') ? importsFromSource(facts, project) : [],
		build,
		django: manage ?? null,
		deployed,
	};
};

export default defineDerived({
	fact: 'layouts',
	needs: ['projects', 'files', 'toml', 'ini', 'setupScripts', 'modules', 'functions'],
	derive(facts): ReadonlyMap<string, Layout> {
		const paths = new Map<string, string[]>(facts.projects.map(({ path }) => [path, []]));
		for (const { path, project } of facts.files.values()) paths.get(project ?? '.')?.push(path);
		return new Map(
			facts.projects.map(project => [project.path, layoutOf(project, paths.get(project.path) ?? [], facts)]),
		);
	},
});
