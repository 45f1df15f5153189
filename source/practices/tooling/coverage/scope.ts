import { notApplicable, type Verdict } from '../../../core/practice.ts';
import { assertReadable, judgedElsewhere } from '../../../core/tool-config.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { CiCommand, CiOutOfSight, CiUnresolved } from '../../../core/facts/ci.ts';
import type { CoverageConfig } from '../../../core/facts/coverage.ts';
import type { PytestConfig } from '../../../core/facts/tools.ts';
import type { Place } from '../../../core/finding.ts';
import { gatesOf } from '../../../core/ci.ts';
import { isTool } from '../../../core/ci/tools.ts';
import { folderOf, nearestTo, upward } from '../../../core/folders.ts';
import { pytestConfigFor, valueOf } from '../../../core/pytest-options.ts';
import { noTests, testingOf } from '../pytest/scope.ts';
import { givenConfigOf } from './given-config.ts';

export const coverageNeeds = [
	'files',
	'toml',
	'ini',
	'pytestConfigs',
	'testUse',
	'toolPins',
	'devDependencies',
	'coverageConfigs',
	'namedCoverageConfigs',
	'coverageServices',
	'ci',
	'ciFiles',
	'repository',
	'projects',
] as const;
type Read = Pick<Facts, (typeof coverageNeeds)[number]>;

/** A command of a pipeline that runs tests, or reports on a run of them. */
export interface CoverageRun {
	readonly command: CiCommand;
	/** It measures, or reports what was measured. */
	readonly measures: boolean;
	/** Its own threshold, in percent. */
	readonly threshold: number | null;
	/** Its failure fails a build. */
	readonly isGate: boolean;
	/** What it measures is only a part of a package: `app/domain`; null for the whole. */
	readonly part: string | null;
}

/** What is known of how a project measures its tests. */
export interface Covering {
	readonly config: CoverageConfig | null;
	/** A configuration that runs name and that is not read here; null where there is none. */
	readonly unread: string | null;
	readonly pytest: PytestConfig | null;
	/** Options that every run of pytest gets. */
	readonly addopts: readonly string[];
	readonly runs: readonly CoverageRun[];
	/** Where a tool that measures is declared. */
	readonly declared: Place | null;
	/** Parts of the pipelines that cannot be seen. */
	readonly hidden: readonly (CiOutOfSight | CiUnresolved)[];
	/** Percent. */
	readonly limit: number;
	/** Why another project answers for the configuration; null where this one does. */
	readonly elsewhere: string | null;
}

const measuring = new Set([
	'pytest-cov',
	'coverage',
	'pytest-coverage',
	'coverage-conditional-plugin',
	'nose-cov',
]);

const hasCov = (words: readonly string[]): boolean =>
	words.some(word => word === '--cov' || word.startsWith('--cov='));

const percentOf = (text: string | null | undefined): number | null => {
	const number = Number(text ?? 'x');
	return Number.isFinite(number) ? number : null;
};

/** What `--cov` names, an empty text for everything. */
export const covWords = (words: readonly string[]): readonly string[] =>
	words.flatMap((word, at) => {
		if (word.startsWith('--cov=')) return [word.slice('--cov='.length)];
		// `--cov src`: the next word is its value, unless that is an option.
		const next = words[at + 1];
		return word === '--cov' ? [next !== undefined && !next.startsWith('-') ? next : ''] : [];
	});

const partOf = (args: readonly string[], { files }: Pick<Facts, 'files'>, folder: string): string | null => {
	const include = valueOf(args, '--include');
	if (include !== null) return include;
	const sources = covWords(args);
	const isInside = (source: string): boolean => {
		if (!source.includes('/')) return /^\w+(?:\.\w+)+$/.test(source);
		const above = folderOf(source.replace(/^\.\//, '').replace(/\/$/, ''));
		return files.has(`${folder === '.' ? '' : `${folder}/`}${above}/__init__.py`);
	};
	return sources.length > 0 && sources.every(isInside) ? sources.join(',') : null;
};

const runOf = (
	command: CiCommand,
	isGate: boolean,
	addopts: readonly string[],
	facts: Pick<Facts, 'files'>,
): CoverageRun => {
	const { args } = command;
	const part = partOf(args, facts, command.directory ?? '.');
	if (!isTool(command, 'pytest')) {
		return { command, isGate, measures: true, threshold: percentOf(valueOf(args, '--fail-under')), part };
	}
	const measures = !args.includes('--no-cov') && (hasCov(args) || hasCov(addopts));
	return {
		command,
		isGate,
		measures,
		part,
		threshold: measures ? percentOf(valueOf(args, '--cov-fail-under')) : null,
	};
};

/** A program of the repository that may run the tests. */
const mayTest = /\b(?:run_?)?tests?(?:\.\w+)?$|coverage|\bcheck|\bci\b/i;

const declaredAt = (facts: Read, project: Project): Place | null => {
	const folders = upward(project.path);
	const dependency = facts.devDependencies.find(
		({ name, path }) => measuring.has(name) && folders.includes(folderOf(path)),
	);
	if (dependency) return { path: dependency.path, line: dependency.line };
	for (const [path, pins] of facts.toolPins) {
		if (!folders.includes(folderOf(path).replace(/(^|\/)requirements$/, '') || '.') || !pins.ok) continue;
		const pin = pins.value.find(({ tool }) => measuring.has(tool));
		if (pin) return { path, line: pin.line };
	}
	return null;
};

/** What is known of it; null where there are no tests. */
export const coveringOf = (facts: Read, project: Project): Covering | null => {
	if (!testingOf(facts, project)) return null;
	assertReadable(facts, project, [
		'.coveragerc',
		'.coveragerc.toml',
		'setup.cfg',
		'tox.ini',
		'pyproject.toml',
	]);
	const pytest = pytestConfigFor(facts.pytestConfigs, project.path);
	const addopts = pytest?.addopts ?? [];
	const found = gatesOf(facts.ci, ['pytest', 'coverage-run', 'coverage-report'], { project: project.path });
	const given = givenConfigOf([...found.gates, ...found.soft], facts);
	const config = given ? given.config : nearestTo(facts.coverageConfigs, project.path);
	const runs = [
		...found.gates.map(command => runOf(command, true, addopts, facts)),
		...found.soft.map(command => runOf(command, false, addopts, facts)),
	];
	return {
		config,
		unread: given && !given.config ? given.name : null,
		pytest,
		addopts,
		runs,
		elsewhere: config && pytest?.directory !== project.path ? judgedElsewhere(facts, config, project) : null,
		declared: declaredAt(facts, project),
		// Where a command that measures is seen, the rest of the pipeline has no say.
		hidden: runs.some(({ measures }) => measures)
			? []
			: [
					...found.outOfSight.filter(({ kind }) => kind !== 'action'),
					...found.unresolved.filter(({ reason, text }) => reason !== 'program' || mayTest.test(text)),
				],
		limit: facts.repository.limits.coverage,
	};
};

/** The same for what the configuration says, which another project may answer for. */
export const ownCoveringOf = (facts: Read, project: Project): Covering | Verdict => {
	const covering = coveringOf(facts, project);
	if (!covering) return notApplicable(noTests);
	return covering.elsewhere === null ? covering : notApplicable(covering.elsewhere);
};

/** Where it shows that something measures; null where nothing does. */
export const measuredAt = ({ config, pytest, addopts, runs, declared }: Covering): Place | null => {
	if (declared) return declared;
	if (config && config.line > 0) return { path: config.path, line: config.line };
	if (pytest && hasCov(addopts)) return { path: pytest.path, line: pytest.lines['addopts'] ?? pytest.line };
	const run = runs.find(({ measures }) => measures);
	return run ? { path: run.command.path, line: run.command.line } : null;
};

/** Coverage is configured, or a run measures it: more than a declared tool. */
export const isInUse = ({ config, addopts, runs }: Covering): boolean =>
	config !== null || hasCov(addopts) || runs.some(({ measures }) => measures);

export const shownPlace = ({ path, line }: Place): string =>
	`\`${path}${line === undefined || line === 0 ? '' : `:${line}`}\``;

export const unmeasured = 'coverage is neither configured nor run';

export const unreadConfig = (name: string): string =>
	`a run reads \`${name}\`, and what that says is not known here`;
