import { isTable, stringAt, stringsAt, tableAt, valueAt } from '../../../source/core/data.ts';
import type { Data, Table } from '../../../source/core/facts/config.ts';
import type { Answers } from '../../../source/core/fixer.ts';
import { findPair, findTable, samePath, tablesOf } from '../../../source/edit/toml/locate.ts';
import type { TomlText } from '../../../source/edit/toml/read.ts';
import { renderValue } from '../../../source/edit/toml/render.ts';
import type { Migrated, Obstacles, Pair, Wanted, WantedList } from './model.ts';
import { emptyList } from './model.ts';
import type { PoetryDependency } from './poetry-dependencies.ts';
import { poetryDependency, sameName } from './poetry-dependencies.ts';
import { commentStart } from './remarks.ts';
import { poetryMetadata } from './poetry-metadata.ts';
import type { RemarkReader } from './remarks.ts';

// https://python-poetry.org/docs/pyproject/ and https://docs.astral.sh/uv/concepts/projects/dependencies/

const base = ['tool', 'poetry'];

/** What poetry-core still reads beside `[project]`: how the package is built. */
export const buildKeys: ReadonlySet<string> = new Set(['packages', 'include', 'exclude', 'build']);

export interface Collected {
	readonly problems: string[];
	readonly notes: string[];
	readonly sources: Map<string, Data>;
}

/** The entries of one table as they become lines of a list. */
export interface Entry extends PoetryDependency {
	readonly wanted: readonly Wanted[];
}

/** Reads a table of dependencies. */
export const entriesIn = (
	toml: TomlText,
	path: readonly string[],
	remarks: RemarkReader,
	collected: Collected,
): readonly Entry[] =>
	Object.entries(tableAt(toml.value, path) ?? {}).flatMap(([name, value]) => {
		if (path.length === 3 && path[2] === 'dependencies' && name === 'python') return [];
		const dependency = poetryDependency(name, value);
		const pair = findPair(toml, [...path, name])?.pair;
		const header = findTable(toml, [...path, name]);
		const said = remarks.of(pair?.range ?? header?.range ?? [0, 0]);
		collected.problems.push(...dependency.problems);
		collected.notes.push(...dependency.notes);
		const known = collected.sources.get(name);
		if (dependency.source !== null) {
			if (known !== undefined && JSON.stringify(known) !== JSON.stringify(dependency.source))
				collected.problems.push(`\`${name}\` comes from two places`);
			collected.sources.set(name, dependency.source);
		}
		const wanted = dependency.requirements.map((requirement, at) => ({
			requirement,
			above: at === 0 ? said.above : [],
			beside: at === 0 ? said.beside : null,
		}));
		return [{ ...dependency, wanted }];
	});

/** Comments above and beside the header of a table. */
export const headerRemarks = (
	toml: TomlText,
	path: readonly string[],
	remarks: RemarkReader,
): readonly string[] => {
	const table = findTable(toml, path);
	return table
		? [...remarks.above(table.range[0]), ...remarks.left(table.range[0], table.key.range[1] + 2)]
		: [];
};

/** Comments that stand between the pairs of a table and belong to none. */
export const trailing = (
	toml: TomlText,
	path: readonly string[],
	remarks: RemarkReader,
): readonly string[] => {
	const tables = tablesOf(toml.top);
	const at = tables.findIndex(table => samePath(table.resolvedKey, path));
	const [table, next] = [tables[at], tables[at + 1]];
	if (at < 0 || !table) return [];
	return remarks.left(table.range[0], next ? commentStart(toml.text, next.range[0]) : toml.text.length);
};

const groupNames = (poetry: Table): readonly string[] => Object.keys(tableAt(poetry, ['group']) ?? {});

/** What uv installs by default: what Poetry did. */
export const defaultGroups = (poetry: Table, names: readonly string[]): Readonly<Record<string, Data>> => {
	const optional = names.filter(name => valueAt(poetry, ['group', name, 'optional']) === true);
	const others = names.filter(name => !optional.includes(name));
	if (names.length === 0 || (others.length === 1 && others[0] === 'dev')) return {};
	if (others.length === 0) return names.includes('dev') ? { 'default-groups': [] } : {};
	return { 'default-groups': optional.length === 0 ? 'all' : others };
};

const rank = (source: Table): number => (stringAt(source, ['priority']) === 'supplemental' ? 1 : 0);
const isDefault = (source: Table): boolean =>
	source['default'] === true || ['primary', 'default'].includes(stringAt(source, ['priority']) ?? 'primary');

/** `[[tool.poetry.source]]` in the order in which uv would ask them. */
export const indexesOf = (poetry: Table): readonly Readonly<Record<string, Data>>[] => {
	const listed = valueAt(poetry, ['source']);
	const all = (Array.isArray(listed) ? listed : []).filter(isTable);
	const primary = all.filter(source => isDefault(source) && source['secondary'] !== true);
	return all
		.toSorted((a, b) => rank(a) - rank(b))
		.flatMap(source => {
			const name = stringAt(source, ['name']) ?? '';
			const url = stringAt(source, ['url']);
			if (url === undefined || name.toLowerCase() === 'pypi') return [];
			return [
				{
					name,
					url,
					...(primary.length === 1 && primary[0] === source ? { default: true } : {}),
					...(stringAt(source, ['priority']) === 'explicit' ? { explicit: true } : {}),
				},
			];
		});
};

/** Optional dependencies that no extra names; Poetry never installs them. */
export const strayOptionals = (poetry: Table): readonly string[] => {
	const extras = Object.values(tableAt(poetry, ['extras']) ?? {}).flatMap(list => stringsAt(list, []));
	return Object.entries(tableAt(poetry, ['dependencies']) ?? {}).flatMap(([name, entry]) =>
		isTable(entry) && entry['optional'] === true && !extras.some(listed => sameName(listed, name))
			? [name]
			: [],
	);
};

export const sumOf = (
	entries: readonly Entry[],
	above: readonly string[],
	after: readonly string[],
): WantedList => ({
	above,
	items: entries.flatMap(({ wanted }) => wanted),
	after,
});

const bare = (wanted: readonly Wanted[]): readonly Wanted[] =>
	wanted.map(({ requirement }) => ({ requirement, above: [], beside: null }));

/** Places each dependency in the main list, in extras, or in both. */
export const sorted = (
	poetry: Table,
	entries: readonly Entry[],
	strays: string,
): {
	readonly main: readonly Entry[];
	readonly extras: ReadonlyMap<string, WantedList>;
	readonly notes: readonly string[];
	readonly problems: readonly string[];
} => {
	const extras = new Map<string, WantedList>();
	const notes: string[] = [];
	const problems: string[] = [];
	const placed = new Set<string>();
	for (const [extra, list] of Object.entries(tableAt(poetry, ['extras']) ?? {})) {
		const items = stringsAt(list, []).flatMap((name): readonly Wanted[] => {
			const entry = entries.find(other => sameName(other.name, name));
			if (!entry) {
				problems.push(`the extra \`${extra}\` names \`${name}\`, which is no dependency`);
				return [];
			}
			// A comment stays with the first of the lines.
			const first = !placed.has(entry.name) && entry.isOptional;
			placed.add(entry.name);
			return first ? entry.wanted : bare(entry.wanted);
		});
		extras.set(extra, { above: [], items, after: [] });
	}
	const main: Entry[] = [];
	for (const entry of entries) {
		if (!entry.isOptional) main.push(entry);
		else if (!placed.has(entry.name)) {
			if (strays === 'require') main.push(entry);
			else if (strays === 'leave-out')
				notes.push(`\`${entry.name}\` was optional in no extra, so that nothing installed it, and is gone`);
			else extras.set(entry.name, { above: [], items: entry.wanted, after: [] });
		}
	}
	return { main, extras, notes, problems };
};

const missingPairs = (poetry: Table, answers: Answers, folder: string): readonly Pair[] =>
	[['name', answers['name'] ?? folder] as const, ['version', answers['version'] ?? '0.1.0'] as const].flatMap(
		([key, value]) =>
			(stringAt(poetry, [key]) ?? '') === ''
				? [{ key, text: renderValue(value, '"'), above: [], beside: null }]
				: [],
	);

/** `[tool.poetry.group]` and the list of former days. */
export const groupsOf = (
	toml: TomlText,
	poetry: Table,
	remarks: RemarkReader,
	collected: Collected,
): ReadonlyMap<string, WantedList> => {
	const groups = new Map<string, WantedList>();
	const addGroup = (name: string, path: readonly string[], includes: readonly string[]): void => {
		const above = [
			...(path.length === 5 ? headerRemarks(toml, path.slice(0, -1), remarks) : []),
			...headerRemarks(toml, path, remarks),
		];
		const list = sumOf(entriesIn(toml, path, remarks, collected), above, trailing(toml, path, remarks));
		const before = groups.get(name) ?? emptyList;
		const items = [
			...includes.map(include => ({ requirement: { 'include-group': include }, above: [], beside: null })),
			...before.items,
			...list.items,
		];
		groups.set(name, { above: [...before.above, ...above], items, after: [...before.after, ...list.after] });
	};
	if (tableAt(poetry, ['dev-dependencies'])) addGroup('dev', [...base, 'dev-dependencies'], []);
	for (const name of groupNames(poetry)) {
		addGroup(
			name,
			[...base, 'group', name, 'dependencies'],
			stringsAt(poetry, ['group', name, 'include-groups']),
		);
	}
	return groups;
};

/** The module that the backend of Poetry looks for. */
export const moduleOf = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '_');

/** Turns what Poetry reads into what the standards and uv read. */
export const migratePoetry = (
	toml: TomlText,
	remarks: RemarkReader,
	answers: Answers,
	folder: string,
	hasModule: (name: string) => boolean,
): Migrated | Obstacles => {
	const poetry = tableAt(toml.value, base) ?? {};
	const dynamic = ['poetry-dynamic-versioning', 'poetry-version-plugin'].find(
		plugin => tableAt(toml.value, ['tool', plugin]) !== undefined,
	);
	const collected: Collected = {
		problems: dynamic === undefined ? [] : [`\`[tool.${dynamic}]\` works the version out`],
		notes: [],
		sources: new Map(),
	};
	const heading = headerRemarks(toml, base, remarks);
	const mainHeading = headerRemarks(toml, [...base, 'dependencies'], remarks);
	const main = entriesIn(toml, [...base, 'dependencies'], remarks, collected);
	const described = poetryMetadata(toml, poetry, remarks);
	const placed = sorted(poetry, main, answers['unlisted-optional'] ?? 'extra');
	collected.problems.push(...described.problems, ...placed.problems);
	collected.notes.push(...described.notes, ...placed.notes);
	const groups = groupsOf(toml, poetry, remarks, collected);
	if (tableAt(poetry, ['requires-plugins']))
		collected.notes.push('`requires-plugins` asks for plugins of Poetry, which uv has none of');
	const [problem, ...more] = collected.problems;
	if (problem !== undefined) return { problems: [problem, ...more] };
	// Without a build system uv would build the package with setuptools.
	const isBuilt =
		tableAt(toml.value, ['build-system']) !== undefined ||
		'packages' in poetry ||
		described.tables.length > 0;
	// Poetry shrugs where it finds no module to install; uv would fail with the backend, which finds none either.
	const name = stringAt(poetry, ['name']) ?? folder;
	const isFound = 'packages' in poetry || hasModule(name);
	const isPackage = poetry['package-mode'] !== false && isBuilt && isFound;
	if (isBuilt && !isFound && poetry['package-mode'] !== false)
		collected.notes.push(
			`There is no module \`${moduleOf(name)}\` to install: uv installs the dependencies and not the project itself`,
		);
	if (!isBuilt && poetry['package-mode'] !== false)
		collected.notes.push(
			'There is no `[build-system]`: uv installs the dependencies and not the project itself',
		);
	const after = trailing(toml, [...base, 'dependencies'], remarks);
	return {
		heading: [...heading, ...described.loose],
		project: [...missingPairs(poetry, answers, folder), ...described.pairs],
		dependencies: sumOf(placed.main, mainHeading, after),
		tables: described.tables,
		extras: placed.extras,
		groups: new Map([...groups].filter(([, list]) => list.items.length + list.after.length > 0)),
		settings: { ...(isPackage ? {} : { package: false }), ...defaultGroups(poetry, [...groups.keys()]) },
		sources: collected.sources,
		indexes: indexesOf(poetry),
		notes: collected.notes,
	};
};
