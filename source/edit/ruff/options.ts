import { isTable, stringsAt } from '../../core/data.ts';
import type { Facts } from '../../core/facts.ts';
import type { Table } from '../../core/facts/config.ts';
import type { RuffConfig } from '../../core/facts/tools.ts';
import { folderOf, nameIn, nearestTo } from '../../core/folders.ts';
import type { RuffSettings } from '../../core/gather.ts';
import { isExcluded, isPerFile, matchesGlob, rooted } from '../../core/ruff/globs.ts';
import { commonDefaults, defaultsBefore016, isSelected, selectionOf } from '../../core/ruff/selection.ts';
import { tooNewFor } from '../../core/ruff/rule-ages.ts';
import { standardLibrary } from '../python/standard-library.ts';

/** How ruff would treat one file, as plain data for the engine. */
export interface RuffOptions {
	/** Null where the linter does not look at the file. */
	readonly lint: RuffSettings | null;
	/** Null where the formatter does not. */
	readonly format: RuffSettings | null;
	/** Selectors that `per-file-ignores` turns off for the file, and rules that the pinned ruff does not have yet. */
	readonly ignored: readonly string[];
	/** The settings select RUF100 themselves. */
	readonly selectsIdle: boolean;
}

/** Settings that our build takes; the others are about files, caches and output, or belong to another version. */
const topLevel = new Set(['line-length', 'indent-width', 'builtins', 'preview', 'namespace-packages']);

const isIncluded = (path: string, { include }: RuffConfig): boolean =>
	include === null ||
	include.some(({ base, patterns }) =>
		patterns.some(
			pattern =>
				matchesGlob(rooted(base, pattern), path) ||
				(!pattern.includes('/') && matchesGlob(pattern, nameIn(path))),
		),
	);

/**
 * Names that ruff finds in the source folders: each module and each folder, also one without Python in it.
 * https://docs.astral.sh/ruff/faq/#how-does-ruff-determine-which-of-my-imports-are-first-party-third-party-etc
 */
const localNames = (paths: Iterable<string>, config: RuffConfig): readonly string[] => {
	const roots = config.sources.flatMap(({ base, patterns }) =>
		patterns.map(pattern => rooted(base, pattern)),
	);
	const names = new Set<string>();
	for (const path of paths) {
		const parts = path.split('/');
		for (const [depth, part] of parts.entries()) {
			const above = parts.slice(0, depth).join('/');
			if (!roots.some(root => root === above || (root.includes('*') && matchesGlob(root, above)))) continue;
			if (depth < parts.length - 1 || /\.pyi?$/.test(part)) names.add(part.replace(/\.pyi?$/, ''));
		}
	}
	// Ruff asks for the standard library first.
	return [...names].filter(name => /^\w+$/.test(name) && !standardLibrary.has(name)).toSorted();
};

/** The outermost package that a file belongs to; its own imports are first-party for ruff. */
const ownPackage = (path: string, paths: Facts['paths']): string | null => {
	let found: string | null = null;
	for (
		let folder = folderOf(path);
		folder !== '.' && paths.has(`${folder}/__init__.py`);
		folder = folderOf(folder)
	) {
		found = nameIn(folder);
	}
	return found;
};

const known = new WeakMap<RuffConfig, readonly string[]>();

const firstParty = (path: string, config: RuffConfig, paths: Facts['paths']): readonly string[] => {
	const names = known.get(config) ?? localNames(paths.keys(), config);
	known.set(config, names);
	const own = ownPackage(path, paths);
	return own === null || names.includes(own) || standardLibrary.has(own) ? names : [...names, own].toSorted();
};

/** Rules that stand on a file's path or on other files; our build sees neither, so their silence says nothing. */
const pathRules = /^(?:INP|TID252|N999|A005|EXE|D10[04]|TC|TCH|F401|PYI|RUF067|I001)/;

export const isPathRule = (code: string): boolean => pathRules.test(code);

/**
 * What ruff takes from an `__init__.py` and from no other file, and our build, which sees no path, reports: submodules in
 * `__all__`, the `__path__` of the package, and aliases that re-export.
 * https://docs.astral.sh/ruff/rules/useless-import-alias/
 */
export const isMisfire = (path: string, code: string | null, message: string): boolean =>
	/(^|\/)__init__\.pyi?$/.test(path) &&
	(code === 'F822' || code === 'PLC0414' || (code === 'F821' && message.includes('`__path__`')));

const lintSettings = (
	config: RuffConfig,
	names: readonly string[],
	implicit: readonly string[] | null,
): Table => {
	const lint = isTable(config.settings['lint']) ? config.settings['lint'] : {};
	const isort = isTable(lint['isort']) ? lint['isort'] : {};
	const named = new Set(['known-third-party', 'known-local-folder'].flatMap(key => stringsAt(isort, [key])));
	return {
		...lint,
		...(Array.isArray(lint['select']) || implicit === null ? {} : { select: implicit }),
		// Always asked for, so that directives without effect are known; counted only where the repository selects it.
		'extend-select': [...stringsAt(lint, ['extend-select']), 'RUF100'],
		isort: {
			...isort,
			'known-first-party': [
				...new Set([...stringsAt(isort, ['known-first-party']), ...names.filter(name => !named.has(name))]),
			],
		},
	};
};

/** What ruff selects where the settings do not say; the pinned versions must agree on it. */
export const implicitSelection = (versions: readonly string[]): readonly string[] | null => {
	const old = new Set(
		versions.map(version => /^0\.(\d+)/.exec(version)).map(match => match !== null && Number(match[1]) < 16),
	);
	if (old.size !== 1) return commonDefaults;
	return old.has(true) ? defaultsBefore016 : null;
};

/** Where nothing is configured, the formatter is asked all the same: its defaults are what a new configuration means. */
const unconfigured: RuffOptions = {
	lint: null,
	format: { 'output-prefer-rule-codes': true },
	ignored: [],
	selectsIdle: false,
};

/** Null where the nearest configuration leaves the file out. */
export const ruffOptionsOf = (
	path: string,
	facts: Pick<Facts, 'ruffConfigs' | 'paths'>,
	versions: readonly string[],
): RuffOptions | null => {
	const config = nearestTo(facts.ruffConfigs, folderOf(path));
	if (!config) return unconfigured;
	if (!isIncluded(path, config) || isExcluded(path, config.exclude)) return null;
	const { settings } = config;
	const target = settings['target-version'] ?? config.inferredTarget;
	const shared: Table = {
		...Object.fromEntries(Object.entries(settings).filter(([key]) => topLevel.has(key))),
		...(target === null || target === undefined ? {} : { 'target-version': target }),
		'output-prefer-rule-codes': true,
	};
	const format = isTable(settings['format']) ? settings['format'] : {};
	return {
		lint: isExcluded(path, config.lintExclude)
			? null
			: {
					...shared,
					lint: lintSettings(config, firstParty(path, config, facts.paths), implicitSelection(versions)),
				},
		format: isExcluded(path, config.formatExclude) ? null : { ...shared, format },
		ignored: [
			...config.perFileIgnores
				.filter(({ base, pattern }) => isPerFile(path, base, pattern))
				.flatMap(({ codes }) => codes),
			...(settings['preview'] === true ? [] : tooNewFor(versions)),
		],
		selectsIdle: isSelected(selectionOf(settings), 'RUF100'),
	};
};
