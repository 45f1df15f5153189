import { stringAt, stringsAt, tableAt, valueAt } from '../../../source/core/data.ts';
import type { Data, Table } from '../../../source/core/facts/config.ts';
import type { Declined } from '../../../source/core/fixer.ts';
import { declined } from '../../../source/core/fixer.ts';
import { eolOf } from '../../../source/core/text.ts';
import type { Splice } from '../../../source/core/tree.ts';
import { normalName, readRequirement } from '../../../source/edit/pep508.ts';
import { afterLine, spliced } from '../../../source/edit/text.ts';
import {
	bodyEnd,
	findPair,
	findTable,
	startsWith,
	styleOf,
	tablesOf,
} from '../../../source/edit/toml/locate.ts';
import { removePair, replaceValue } from '../../../source/edit/toml/pairs.ts';
import type { TomlText } from '../../../source/edit/toml/read.ts';
import type { Migrated, Obstacles } from './model.ts';
import { emptyList } from './model.ts';
import type { Collected } from './poetry.ts';
import {
	defaultGroups,
	entriesIn,
	groupsOf,
	headerRemarks,
	indexesOf,
	sorted,
	sumOf,
	trailing,
} from './poetry.ts';
import { poetryDependency } from './poetry-dependencies.ts';
import type { Rewritten } from './poetry-text.ts';
import { commentStart, remarkReader } from './remarks.ts';
import { groupBlocks, joined, listLines, uvBlocks } from './render.ts';
import { pythonMarkerOf, pythonSpecifierOf } from './version-ranges.ts';

// From 2.0 on, Poetry reads `[project]`, and lists of its own for what that cannot say.
// https://python-poetry.org/docs/dependency-specification/#projectdependencies-and-toolpoetrydependencies

const base = ['tool', 'poetry'];

/** What only Poetry the manager reads; the rest tells poetry-core how to build. */
const managing = ['group', 'dev-dependencies', 'dependencies', 'extras', 'source', 'requires-plugins'];
const settings = ['requires-poetry', 'package-mode'];

const requirementsOf = (value: Data): readonly string[] => [
	...stringsAt(value, ['project', 'dependencies']),
	...Object.values(tableAt(value, ['project', 'optional-dependencies']) ?? {}).flatMap(list =>
		stringsAt(list, []),
	),
];

/** Whether `[project]` has the dependencies, so that those of Poetry only say where they come from. */
const isEnriched = (value: Data): boolean => valueAt(value, ['project', 'dependencies']) !== undefined;

/** What an entry says of a dependency that `[project]` has already. */
const enrichmentProblems = (value: Data, name: string, entry: Data): readonly string[] => {
	const own = requirementsOf(value)
		.map(readRequirement)
		.filter(found => found?.name === normalName(name));
	if (own.length === 0) return [`\`[tool.poetry.dependencies]\` has \`${name}\`, and \`[project]\` does not`];
	const { requirements, source, problems } = poetryDependency(name, entry);
	if (problems.length > 0) return problems;
	if (own.some(found => found?.url !== null) && source !== null) return [`\`${name}\` comes from two places`];
	return requirements.every(requirement => requirement === name)
		? []
		: [`\`[project]\` and \`[tool.poetry]\` both say which \`${name}\` is wanted`];
};

/** The clauses of a range in one order; there is no Python 4 to leave out. */
const clausesOf = (specifier: string): string =>
	specifier
		.split(',')
		.map(clause => clause.replaceAll(/\s/g, '').replace(/^(>=\d+\.\d+)\.0$/, '$1'))
		.filter(clause => !/^<4(?:\.0)*$/.test(clause) && clause !== '')
		.toSorted()
		.join(',');

/** The Pythons that Poetry locked for, where they are fewer than those that the project is for. */
const environmentsOf = (value: Data): readonly string[] | { readonly problem: string } => {
	const written = stringAt(value, [...base, 'dependencies', 'python']);
	const required = stringAt(value, ['project', 'requires-python']);
	if (written === undefined) return [];
	const converted = pythonSpecifierOf(written);
	if (!converted.ok) return { problem: `\`python\`: ${converted.problem}` };
	if (required === undefined)
		return { problem: 'only `[tool.poetry.dependencies]` says which Pythons the project is for' };
	if (clausesOf(converted.specifier) === clausesOf(required)) return [];
	const marker = pythonMarkerOf(written);
	return marker.ok ? [marker.specifier] : { problem: `\`python\`: ${marker.problem}` };
};

/** Why the lists cannot be moved, as far as values tell. */
export const listObstacles = (value: Data): readonly string[] => {
	const poetry = tableAt(value, base) ?? {};
	const entries = Object.entries(tableAt(poetry, ['dependencies']) ?? {}).filter(
		([name]) => name !== 'python',
	);
	const environments = environmentsOf(value);
	const hasGroups = tableAt(poetry, ['group']) ?? tableAt(poetry, ['dev-dependencies']);
	const tables = [
		...(hasGroups ? [['dependency-groups']] : []),
		['tool', 'uv'],
		...(tableAt(poetry, ['extras']) ? [['project', 'optional-dependencies']] : []),
	];
	return [
		...tables.filter(path => tableAt(value, path)).map(path => `\`[${path.join('.')}]\` is there already`),
		...(isEnriched(value)
			? [
					...entries.flatMap(([name, entry]) => enrichmentProblems(value, name, entry)),
					...(tableAt(poetry, ['extras'])
						? ['`[project]` and `[tool.poetry]` both describe the project, which is for you to untangle']
						: []),
				]
			: []),
		...('problem' in environments ? [environments.problem] : []),
	];
};

interface Region {
	readonly start: number;
	readonly end: number;
	/** Groups stand in it, so that what they become belongs there. */
	readonly hasGroups: boolean;
}

/** Consecutive tables that go, as offsets of whole lines. */
const regionsOf = (toml: TomlText, poetry: Table): readonly Region[] => {
	const tables = tablesOf(toml.top);
	const hasOwn = Object.keys(poetry).some(key => !managing.includes(key) && !settings.includes(key));
	const regions: { start: number; end: number; hasGroups: boolean }[] = [];
	for (const [at, { resolvedKey, range }] of tables.entries()) {
		const goes =
			startsWith(resolvedKey, base) &&
			(resolvedKey.length === 2 ? !hasOwn : managing.includes(String(resolvedKey[2])));
		if (!goes) continue;
		const next = tables[at + 1];
		const start = commentStart(toml.text, range[0]);
		const end = next ? commentStart(toml.text, next.range[0]) : toml.text.length;
		const hasGroups = /^(?:group|dev-dependencies)$/.test(String(resolvedKey[2]));
		const last = regions.at(-1);
		if (last?.end === start) {
			last.end = end;
			last.hasGroups ||= hasGroups;
		} else regions.push({ start, end, hasGroups });
	}
	return regions;
};

const isWithin = (at: number, regions: readonly Region[]): boolean =>
	regions.some(({ start, end }) => at >= start && at < end);

/** Takes fields out of `dynamic` that are written out now. */
const staticFields = (toml: TomlText, fields: readonly string[]): readonly Splice[] => {
	const dynamic = stringsAt(toml.value, ['project', 'dynamic']);
	const left = dynamic.filter(field => !fields.includes(field));
	if (left.length === dynamic.length) return [];
	const edit =
		left.length === 0
			? removePair(toml, ['project', 'dynamic'])
			: replaceValue(toml, ['project', 'dynamic'], left);
	return edit.outcome === 'spliced' ? edit.splices : [];
};

/** The whole of `pyproject.toml` once the lists of Poetry are where the standards and uv read them. */
export const rewritePoetryLists = (toml: TomlText): Rewritten | Obstacles | Declined => {
	const { text, value } = toml;
	const poetry = tableAt(value, base) ?? {};
	const [problem, ...problems] = listObstacles(value);
	if (problem !== undefined) return { problems: [problem, ...problems] };
	const regions = regionsOf(toml, poetry);
	const first = regions.find(({ hasGroups }) => hasGroups) ?? regions[0];
	const isApart = managing
		.filter(key => key in poetry)
		.every(key => tablesOf(toml.top).some(({ resolvedKey }) => startsWith(resolvedKey, [...base, key])));
	const project = findTable(toml, ['project']);
	if (!first || !isApart || !project)
		return declined('`[project]` and the lists of Poetry are not written as tables of their own');
	const rest = regions.filter(region => region !== first);
	const remarks = remarkReader(toml);
	const collected: Collected = { problems: [], notes: [], sources: new Map() };
	const groups = groupsOf(toml, poetry, remarks, collected);
	const mainPath = [...base, 'dependencies'];
	const heading = headerRemarks(toml, mainPath, remarks);
	const entries = entriesIn(toml, mainPath, remarks, collected);
	const after = trailing(toml, mainPath, remarks);
	const placed = isEnriched(value)
		? { main: [], extras: new Map(), notes: [], problems: [] }
		: sorted(poetry, entries, 'extra');
	collected.problems.push(...placed.problems);
	collected.notes.push(...placed.notes);
	const [worse, ...more] = collected.problems;
	if (worse !== undefined) return { problems: [worse, ...more] };
	if (tableAt(poetry, ['requires-plugins']))
		collected.notes.push('`requires-plugins` asks for plugins of Poetry, which uv has none of');
	const environments = environmentsOf(value);
	const dependencies = isEnriched(value) ? emptyList : sumOf(placed.main, heading, after);
	const migrated: Migrated = {
		heading: [],
		project: [],
		dependencies,
		tables: [],
		extras: placed.extras,
		groups: new Map([...groups].filter(([, list]) => list.items.length + list.after.length > 0)),
		settings: {
			...(poetry['package-mode'] === false ? { package: false } : {}),
			...('problem' in environments || environments.length === 0 ? {} : { environments }),
			...defaultGroups(poetry, [...groups.keys()]),
		},
		sources: collected.sources,
		indexes: indexesOf(poetry),
		notes: collected.notes,
	};
	const style = { quote: styleOf(toml).quote, indent: styleOf(toml).indent };
	const eol = eolOf(text);
	const kept = settings.flatMap(key => {
		const pair = findPair(toml, [...base, key])?.pair;
		const edit = pair && !isWithin(pair.range[0], regions) ? removePair(toml, [...base, key]) : null;
		return edit?.outcome === 'spliced' ? edit.splices : [];
	});
	const loose = regions.flatMap(({ start, end }) => remarks.left(start, end));
	const own = joined(
		[
			...(placed.extras.size > 0
				? [
						[
							'[project.optional-dependencies]',
							...[...placed.extras].flatMap(([name, list]) => listLines(name, list, style)),
						],
					]
				: []),
			...groupBlocks(migrated, style),
			...uvBlocks(migrated, style),
		],
		eol,
	);
	const block = [...loose, own].join(eol);
	const isLast = first.end === text.length;
	const anchor = findPair(toml, ['project', 'requires-python'])?.pair.range[1] ?? bodyEnd(project);
	const at = afterLine(text, anchor);
	const splices: readonly Splice[] = [
		...(dependencies.items.length + dependencies.after.length === 0
			? []
			: [{ start: at, end: at, text: listLines('dependencies', dependencies, style).join(eol) + eol }]),
		...staticFields(toml, isEnriched(value) ? [] : ['dependencies', 'optional-dependencies']),
		...kept,
		{
			start: first.start,
			end: first.end,
			text: block.replaceAll(/\r?\n/g, eol) + (isLast ? (text.endsWith('\n') ? eol : '') : eol + eol),
		},
		...rest.map(({ start, end }) => ({
			// The last region of a file goes with the blank lines above it.
			start: end === text.length ? text.slice(0, start).trimEnd().length : start,
			end,
			text: end === text.length ? eol : '',
		})),
	];
	return { migrated, edit: spliced(splices) };
};
