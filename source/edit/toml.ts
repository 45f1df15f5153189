import { isList, isTable, sameData, tableAt, valueAt } from '../core/data.ts';
import type { Data, Table } from '../core/facts/config.ts';
import { declined } from '../core/fixer.ts';
import type { EditResult } from './text.ts';
import { indentOf, lineStart, spliced } from './text.ts';
import { appendItems, prependItem, removeItem } from './toml/arrays.ts';
import { intend } from './toml/intend.ts';
import { insertLines } from './toml/lines.ts';
import { findPair, findTable, styleOf } from './toml/locate.ts';
import { insertPair, removePair, replaceValue } from './toml/pairs.ts';
import type { TomlPath, TomlText } from './toml/read.ts';
import { keysOf, readToml } from './toml/read.ts';
import type { TableOptions } from './toml/tables.ts';
import { appendTable, removeTable } from './toml/tables.ts';
import { verified } from './toml/verify.ts';

// Every edit reads the file as TOML 1.0, splices, and reads it again: it must say exactly what was meant and keep
// its comments. Several edits of one file go through `chain` of ./text.ts.

const editing = (
	text: string,
	edit: (toml: TomlText) => EditResult,
	intended: (value: Table, toml: TomlText) => Table | readonly [Table, ...Table[]],
): EditResult => {
	const reading = readToml(text);
	if (!reading.ok) return declined(`the file is ${reading.message}`);
	return verified(reading.toml, edit(reading.toml), intended(reading.toml.value, reading.toml));
};

/** Gives an existing key or item another value, in the style of the one it has. */
export const setValue = (text: string, path: TomlPath, value: Data): EditResult =>
	editing(
		text,
		toml => (sameData(valueAt(toml.value, path), value) ? spliced([]) : replaceValue(toml, path, value)),
		before => intend(before, path, () => value),
	);

/** Adds `keys = value` below the last pair of an existing table; `[]` is the file's root. */
export const insertKey = (text: string, table: TomlPath, keys: readonly string[], value: Data): EditResult =>
	editing(
		text,
		toml => {
			const found = valueAt(toml.value, [...table, ...keys]);
			if (found === undefined) return insertPair(toml, table, keys, value);
			return sameData(found, value)
				? spliced([])
				: declined(`\`${[...table, ...keys].join('.')}\` is already set`);
		},
		before => intend(before, [...table, ...keys], () => value),
	);

/** Adds to the end of an existing array what it does not have yet. */
export const appendToArray = (text: string, path: TomlPath, items: readonly Data[]): EditResult => {
	const missing = (list: readonly Data[]): readonly Data[] =>
		items.filter(item => !list.some(present => sameData(present, item)));
	return editing(
		text,
		toml => {
			const list = valueAt(toml.value, path);
			if (!isList(list)) return declined(`\`${path.join('.')}\` is not an array`);
			const added = missing(list);
			return added.length === 0 ? spliced([]) : appendItems(toml, path, added);
		},
		before => intend(before, path, old => (isList(old) ? [...old, ...missing(old)] : old)),
	);
};

/**
 * Adds lines to the end of a text that is written over several lines, indented as its last one. Declines where the text
 * is on one line, or has a backslash, which may join lines.
 */
export const appendLines = (text: string, path: TomlPath, lines: readonly string[]): EditResult =>
	editing(
		text,
		toml => insertLines(toml, path, lines)?.edit ?? declined(`\`${path.join('.')}\` has no lines to add to`),
		(before, toml) => intend(before, path, old => insertLines(toml, path, lines)?.value ?? old),
	);

/** Puts an item at the front of an array; nothing where the array begins with it. */
export const prependToArray = (text: string, path: TomlPath, item: Data): EditResult => {
	const begins = (list: readonly Data[]): boolean => list[0] !== undefined && sameData(list[0], item);
	return editing(
		text,
		toml => {
			const list = valueAt(toml.value, path);
			if (!isList(list)) return declined(`\`${path.join('.')}\` is not an array`);
			if (begins(list)) return spliced([]);
			return list.length === 0 ? appendItems(toml, path, [item]) : prependItem(toml, path, item);
		},
		before => intend(before, path, old => (isList(old) && !begins(old) ? [item, ...old] : old)),
	);
};

/** Takes one item out of an array, with the comment on its line. */
export const deleteItem = (text: string, path: TomlPath): EditResult =>
	editing(
		text,
		toml => removeItem(toml, path),
		before => intend(before, path, () => undefined),
	);

/**
 * What may be left when something goes: a table that no header names goes with its last key, another one stays
 * empty.
 */
const without = (before: Table, path: TomlPath): readonly [Table, ...Table[]] => {
	const gone = intend(before, path, () => undefined);
	const out: [Table, ...Table[]] = [gone];
	for (let parent = path.slice(0, -1), left = gone; parent.length > 0; parent = parent.slice(0, -1)) {
		const table = valueAt(left, parent);
		if (!isTable(table) || Object.keys(table).length > 0) break;
		left = intend(left, parent, () => undefined);
		out.push(left);
	}
	return out;
};

/** Takes a key out, with the comment on its line; nothing where there is none. */
export const deleteKey = (text: string, path: TomlPath): EditResult =>
	editing(
		text,
		toml => (valueAt(toml.value, path) === undefined ? spliced([]) : removePair(toml, path)),
		before => (valueAt(before, path) === undefined ? before : without(before, path)),
	);

/** Adds a table as a block of its own beside its closest relatives. */
export const addTable = (
	text: string,
	path: TomlPath,
	entries: Table,
	options: TableOptions = {},
): EditResult =>
	editing(
		text,
		toml => {
			if (options.array === true && findPair(toml, path))
				return declined(`\`${path.join('.')}\` is written inline`);
			return appendTable(toml, path, entries, options);
		},
		before =>
			intend(before, path, old => {
				if (options.array === true) return [...(isList(old) ? old : []), entries];
				return { ...(isList(old) || typeof old !== 'object' ? {} : old), ...entries };
			}),
	);

/** Takes a table's header and pairs out, with the comments among them; its sub-tables stay. */
export const deleteTable = (text: string, path: TomlPath): EditResult => {
	const own = (toml: TomlText): readonly string[] =>
		(findTable(toml, path)?.body ?? []).flatMap(pair => keysOf(pair.key).slice(0, 1));
	return editing(
		text,
		toml => (valueAt(toml.value, path) === undefined ? spliced([]) : removeTable(toml, path)),
		(before, toml) => {
			const keys = new Set(own(toml));
			const table = tableAt(before, path) ?? {};
			if (Object.keys(table).every(key => keys.has(key))) return without(before, path);
			return intend(before, path, () =>
				Object.fromEntries(Object.entries(table).filter(([key]) => !keys.has(key))),
			);
		},
	);
};

/** Sets a key wherever it belongs: in place, below the table's last pair, or in a new table. */
export const putValue = (text: string, path: TomlPath, value: Data): EditResult => {
	const reading = readToml(text);
	if (!reading.ok) return declined(`the file is ${reading.message}`);
	const { toml } = reading;
	if (valueAt(toml.value, path) !== undefined) return setValue(text, path, value);
	for (let depth = path.length - 1; depth >= 0; depth--) {
		const table = path.slice(0, depth);
		const keys = path.slice(depth).filter(key => typeof key === 'string');
		if (keys.length < path.length - depth) break;
		const isHeader = depth === 0 || findTable(toml, table) !== undefined;
		if (isHeader && keys.length > 1) break;
		// Tables written as dotted keys or inline take no header of their own.
		if (isHeader || insertPair(toml, table, keys, value).outcome === 'spliced') {
			return insertKey(text, table, keys, value);
		}
	}
	const key = path.at(-1);
	if (typeof key !== 'string') return declined('an array item cannot be put');
	return addTable(text, path.slice(0, -1), { [key]: value });
};

/** Adds a comment line above a key or a table's header; nothing where it stands there already. */
export const addComment = (text: string, path: TomlPath, comment: string): EditResult =>
	editing(
		text,
		toml => {
			const start = findPair(toml, path)?.pair.range[0] ?? findTable(toml, path)?.range[0];
			if (start === undefined) return declined(`there is no \`${path.join('.')}\``);
			const at = lineStart(text, start);
			const line = `${indentOf(text, start)}# ${comment}`;
			const above = at === 0 ? '' : text.slice(lineStart(text, at - 1), at).trim();
			if (above === `# ${comment}`) return spliced([]);
			return spliced([{ start: at, end: at, text: line + styleOf(toml).eol }]);
		},
		before => before,
	);
