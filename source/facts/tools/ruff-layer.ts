import { isTable, pointerOf, stringsAt } from '../../core/data.ts';
import type { Table } from '../../core/facts/config.ts';
import type { Globs, Origin, RuffConfig } from '../../core/facts/tools.ts';
import { folderOf } from '../../core/folders.ts';

// https://docs.astral.sh/ruff/settings/

type PerFileIgnores = RuffConfig['perFileIgnores'];

/** One configuration file as written, before `extend` is followed; absent lists are null. */
export interface RuffLayer {
	readonly settings: Table;
	readonly origins: Readonly<Record<string, Origin>>;
	readonly outdated: readonly Origin[];
	readonly include: Globs | null;
	readonly exclude: Globs | null;
	readonly extendExclude: Globs | null;
	readonly lintExclude: Globs | null;
	readonly formatExclude: Globs | null;
	readonly perFileIgnores: PerFileIgnores | null;
	readonly extendPerFileIgnores: PerFileIgnores;
	readonly sources: Globs | null;
}

/** Lint options that ruff still reads outside `lint`. */
const lintOptions = new Set(
	`
	allowed-confusables dummy-variable-rgx explicit-preview-rules extend-fixable extend-ignore
	extend-per-file-ignores extend-safe-fixes extend-select extend-unfixable extend-unsafe-fixes external
	fixable flake8-annotations flake8-bandit flake8-boolean-trap flake8-bugbear flake8-builtins
	flake8-comprehensions flake8-copyright flake8-errmsg flake8-gettext flake8-implicit-str-concat
	flake8-import-conventions flake8-pytest-style flake8-quotes flake8-self flake8-tidy-imports
	flake8-type-checking flake8-unused-arguments ignore ignore-init-module-imports isort logger-objects
	mccabe pep8-naming per-file-ignores pycodestyle pydocstyle pyflakes pylint pyupgrade select task-tags
	typing-modules unfixable
`
		.trim()
		.split(/\s+/),
);

/** What ruff leaves out by itself. */
const defaultExclude: readonly string[] = `
	.bzr .direnv .eggs .git .git-rewrite .hg .ipynb_checkpoints .mypy_cache .nox .pants.d .pyenv
	.pytest_cache .pytype .ruff_cache .svn .tox .venv .vscode __pypackages__ _build buck-out build dist
	node_modules site-packages venv
`
	.trim()
	.split(/\s+/);

const globsIn = (table: Table, key: string, base: string): Globs | null =>
	Array.isArray(table[key]) ? { base, patterns: stringsAt(table, [key]) } : null;

const perFileIn = (table: Table, key: string, base: string): PerFileIgnores | null => {
	const ignores = table[key];
	if (!isTable(ignores)) return null;
	return Object.keys(ignores).map(pattern => ({ base, pattern, codes: stringsAt(ignores, [pattern]) }));
};

const without = (table: Table, keys: readonly string[]): Table =>
	Object.fromEntries(Object.entries(table).filter(([key]) => !keys.includes(key)));

const pathLists = [
	'exclude',
	'extend-exclude',
	'include',
	'extend-include',
	'src',
	'extend',
	'per-file-ignores',
];

export const layerOf = (path: string, keys: readonly string[], table: Table): RuffLayer => {
	const base = folderOf(path);
	const own = isTable(table['lint']) ? table['lint'] : {};
	const format = isTable(table['format']) ? table['format'] : {};
	const old = Object.entries(table).filter(([key]) => lintOptions.has(key));
	const lint: Table = { ...Object.fromEntries(old), ...own };
	const origins: Record<string, Origin> = {};
	for (const key of Object.keys(table)) origins[key] = { path, pointer: pointerOf([...keys, key]) };
	for (const [key] of old) origins[`lint.${key}`] = { path, pointer: pointerOf([...keys, key]) };
	for (const key of Object.keys(own))
		origins[`lint.${key}`] = { path, pointer: pointerOf([...keys, 'lint', key]) };
	const rest = without(table, [...pathLists, ...old.map(([key]) => key)]);
	return {
		settings: {
			...rest,
			lint: without(lint, ['exclude', 'per-file-ignores', 'extend-per-file-ignores']),
			format: without(format, ['exclude']),
		},
		origins,
		outdated: old.map(([key]) => ({ path, pointer: pointerOf([...keys, key]) })),
		include: globsIn(table, 'include', base),
		exclude: globsIn(table, 'exclude', base),
		extendExclude: globsIn(table, 'extend-exclude', base),
		lintExclude: globsIn(lint, 'exclude', base),
		formatExclude: globsIn(format, 'exclude', base),
		perFileIgnores: perFileIn(lint, 'per-file-ignores', base),
		extendPerFileIgnores: perFileIn(lint, 'extend-per-file-ignores', base) ?? [],
		sources: globsIn(table, 'src', base),
	};
};

const tableIn = (table: Table, key: string): Table => {
	const found = table[key];
	return isTable(found) ? found : {};
};

/** A layer with its own `select` starts afresh; one without adds to what it extends. */
const mergedLint = (below: Table, above: Table): Table => {
	const merged: Record<string, Table[string]> = { ...below, ...above };
	const joined = (key: string): readonly string[] => [...stringsAt(below, [key]), ...stringsAt(above, [key])];
	if (Array.isArray(above['select'])) {
		for (const key of ['extend-select', 'ignore', 'extend-ignore']) {
			if (!Object.hasOwn(above, key)) delete merged[key];
		}
		if (!Array.isArray(below['select'])) merged['ignore'] = joined('ignore');
		return merged;
	}
	const chosen = stringsAt(above, ['extend-select']);
	for (const key of ['extend-select', 'ignore', 'extend-ignore']) {
		if (!Object.hasOwn(below, key) && !Object.hasOwn(above, key)) continue;
		merged[key] = [
			...stringsAt(below, [key]).filter(code => key === 'extend-select' || !chosen.includes(code)),
			...stringsAt(above, [key]),
		];
	}
	return merged;
};

const mergedSettings = (below: Table, above: Table): Table => ({
	...below,
	...above,
	lint: mergedLint(tableIn(below, 'lint'), tableIn(above, 'lint')),
	format: { ...tableIn(below, 'format'), ...tableIn(above, 'format') },
});

type Merged = Omit<RuffConfig, 'path' | 'pointer' | 'directory' | 'inferredTarget' | 'unresolved'>;

const lastOf = <T>(layers: readonly RuffLayer[], of: (layer: RuffLayer) => T | null): T | null =>
	layers.map(of).findLast(value => value !== null) ?? null;

const listOf = (globs: Globs | null): readonly Globs[] => (globs ? [globs] : []);

/** Joins a chain of `extend`, the farthest layer first; `home` is the folder of the last one. */
export const mergedLayers = (layers: readonly RuffLayer[], home: string): Merged => {
	const include = lastOf(layers, layer => layer.include);
	return {
		settings: layers.map(({ settings }) => settings).reduce(mergedSettings, { lint: {}, format: {} }),
		origins: Object.assign({}, ...layers.map(({ origins }) => origins)),
		outdated: layers.flatMap(({ outdated }) => outdated),
		include: include && [include],
		exclude: [
			lastOf(layers, layer => layer.exclude) ?? { base: home, patterns: defaultExclude },
			...layers.flatMap(({ extendExclude }) => listOf(extendExclude)),
		],
		lintExclude: listOf(lastOf(layers, layer => layer.lintExclude)),
		formatExclude: listOf(lastOf(layers, layer => layer.formatExclude)),
		perFileIgnores: [
			...(lastOf(layers, layer => layer.perFileIgnores) ?? []),
			...layers.flatMap(({ extendPerFileIgnores }) => extendPerFileIgnores),
		],
		sources: listOf(lastOf(layers, layer => layer.sources) ?? { base: home, patterns: ['.', 'src'] }),
	};
};
