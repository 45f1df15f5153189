import type { Parsed, PerFile, Role } from '../../core/facts.ts';
import type { PythonModule } from '../../core/facts/python.ts';
import { folderOf, inFolder, nameIn } from '../../core/folders.ts';

/** What the roles of files are told from. */
export interface RoleSources {
	readonly paths: ReadonlyMap<string, unknown>;
	readonly modules: PerFile<PythonModule>;
	/** Directories that are deployed as code; files below them are `prod` wherever they stand. */
	readonly codeDirectories: readonly string[];
	/** Folders of declared projects: what lies in `tools/x/` is a program of its own where that is a project. */
	readonly projects: ReadonlySet<string>;
}

const vendored = /^(?:_?vendor(?:ed)?|third_?party|3rdparty|extern|patched)$/;
const test =
	/^(?:tests?|e2e|integration_tests|functional_tests|[a-z_]*_tests?|[a-z0-9-]+-tests?|tests_[a-z0-9_]+|testdata|test[-_]data|fixtures)$/i;
const testing = /^testing$/;
// At the top only: a part of a program may be called so.
const testTop = /^(?:integration|acceptance|smoke)\//;
// Of tests only where a module in it imports what tests are written with: others hold an OpenAPI document.
const specification = /^specs?$/;
const testLibrary = /^(?:unittest|pytest|mamba|expects|django\.test|rest_framework\.test)(?:\.|$)/;
// A program may have a part called so: of tests only where it imports what tests are written with.
const soleTestFile = /^tests?\.py$/;
const testFile = /^(?:test_.*\.py|.*_test\.py|conftest\.py)$/;
const docs = /^(?:examples?|docs?|samples?|demos?|notebooks?|tutorials?|contrib)$/;
const script =
	/^(?:(?:dev|build|ci)[-_]?scripts?|scripts?|tools?|bin|hack|dev|ci|\.github|bench(?:es|marks?)?|fuzz(?:ing|ers?)?|perf|load_testing)$/;
const infra = /^(?:infra|infrastructure|cdk|deploy(?:ment)?|terraform|ops)$/;
const migration = /^(?:_?migrations|alembic)$/;
const generated = /(?:_pb2(?:_grpc)?\.pyi?|(?:^|\/)_version\.py|\.gen\.py)$/;
// Run by cookiecutter once, where a template is used.
const templateHook = /(?:^|\/)hooks\/(?:pre_prompt|pre_gen_project|post_gen_project)\.py$/;
// Copied out where a program starts a new project from them.
const template = /^(?:project_?)?templates?$/;
const importable = /^[A-Za-z_]\w*$/;
const configFile = /^(?:setup|noxfile|riotfile|fabfile|dodo|duties|pavement|conanfile|manage)\.py$/;
const infraImport = /^(?:aws_cdk|constructs|pulumi|troposphere)(?:\.|$)/;

const installed = /^(.*\/)?[^/]+\.dist-info\/[^/]+$/;

/** Folders that packages were installed into, by the records that pip leaves there, each with their names. */
const installedIn = (paths: ReadonlyMap<string, unknown>): ReadonlyMap<string, ReadonlySet<string>> => {
	const folders = new Map<string, Set<string>>();
	for (const path of paths.keys()) {
		const match = path.includes('.dist-info/') ? installed.exec(path) : null;
		if (!match) continue;
		const folder = match[1]?.slice(0, -1) ?? '.';
		const name = folderOf(path)
			.slice((match[1] ?? '').length)
			.replace(/-[^-]*\.dist-info$/, '');
		folders.set(folder, (folders.get(folder) ?? new Set()).add(name.toLowerCase().replaceAll('-', '_')));
	}
	return folders;
};

/** Directories along a path, each with what stands above it. */
const foldersOf = (path: string): readonly { readonly name: string; readonly above: string }[] => {
	const parts = path.split('/').slice(0, -1);
	return parts.map((name, at) => ({ name, above: parts.slice(0, at).join('/') || '.' }));
};

const isSoleTest = (path: string, module: Parsed<PythonModule> | undefined): boolean =>
	soleTestFile.test(nameIn(path)) &&
	module?.ok === true &&
	module.value.imports.some(({ module: from }) => testLibrary.test(from));

/** Tells what each file is for. */
export const rolesOf = ({
	paths,
	modules,
	codeDirectories,
	projects,
}: RoleSources): ((path: string) => Role) => {
	// `checkov/terraform/` and `src/tools/__init__.py` are parts of a package, whatever they are called.
	const isPackage = (folder: string): boolean => paths.has(inFolder(folder, '__init__.py'));
	const isPart = (name: string, above: string): boolean =>
		isPackage(above) || (/(?:^|\/)src$/.test(above) && isPackage(inFolder(above, name)));
	const isTestTop = (path: string): boolean =>
		testTop.test(path) && !isPackage(path.slice(0, path.indexOf('/')));
	/** Below `templates/` of a package, in a folder that no import can name. */
	const isScaffold = (folders: ReturnType<typeof foldersOf>): boolean => {
		const at = folders.findIndex(({ name, above }) => template.test(name) && isPackage(above));
		return at >= 0 && folders.slice(at + 1).some(({ name }) => !importable.test(name));
	};
	/** `spec` at the top, or of a folder of services, whose modules are tests. */
	const specifications = new Set(
		[...modules].flatMap(([path, module]) => {
			const at = foldersOf(path).find(
				({ name, above }) =>
					specification.test(name) && !isPart(name, above) && !isPackage(inFolder(above, name)),
			);
			if (at === undefined || !module.ok) return [];
			return module.value.imports.some(({ module: from }) => testLibrary.test(from))
				? [`${inFolder(at.above, at.name)}/`]
				: [];
		}),
	);
	const isSpecification = (path: string): boolean =>
		[...specifications].some(folder => path.startsWith(folder));
	const packages = installedIn(paths);
	const isInstalled = (path: string): boolean =>
		[...packages].some(([folder, names]) => {
			if (folder !== '.' && !path.startsWith(`${folder}/`)) return false;
			const [first = ''] = (folder === '.' ? path : path.slice(folder.length + 1)).split('/', 1);
			return names.has(first.replace(/\.py$/, '').toLowerCase()) || first.endsWith('.dist-info');
		});
	const deployed = codeDirectories.filter(folder => folder !== '.');
	const isDeployed = (path: string): boolean => deployed.some(folder => path.startsWith(`${folder}/`));

	return path => {
		const name = nameIn(path);
		if (/\{\{|\{%/.test(path)) return 'template';
		const folders = foldersOf(path);
		const has = (pattern: RegExp): boolean => folders.some(folder => pattern.test(folder.name));
		// Outside packages only.
		const lies = (pattern: RegExp): boolean =>
			folders.some(folder => pattern.test(folder.name) && !isPart(folder.name, folder.above));
		const home = folders.findLastIndex(({ name: part, above }) => projects.has(inFolder(above, part)));
		const liesInProject = (pattern: RegExp): boolean =>
			folders.slice(home + 1).some(folder => pattern.test(folder.name) && !isPart(folder.name, folder.above));
		const module = modules.get(path);
		if (has(vendored) || isInstalled(path)) return 'vendored';
		if (generated.test(path) || (module?.ok === true && module.value.isGenerated)) return 'generated';
		const isTestFile = testFile.test(name) || isSoleTest(path, module);
		if (isTestFile || has(test) || lies(testing) || isTestTop(path) || isSpecification(path)) {
			// A deployed folder may hold its own tests, and may itself stand among fixtures.
			return isDeployed(path) && !isTestFile && !isTestBelow(path, deployed) ? 'prod' : 'test';
		}
		if (isDeployed(path)) return 'prod';
		if (isScaffold(folders)) return 'template';
		const folder = folderOf(path);
		if (
			has(migration) ||
			(/(?:^|\/)(?:versions|revisions)$/.test(folder) && paths.has(`${folderOf(folder)}/env.py`))
		) {
			return 'migration';
		}
		if (liesInProject(docs)) return 'docs';
		if (configFile.test(name)) return 'config';
		if (lies(infra)) return 'infra';
		if (module?.ok === true && module.value.imports.some(({ module: from }) => infraImport.test(from)))
			return 'infra';
		if (liesInProject(script) || templateHook.test(path)) return 'script';
		if (/^(?:tasks)\.py$/.test(name) && (folder === '.' || paths.has(`${folder}/pyproject.toml`)))
			return 'config';
		return 'prod';
	};
};

const isTestBelow = (path: string, deployed: readonly string[]): boolean => {
	const root = deployed.find(folder => path.startsWith(`${folder}/`)) ?? '';
	return path
		.slice(root.length + 1)
		.split('/')
		.slice(0, -1)
		.some(part => test.test(part) || testing.test(part));
};

const benchmark = /^(?:bench(?:es|marks?)?|perf|load_testing)$/;

export const isBenchmark = (folder: string): boolean => folder.split('/').some(part => benchmark.test(part));

/** A project here is somebody else's, or material: it is judged only where the repository says so. */
export const isMaterial = (folder: string): boolean =>
	folder
		.split('/')
		.some(
			(part, at, all) =>
				vendored.test(part) ||
				test.test(part) ||
				testing.test(part) ||
				(at === 0 && testTop.test(`${all[0] ?? ''}/`)) ||
				docs.test(part) ||
				/^templates?$/.test(part),
		);

/** A folder of tools around a program; a list of requirements there makes no project. */
export const isTooling = (folder: string): boolean =>
	folder.split('/').some(part => script.test(part) || part === '.circleci');

/** Of {@link isMaterial}, what is never a project of its own. */
export const isForeign = (folder: string): boolean =>
	folder.split('/').some(part => vendored.test(part) || test.test(part));
