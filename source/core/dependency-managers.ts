import { folderOf } from './folders.ts';
import { isTable, pointerOf, stringAt, tableAt, valueAt } from './data.ts';
import type { TomlDocument } from './facts/config.ts';
import type { LockKind, Packaging } from './facts/packaging.ts';
import type { Facts, Parsed, Project } from './facts.ts';
import type { Place } from './finding.ts';
import { inFolder } from './folders.ts';

/** What keeps the dependencies of a project and its environment. */
export type ManagerName =
	| 'uv'
	| 'uv pip compile'
	| 'Poetry'
	| 'Pipenv'
	| 'PDM'
	| 'Rye'
	| 'Hatch'
	| 'conda'
	| 'pip-tools'
	| 'pip'
	| 'setuptools';

/** A manager, and the file that shows that it is at work. */
export interface ManagerTrace {
	readonly manager: ManagerName;
	readonly at: Place;
	/** What is there: `poetry.lock`, `[tool.poetry.dependencies]`. */
	readonly what: string;
	/** A lockfile, rather than a setting or a list. */
	readonly isLock: boolean;
}

export type ManagerSources = Pick<
	Facts,
	'packaging' | 'paths' | 'toml' | 'ini' | 'setupScripts' | 'requirements'
>;

const valueOf = <T>(parsed: Parsed<T> | undefined): T | null => (parsed?.ok === true ? parsed.value : null);

const lockManagers: Readonly<Record<LockKind, ManagerName | null>> = {
	uv: 'uv',
	poetry: 'Poetry',
	pdm: 'PDM',
	pipenv: 'Pipenv',
	conda: 'conda',
	// Either says what is to be installed, neither who wrote it.
	pylock: null,
	compiled: null,
	exported: null,
};

/** Tables of `pyproject.toml` that only their manager reads; build settings of the same tools are none. */
const tables: readonly (readonly [manager: ManagerName, path: readonly string[]])[] = [
	['Poetry', ['tool', 'poetry', 'dependencies']],
	['Poetry', ['tool', 'poetry', 'group']],
	['Poetry', ['tool', 'poetry', 'dev-dependencies']],
	['PDM', ['tool', 'pdm', 'dev-dependencies']],
	['PDM', ['tool', 'pdm', 'scripts']],
	['PDM', ['tool', 'pdm', 'resolution']],
	['Rye', ['tool', 'rye']],
	['uv', ['tool', 'uv']],
];

const placeIn = (document: TomlDocument, path: readonly string[]): Place => {
	const location = document.locations[pointerOf(path)];
	return location ? { path: document.path, line: location.line } : { path: document.path };
};

const inPyproject = (document: TomlDocument): readonly ManagerTrace[] => {
	const found = tables
		.filter(([, path]) => valueAt(document.value, path) !== undefined)
		// The build backend of uv is no manager.
		.filter(([manager, path]) => {
			if (manager !== 'uv') return true;
			return Object.keys(tableAt(document.value, path) ?? {}).some(key => key !== 'build-backend');
		})
		.map(([manager, path]) => ({
			manager,
			at: placeIn(document, path),
			what: `[${path.join('.')}]`,
			isLock: false,
		}));
	const environments = Object.entries(tableAt(document.value, ['tool', 'hatch', 'envs']) ?? {});
	const hatch = environments.find(
		([, environment]) =>
			isTable(environment) &&
			['dependencies', 'extra-dependencies', 'features', 'dependency-groups'].some(key => key in environment),
	);
	if (!hatch) return found;
	const path = ['tool', 'hatch', 'envs', hatch[0]];
	const isUv = environments.some(([, environment]) => stringAt(environment, ['installer']) === 'uv');
	const what = `[${path.join('.')}]${isUv ? ', with uv as its installer' : ''}`;
	return [...found, { manager: 'Hatch', at: placeIn(document, path), what, isLock: false }];
};

const folderDocuments = (project: Project, facts: Pick<Facts, 'toml'>): readonly TomlDocument[] =>
	[...new Set([project.path, project.lockRoot])].flatMap(folder => {
		const document = valueOf(facts.toml.get(inFolder(folder, 'pyproject.toml')));
		return document ? [document] : [];
	});

/** Lockfiles that are kept up: where uv is set up, that of a former manager waits to be taken out. */
export const locksInUse = (
	project: Project,
	facts: Pick<Facts, 'packaging' | 'toml'>,
): readonly Packaging['locks'][number][] => {
	const locks = facts.packaging.get(project.path)?.locks ?? [];
	const isUv = folderDocuments(project, facts).some(document =>
		inPyproject(document).some(({ manager }) => manager === 'uv'),
	);
	return isUv ? locks.filter(({ kind }) => (lockManagers[kind] ?? 'uv') === 'uv') : locks;
};

const isRequirements = (path: string): boolean =>
	/(?:^|\/)(?:\w+[-_.])?requirements[^/]*\.(?:txt|in)$|(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/.test(path);

/** Of what stands beside the project: its lists say nothing of who manages the project itself. */
const isAside = (path: string, { path: folder, manifests }: Project): boolean =>
	!manifests.includes(path) &&
	/(?:^|\/)(?:benchmarks?|benches|docs?|examples?|samples?|demos?|notebooks?|scripts)\//.test(
		folder === '.' ? path : path.slice(folder.length + 1),
	);

const depth = (path: string): number => path.split('/').length;

/** Lists of requirements of the project that a person or pip-compile keeps. */
const inRequirements = (project: Project, facts: ManagerSources): readonly ManagerTrace[] => {
	const packaging = facts.packaging.get(project.path);
	if (!packaging) return [];
	const out: ManagerTrace[] = [];
	for (const { path, kind, isPartial } of packaging.locks) {
		// Tools of a build, in a folder of theirs.
		if (isPartial && folderOf(path) !== project.path) continue;
		const file = kind === 'compiled' ? valueOf(facts.requirements.get(path)) : null;
		// Inputs that are gone leave a mere list.
		if (!file || file.compiledFrom === null || path.startsWith('.')) continue;
		const manager = file.compiledBy === 'uv' ? 'uv pip compile' : 'pip-tools';
		out.push({ manager, at: { path, line: 1 }, what: path, isLock: true });
	}
	const lists = new Map<string, Place>();
	for (const { at } of packaging.requirements) {
		if (!isRequirements(at.path) || at.path.startsWith('.') || isAside(at.path, project)) continue;
		if (!lists.has(at.path)) lists.set(at.path, at);
	}
	// The list that stands nearest to the project speaks for it.
	const nearest = [...lists].toSorted(([a], [b]) => depth(a) - depth(b) || (a < b ? -1 : 1));
	for (const [path, at] of nearest) out.push({ manager: 'pip', at, what: path, isLock: false });
	return out;
};

const inSetup = (project: Project, facts: ManagerSources): readonly ManagerTrace[] => {
	const config = valueOf(facts.ini.get(inFolder(project.path, 'setup.cfg')));
	const option = config?.sections['options']?.options['install_requires'];
	if (config && option) {
		const at = { path: config.path, line: option.line };
		return [{ manager: 'setuptools', at, what: '`install_requires`', isLock: false }];
	}
	const path = inFolder(project.path, 'setup.py');
	const script = valueOf(facts.setupScripts.get(path));
	if (!script) return [];
	const isEmpty = script.installRequires !== 'unknown' && script.installRequires.length === 0;
	if (isEmpty && script.requirementFiles.length === 0) return [];
	const line = script.installRequires === 'unknown' ? undefined : script.installRequires[0]?.line;
	return [
		{
			manager: 'setuptools',
			at: line === undefined ? { path } : { path, line },
			what: '`install_requires`',
			isLock: false,
		},
	];
};

const once = (traces: readonly ManagerTrace[]): readonly ManagerTrace[] =>
	traces.filter((trace, at) => traces.findIndex(({ manager }) => manager === trace.manager) === at);

/** Every manager of which a project shows traces, each once, the most telling trace of it. */
export const managersOf = (project: Project, facts: ManagerSources): readonly ManagerTrace[] => {
	const locks = facts.packaging.get(project.path)?.locks ?? [];
	const folders = [...new Set([project.path, project.lockRoot])];
	const pipfile = inFolder(project.path, 'Pipfile');
	const settings = folders.map(folder => inFolder(folder, 'uv.toml')).filter(path => facts.paths.has(path));
	const environment = ['environment.yml', 'environment.yaml']
		.map(name => inFolder(project.path, name))
		.find(path => facts.paths.has(path));
	return once([
		...locks.flatMap(({ kind, path }) => {
			const manager = lockManagers[kind];
			return manager === null ? [] : [{ manager, at: { path }, what: path, isLock: true }];
		}),
		...folderDocuments(project, facts).flatMap(inPyproject),
		...settings.map((path): ManagerTrace => ({ manager: 'uv', at: { path }, what: path, isLock: false })),
		...(facts.paths.has(pipfile)
			? [{ manager: 'Pipenv' as const, at: { path: pipfile }, what: pipfile, isLock: false }]
			: []),
		...inSetup(project, facts),
		...inRequirements(project, facts),
		...(environment === undefined
			? []
			: [{ manager: 'conda' as const, at: { path: environment }, what: environment, isLock: false }]),
	]);
};
