import { isList, isTable } from '../../core/data.ts';
import type { Data, Table } from '../../core/facts/config.ts';
import type { TomlPath } from './read.ts';

const withKey = (table: Table, key: string, value: Data | undefined): Table =>
	Object.fromEntries([
		...Object.entries(table).filter(([name]) => name !== key),
		...(value === undefined ? [] : [[key, value] as const]),
	]);

const changed = (
	value: Data | undefined,
	path: TomlPath,
	made: (old: Data | undefined) => Data | undefined,
): Data | undefined => {
	const [head, ...rest] = path;
	if (head === undefined) return made(value);
	if (typeof head === 'number') {
		const list = isList(value) ? value : [];
		const item = changed(list[head], rest, made);
		return item === undefined ? list.toSpliced(head, 1) : list.toSpliced(head, 1, item);
	}
	const table = isTable(value) ? value : {};
	return withKey(table, head, changed(Object.hasOwn(table, head) ? table[head] : undefined, rest, made));
};

/** The table with another value at a path, tables on the way made where missing; undefined removes. */
export const intend = (
	table: Table,
	path: TomlPath,
	made: (old: Data | undefined) => Data | undefined,
): Table => {
	const result = changed(table, path, made);
	return isTable(result) ? result : {};
};
