import type { Facts, Project } from './facts.ts';
import { fromFolder, inFolder, nearestTo } from './folders.ts';

// What section 11 of the checklist lets be proven by running, and how. Nothing here runs anything.

/** A tool that can be run on a project, to see for once what configuration and pipelines only promise. */
export interface Measure {
	readonly id: 'lint' | 'format' | 'types' | 'tests' | 'templates';
	/** Number of the checklist's item. */
	readonly item: '11.1' | '11.2' | '11.6';
	/** Project path. */
	readonly project: string;
	readonly program: 'ruff' | 'mypy' | 'pytest' | 'cfn-lint';
	/** `{out}` stands for an empty folder that is thrown away. */
	readonly arguments: readonly string[];
	/** Says nothing without the packages of the project: without a lockfile that uv installs it is not run. */
	readonly needsEnvironment: boolean;
	/** The project's `uv.lock`; null where it has none. */
	readonly lock: string | null;
	readonly limitMs: number;
}

/** How a run ended; `broken` says nothing of the code, and `not run` neither. */
export type RunOutcome = 'passed' | 'failed' | 'broken' | 'not run';

/** A run, as the report tells it. */
export interface RanMeasure {
	readonly item: Measure['item'];
	readonly id: Measure['id'] | 'coverage';
	/** Project path. */
	readonly project: string;
	/** As a person would type it. */
	readonly command: string;
	readonly outcome: RunOutcome;
	/** What came of it, one sentence. */
	readonly said: string;
	/** The same on the commit that is compared with; left out where none is. */
	readonly before?: RunOutcome;
}

/** As a person would type it, without where we put what it leaves. */
export const shownCommand = ({ program, arguments: words }: Measure): string =>
	[program, ...words.filter(word => !word.includes('{out}') && word !== '--cache-dir')].join(' ');

const minute = 60_000;

type Needs = Pick<
	Facts,
	| 'projects'
	| 'files'
	| 'paths'
	| 'packaging'
	| 'ruffConfigs'
	| 'mypyConfigs'
	| 'coverageConfigs'
	| 'pytestConfigs'
	| 'testUse'
	| 'locks'
	| 'templates'
>;

/** Files and folders at the project's top that hold its production code. */
const topsOf = (facts: Needs, project: Project): readonly string[] => {
	const production = [...facts.files.values()].filter(
		file => file.project === project.path && file.role === 'prod' && file.path.endsWith('.py'),
	);
	const tops = new Set(production.map(({ path }) => fromFolder(project.path, path).split('/', 1)[0] ?? ''));
	return [...tops].map(top => (top.startsWith('-') ? `./${top}` : top)).toSorted();
};

/** What coverage counts: what its configuration says, else the code that is not test. */
const coveredIn = (facts: Needs, project: Project): readonly string[] => {
	if (nearestTo(facts.coverageConfigs, project.path)) return ['--cov'];
	const folders = topsOf(facts, project).filter(top => !top.endsWith('.py'));
	return folders.length === 0 ? ['--cov'] : folders.map(folder => `--cov=${folder}`);
};

/** What mypy is pointed at where its configuration does not say. */
const typedIn = (facts: Needs, project: Project): readonly string[] => {
	const options = nearestTo(facts.mypyConfigs, project.path)?.options ?? {};
	const isSaid = ['files', 'packages', 'modules'].some(key => options[key] !== undefined);
	return isSaid ? [] : topsOf(facts, project);
};

const isLocked = (facts: Needs, lock: string | null, name: string): boolean => {
	const parsed = lock === null ? undefined : facts.locks.get(lock);
	return parsed?.ok === true && (parsed.value.versions[name] ?? []).length > 0;
};

const measuresIn = (facts: Needs, project: Project): readonly Measure[] => {
	const name = inFolder(project.lockRoot, 'uv.lock');
	const lock = facts.paths.has(name) ? name : null;
	const common = { project: project.path, lock } as const;
	const own = [...facts.files.values()].filter(({ project: path }) => path === project.path);
	if (!own.some(({ path }) => path.endsWith('.py'))) return [];
	const out: Measure[] = [];
	if (nearestTo(facts.ruffConfigs, project.path)) {
		const ruff = {
			...common,
			item: '11.1',
			program: 'ruff',
			needsEnvironment: false,
			limitMs: minute,
		} as const;
		out.push(
			{ ...ruff, id: 'lint', arguments: ['check', '--no-cache', '--output-format', 'concise', '.'] },
			{ ...ruff, id: 'format', arguments: ['format', '--no-cache', '--check', '.'] },
		);
	}
	if (nearestTo(facts.mypyConfigs, project.path) || isLocked(facts, lock, 'mypy')) {
		const flags = ['--strict', '--no-color-output', '--no-pretty', '--cache-dir', '{out}/mypy'];
		out.push({
			...common,
			id: 'types',
			item: '11.1',
			program: 'mypy',
			arguments: [...flags, ...typedIn(facts, project)],
			needsEnvironment: true,
			limitMs: 5 * minute,
		});
	}
	const templates = [...facts.templates]
		.filter(
			([path, parsed]) =>
				parsed.ok &&
				parsed.value.outcome === 'read' &&
				(parsed.value.kind === 'sam' || parsed.value.kind === 'cloudformation') &&
				facts.files.get(path)?.project === project.path,
		)
		.map(([path]) => fromFolder(project.path, path));
	if (templates.length > 0) {
		out.push({
			...common,
			id: 'templates',
			item: '11.6',
			program: 'cfn-lint',
			arguments: ['--format', 'parseable', '--', ...templates.toSorted()],
			needsEnvironment: false,
			limitMs: 2 * minute,
		});
	}
	if (own.some(({ path }) => facts.testUse.has(path))) {
		const coverage = isLocked(facts, lock, 'pytest-cov')
			? [...coveredIn(facts, project), '--cov-report=xml:{out}/coverage.xml', '--cov-fail-under=0']
			: [];
		out.push({
			...common,
			id: 'tests',
			item: '11.2',
			program: 'pytest',
			// Options of the project may stop at the first failure or hide the count.
			arguments: ['-q', '-p', 'no:cacheprovider', '-o', 'addopts=', ...coverage],
			needsEnvironment: true,
			limitMs: 10 * minute,
		});
	}
	return out;
};

/** What can be run, project by project, in the order in which it is told. */
export const measuresOf = (facts: Needs): readonly Measure[] =>
	facts.projects
		.filter(({ declared }) => declared || facts.projects.length === 1)
		.flatMap(project => measuresIn(facts, project));
