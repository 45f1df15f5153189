import { parse as parseLoosely } from 'toml';
import type { AST } from 'toml-eslint-parser';
import { ParseError as TomlParseError, parseTOML } from 'toml-eslint-parser';
import { pointerOf } from '../../core/data.ts';
import { messageOf } from '../../core/errors.ts';
import type { Table } from '../../core/facts/config.ts';
import { ParseError } from '../../core/gather.ts';

// https://toml.io/en/v1.0.0; Python's tomllib reads 1.0 only.

/** Keys and, for items of arrays, positions. */
export type TomlPath = readonly (string | number)[];

/** Where a path stands: the pair, the header with its brackets, or the item; offsets in the text. */
export interface TomlEntry {
	readonly path: TomlPath;
	readonly start: number;
	readonly end: number;
}

/** A TOML 1.0 text, read. */
export interface TomlText {
	readonly text: string;
	readonly top: AST.TOMLTopLevelTable;
	readonly comments: readonly AST.Comment[];
	readonly value: Table;
	/** By JSON pointer; of a table that stands in several places, the first. */
	readonly entries: ReadonlyMap<string, TomlEntry>;
}

export type TomlReading =
	| { readonly ok: true; readonly toml: TomlText }
	| { readonly ok: false; readonly message: string; readonly line: number };

export const keysOf = (key: AST.TOMLKey): readonly string[] =>
	key.keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value));

type DraftValue = null | boolean | number | string | DraftValue[] | Draft;
interface Draft {
	[key: string]: DraftValue;
}

// A key may be called `__proto__`.
const define = <T extends DraftValue>(table: Draft, key: string, value: T): T => {
	Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
	return value;
};

const isDraft = (value: DraftValue | undefined): value is Draft =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const childOf = (table: Draft, key: string): Draft => {
	const found = Object.hasOwn(table, key) ? table[key] : undefined;
	const child = Array.isArray(found) ? found.at(-1) : found;
	return isDraft(child) ? child : define(table, key, {});
};

const widest = 2n ** 63n;

const scalarOf = (node: AST.TOMLValue): DraftValue => {
	switch (node.kind) {
		case 'string':
		case 'boolean':
			return node.value;
		case 'float':
			return node.value;
		case 'integer':
			if (node.bigint >= widest || node.bigint < -widest) {
				throw new ParseError(`integer ${node.number} is outside the 64-bit range`, node.loc.start.line);
			}
			return Number.isSafeInteger(node.value) ? node.value : { integer: String(node.bigint) };
		case 'offset-date-time':
		case 'local-date-time':
		case 'local-date':
		case 'local-time':
			return { datetime: node.datetime };
	}
};

/** Builds the value and notes where everything stands, in one walk. */
const walk = (top: AST.TOMLTopLevelTable): Pick<TomlText, 'value' | 'entries'> => {
	const entries = new Map<string, TomlEntry>();
	const root: Draft = {};
	const note = (path: TomlPath, start: number, end: number): void => {
		const pointer = pointerOf(path);
		if (!entries.has(pointer)) entries.set(pointer, { path, start, end });
	};
	const valueOf = (node: AST.TOMLContentNode, path: TomlPath): DraftValue => {
		if (node.type === 'TOMLValue') return scalarOf(node);
		if (node.type === 'TOMLArray') {
			return node.elements.map((element, at) => {
				const itemPath = [...path, at];
				note(itemPath, ...element.range);
				return valueOf(element, itemPath);
			});
		}
		const table: Draft = {};
		for (const pair of node.body) readPair(pair, table, path);
		return table;
	};
	const readPair = (pair: AST.TOMLKeyValue, table: Draft, base: TomlPath): void => {
		const keys = keysOf(pair.key);
		let at = table;
		for (const [depth, key] of keys.entries()) {
			const path = [...base, ...keys.slice(0, depth + 1)];
			note(path, ...pair.range);
			if (depth < keys.length - 1) at = childOf(at, key);
			else define(at, key, valueOf(pair.value, path));
		}
	};
	for (const node of top.body) {
		if (node.type === 'TOMLKeyValue') {
			readPair(node, root, []);
			continue;
		}
		const keys = keysOf(node.key);
		let at = root;
		for (const key of keys.slice(0, -1)) at = childOf(at, key);
		const last = keys.at(-1) ?? '';
		if (node.kind === 'array') {
			const found = Object.hasOwn(at, last) ? at[last] : undefined;
			const list = Array.isArray(found) ? found : define(at, last, []);
			at = {};
			list.push(at);
		} else at = childOf(at, last);
		const headerEnd = node.key.range[1] + (node.kind === 'array' ? 2 : 1);
		for (const depth of node.resolvedKey.keys()) {
			note(node.resolvedKey.slice(0, depth + 1), node.range[0], headerEnd);
		}
		for (const pair of node.body) readPair(pair, at, node.resolvedKey);
	}
	return { value: root, entries };
};

/** Only TOML 1.1 allows what the text does. */
const isNewerToml = (text: string): boolean => {
	try {
		parseLoosely(text, { bigint: true });
		return true;
	} catch {
		return false;
	}
};

/** Reads TOML 1.0 and nothing else. */
export const readToml = (text: string): TomlReading => {
	try {
		const program = parseTOML(text, { tomlVersion: '1.0' });
		const [top] = program.body;
		return { ok: true, toml: { text, top, comments: program.comments, ...walk(top) } };
	} catch (thrown) {
		if (thrown instanceof RangeError) throw thrown;
		if (thrown instanceof ParseError)
			return { ok: false, message: `not valid TOML: ${thrown.message}`, line: thrown.line };
		const line = thrown instanceof TomlParseError ? thrown.lineNumber : 0;
		const message = isNewerToml(text)
			? 'not valid TOML 1.0, pip and tomllib refuse it'
			: `not valid TOML: ${messageOf(thrown)}`;
		return { ok: false, message, line };
	}
};
