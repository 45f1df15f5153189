import type { Data } from '../../../source/core/facts/config.ts';
import { renderKey, renderValue } from '../../../source/edit/toml/render.ts';
import type { Migrated, Pair, PairTable, Remarks, Wanted, WantedList } from './model.ts';

/** How the file at hand writes things. */
export interface Style {
	readonly quote: '"' | "'";
	readonly indent: string;
}

const widest = 88;

const remarked = (remarks: Remarks, line: string, indent: string): readonly string[] => [
	...remarks.above.map(comment => indent + comment),
	indent + line + (remarks.beside === null ? '' : `  ${remarks.beside}`),
];

/** Markers have quotes of their own: single ones, so that the string around them needs no backslashes. */
const itemText = ({ requirement }: Wanted, quote: Style['quote']): string => {
	if (typeof requirement !== 'string') return renderValue(requirement, quote);
	const text = requirement.includes("'") ? requirement : requirement.replaceAll('"', "'");
	return renderValue(text, text.includes("'") ? '"' : quote);
};

/** `key = […]`, on one line where it is short and says nothing besides. */
export const listLines = (key: string, list: WantedList, style: Style): readonly string[] => {
	const texts = list.items.map(item => itemText(item, style.quote));
	const isPlain =
		list.after.length === 0 && list.items.every(({ above, beside }) => above.length === 0 && beside === null);
	const line = `${renderKey(key)} = [${texts.join(', ')}]`;
	const isShort = texts.length < 3 || key !== 'dependencies';
	if (isPlain && isShort && line.length <= widest) return [...list.above, line];
	return [
		...list.above,
		`${renderKey(key)} = [`,
		...list.items.flatMap((item, at) => remarked(item, `${texts[at] ?? ''},`, style.indent)),
		...list.after.map(comment => style.indent + comment),
		']',
	];
};

const pairLines = (pair: Pair): readonly string[] =>
	remarked(pair, `${renderKey(pair.key)} = ${pair.text}`, '');

const tableLines = ({ path, above, pairs }: PairTable): readonly string[] => [
	...above,
	`[${path.map(renderKey).join('.')}]`,
	...pairs.flatMap(pairLines),
];

const block = (
	header: string,
	entries: Iterable<readonly [string, Data]>,
	quote: Style['quote'],
): readonly string[] => {
	const lines = [...entries].map(([key, value]) => `${renderKey(key)} = ${renderValue(value, quote)}`);
	return lines.length === 0 ? [] : [header, ...lines];
};

const listBlock = (header: string, lists: ReadonlyMap<string, WantedList>, style: Style): readonly string[] =>
	lists.size === 0 ? [] : [header, ...[...lists].flatMap(([name, list]) => listLines(name, list, style))];

/** `[project]` and the tables below it. */
export const projectBlocks = (migrated: Migrated, style: Style): readonly (readonly string[])[] =>
	[
		[
			...migrated.heading,
			'[project]',
			...migrated.project.flatMap(pairLines),
			...listLines('dependencies', migrated.dependencies, style),
		],
		listBlock('[project.optional-dependencies]', migrated.extras, style),
		...migrated.tables.map(tableLines),
	].filter(lines => lines.length > 0);

/** `[dependency-groups]`. */
export const groupBlocks = (migrated: Migrated, style: Style): readonly (readonly string[])[] =>
	[listBlock('[dependency-groups]', migrated.groups, style)].filter(lines => lines.length > 0);

/** Something of uv has to stand there, so that a reader, and the check, see who manages the project. */
const settingsOf = ({ settings, sources, indexes }: Migrated): Migrated['settings'] =>
	Object.keys(settings).length + sources.size + indexes.length > 0 ? settings : { package: true };

/** `[tool.uv]` and the tables below it. */
export const uvBlocks = (migrated: Migrated, style: Style): readonly (readonly string[])[] =>
	[
		block('[tool.uv]', Object.entries(settingsOf(migrated)), style.quote),
		block('[tool.uv.sources]', migrated.sources, style.quote),
		...migrated.indexes.map(index => block('[[tool.uv.index]]', Object.entries(index), style.quote)),
	].filter(lines => lines.length > 0);

export const joined = (blocks: readonly (readonly string[])[], eol: string): string =>
	blocks.map(lines => lines.join(eol)).join(eol + eol);
