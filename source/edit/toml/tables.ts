import type { AST } from 'toml-eslint-parser';
import type { Table } from '../../core/facts/config.ts';
import { declined } from '../../core/fixer.ts';
import type { EditResult } from '../text.ts';
import { afterLine, lineStart, spliced } from '../text.ts';
import { bodyEnd, findTable, rootPairs, samePath, startsWith, styleOf, tablesOf } from './locate.ts';
import { removeLines } from './pairs.ts';
import type { TomlPath, TomlText } from './read.ts';
import { renderKey, renderPair } from './render.ts';

export interface TableOptions {
	/** `[[so]]`, one more of an array of tables. */
	readonly array?: boolean;
	/** Lines above the header, without `#`. */
	readonly comment?: readonly string[];
}

const isBlank = (line: string): boolean => line.trim() === '';

/** Offset where a header begins, the comment lines that stand right above it included. */
const blockStart = (text: string, table: AST.TOMLTable): number => {
	let start = lineStart(text, table.range[0]);
	while (start > 0) {
		const above = lineStart(text, start - 1);
		if (!text.slice(above, start).trim().startsWith('#')) break;
		start = above;
	}
	return start;
};

/** Offset after a table's last line and the comments that belong to it rather than to the next header. */
const blockEnd = (text: string, offset: number, next: AST.TOMLTable | undefined): number => {
	const limit = next ? blockStart(text, next) : text.length;
	let end = afterLine(text, offset);
	// Comments may stand between blank lines; they stay with the table above.
	for (let at = end; at < limit;) {
		const after = afterLine(text, at);
		if (!isBlank(text.slice(at, after))) end = after;
		at = after;
	}
	return Math.min(end, Math.max(limit, afterLine(text, offset)));
};

const sharedParts = (a: TomlPath, b: TomlPath): number => {
	let count = 0;
	while (count < a.length && count < b.length && a[count] === b[count]) count++;
	return count;
};

const blockOf = (
	toml: TomlText,
	path: TomlPath,
	entries: Table,
	options: TableOptions,
): readonly string[] => {
	const style = styleOf(toml);
	const header = path.map(part => renderKey(String(part))).join('.');
	return [
		...(options.comment ?? []).map(line => `# ${line}`),
		options.array === true ? `[[${header}]]` : `[${header}]`,
		...Object.entries(entries).map(([key, value]) => renderPair([key], value, style, '')),
	];
};

/** Adds a table as a block of its own: before its first sub-table, else after its closest relatives, else at the end. */
export const appendTable = (
	toml: TomlText,
	path: TomlPath,
	entries: Table,
	options: TableOptions,
): EditResult => {
	const { text } = toml;
	const { eol } = styleOf(toml);
	const block = blockOf(toml, path, entries, options).join(eol);
	const tables = tablesOf(toml.top);
	const child =
		options.array === true ? undefined : tables.find(table => startsWith(table.resolvedKey, path));
	if (child && samePath(child.resolvedKey, path)) return declined(`the table \`${path.join('.')}\` exists`);
	if (child) {
		const at = blockStart(text, child);
		return spliced([{ start: at, end: at, text: block + eol + eol }]);
	}
	const shared = Math.max(0, ...tables.map(table => sharedParts(table.resolvedKey, path)));
	const relative =
		shared > 0 ? tables.findLast(table => sharedParts(table.resolvedKey, path) === shared) : tables.at(-1);
	const next = relative ? tables[tables.indexOf(relative) + 1] : tables[0];
	const lastPair = rootPairs(toml.top).at(-1);
	const from = relative ? bodyEnd(relative) : lastPair?.range[1];
	const at = from === undefined || next === undefined ? text.trimEnd().length : blockEnd(text, from, next);
	if (next === undefined) {
		// At the end: what follows the last sign is blank, and stays as the file's final newline.
		const tail = at === 0 ? '' : eol + eol;
		return spliced([
			{ start: at, end: at, text: tail + block + (text.slice(at) === '' && at === 0 ? eol : '') },
		]);
	}
	return spliced([{ start: at, end: at, text: eol + block + eol }]);
};

/** Takes a header and its pairs out; sub-tables stay. */
export const removeTable = (toml: TomlText, path: TomlPath): EditResult => {
	const table = findTable(toml, path);
	if (!table) return declined(`there is no table \`${path.join('.')}\``);
	const { text } = toml;
	const start = lineStart(text, table.range[0]);
	let end = bodyEnd(table);
	// The blank lines below go too, so that the gap does not double.
	for (let at = afterLine(text, end); at < text.length;) {
		const after = afterLine(text, at);
		if (!isBlank(text.slice(at, after))) break;
		end = at;
		at = after;
	}
	return removeLines(toml, start, end);
};
