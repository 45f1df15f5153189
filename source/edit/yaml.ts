import type { Document, Pair, ParsedNode } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Data } from '../core/facts/config.ts';
import type { Path } from '../core/facts/templates.ts';
import { lineStartsOf, positionAt } from '../core/text.ts';

// https://eemeli.org/yaml/ — documents are only read; what is written are splices of the text, because
// `toString()` leaves few real templates as they were.

export type YamlNode = ParsedNode;
export type YamlPair = Pair;

/** A parsed YAML or JSON text: JSON is read by the same parser, so that both have places. */
export interface YamlText {
	readonly text: string;
	readonly document: Document.Parsed;
	readonly root: YamlNode | null;
	/** Its root is written in braces with quoted keys. */
	readonly json: boolean;
}

export type YamlReading =
	| { readonly ok: true; readonly yaml: YamlText }
	| { readonly ok: false; readonly message: string; readonly line: number };

/** In `lenient` mode a key may come twice, and the last one counts: deployment tools read such files all the same. */
export type YamlMode = 'strict' | 'lenient';

const parsed = (text: string): Document.Parsed =>
	// `uniqueKeys` compares each key with all others: too slow for a list of ten thousand; the long form finds them.
	parseDocument(text, { logLevel: 'silent', merge: true, uniqueKeys: false });

/**
 * The text with one line less where a quoted text or a list in brackets goes on too far to the left, which deployment
 * tools read all the same: as long as before, so that every place stays where it is. Null where that is not the trouble.
 */
const joined = (text: string, { code, pos, message }: Document.Parsed['errors'][number]): string | null => {
	const isQuoted = code === 'MISSING_CHAR' && message.startsWith('Missing closing "quote');
	if (!isQuoted && !(code === 'BAD_INDENT' && message.startsWith('Flow '))) return null;
	const before = text.slice(0, pos[0]);
	const ahead = /^[ \t]*\r?\n[ \t]*/.exec(text.slice(pos[0]))?.[0];
	const behind = /\r?\n[ \t]*$/.exec(before)?.[0];
	const gap = ahead ?? behind;
	if (gap === undefined) return null;
	const start = ahead === undefined ? pos[0] - gap.length : pos[0];
	const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
	// What follows a comment would become a part of it.
	if (!isQuoted && line.includes('#')) return null;
	return text.slice(0, start) + ' '.repeat(gap.length) + text.slice(start + gap.length);
};

/** Reads one document. Unknown tags, such as CloudFormation's, stay on their nodes. */
export const readYaml = (text: string): YamlReading => {
	let document = parsed(text);
	const error = document.errors[0];
	let current: string | null = text;
	for (let tries = 0; tries < 20 && current !== null && document.errors[0]; tries++) {
		current = joined(current, document.errors[0]);
		if (current !== null) document = parsed(current);
	}
	if (error && document.errors.length > 0) {
		const line = error.pos[0] === undefined ? 0 : positionAt(lineStartsOf(text), error.pos[0]).line;
		return { ok: false, message: error.message.split(/ at line \d|\n/, 1)[0] ?? 'invalid YAML', line };
	}
	const root = document.contents;
	return { ok: true, yaml: { text, document, root, json: /^\s*[{[]/.test(text) } };
};

export const isNode = (value: unknown): value is YamlNode =>
	isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);

/** A key as text; keys that are no scalars have none. */
export const keyOf = (pair: YamlPair): string | null =>
	isScalar(pair.key) ? shownKey(pair.key.value) : null;

const shownKey = (value: unknown): string => {
	if (typeof value === 'string') return value;
	// The parser gives a merge key as the symbol of `<<`.
	if (typeof value === 'symbol') return value.description ?? '';
	return value === null || value === undefined ? '' : JSON.stringify(value);
};

/** Where a node stands; `[0, 0]` for one that the text does not hold. */
export const rangeOf = (node: unknown): readonly [start: number, end: number] => {
	if (!isNode(node)) return [0, 0];
	const range = node.range;
	return [range[0], range[1]];
};

/** Why a long form cannot be had. */
export class YamlShapeError extends Error {
	override readonly name = 'YamlShapeError';
	readonly offset: number;
	constructor(message: string, offset: number) {
		super(message);
		this.offset = offset;
	}
}

const attributeOf = (value: Data): Data => {
	if (typeof value !== 'string') return value;
	const dot = value.indexOf('.');
	return dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)];
};

const untagged = (tag: string | undefined, value: Data): Data => {
	if (tag === undefined || !tag.startsWith('!') || tag === '!') return value;
	const name = tag.slice(1);
	if (name === 'Ref' || name === 'Condition') return { [name]: value };
	return { [`Fn::${name}`]: name === 'GetAtt' ? attributeOf(value) : value };
};

const longAttribute = (key: string, value: Data): Data => (key === 'Fn::GetAtt' ? attributeOf(value) : value);

/** A template of a mebibyte has some hundred thousand nodes; more come only from aliases of aliases. */
const nodeLimit = 500_000;

/**
 * The document as plain data, short intrinsics in their long form. `onNode` sees each key and item with its path.
 * Throws {@link YamlShapeError} for aliases that multiply without end and, in `strict` mode, for keys that come twice.
 */
export const longFormOf = (
	yaml: YamlText,
	onNode?: (path: Path, node: YamlNode) => void,
	mode: YamlMode = 'strict',
): Data => {
	let nodes = 0;
	const open = new Set<YamlNode>();
	const convert = (given: unknown, path: Path, see: boolean): Data => {
		if (!isNode(given)) return null;
		if (++nodes > nodeLimit) throw new YamlShapeError('aliases make it too large to read', rangeOf(given)[0]);
		if (isAlias(given)) {
			const target = given.resolve(yaml.document);
			if (!isNode(target) || open.has(target)) {
				throw new YamlShapeError('an alias refers to itself or to nothing', rangeOf(given)[0]);
			}
			return convert(target, path, false);
		}
		if (isScalar(given)) return untagged(given.tag, scalarOf(given.value));
		open.add(given);
		const value = isSeq(given)
			? given.items.map((item, at) => {
					const inner = [...path, at];
					if (see && isNode(item)) onNode?.(inner, item);
					return convert(item, inner, see);
				})
			: entriesOf(given.items, path, see);
		open.delete(given);
		return untagged(given.tag, value);
	};
	const entriesOf = (pairs: readonly YamlPair[], path: Path, see: boolean): Data => {
		const own = new Map<string, Data>();
		const merged = new Map<string, Data>();
		for (const pair of pairs) {
			const key = keyOf(pair);
			if (key === null) throw new YamlShapeError('a key is not a plain value', rangeOf(pair.key)[0]);
			if (key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
				for (const part of mergedParts(pair.value)) {
					const value = convert(part, path, false);
					if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
					for (const [name, inner] of Object.entries(value)) if (!merged.has(name)) merged.set(name, inner);
				}
				continue;
			}
			if (own.has(key) && mode === 'strict') {
				throw new YamlShapeError(`the key \`${key.slice(0, 60)}\` comes twice`, rangeOf(pair.key)[0]);
			}
			const inner = [...path, key];
			if (see && isNode(pair.key)) onNode?.(inner, pair.key);
			own.set(key, longAttribute(key, convert(pair.value, inner, see)));
		}
		return Object.fromEntries([...merged, ...own]);
	};
	return convert(yaml.root, [], true);
};

const mergedParts = (value: unknown): readonly unknown[] => (isSeq(value) ? value.items : [value]);

const scalarOf = (value: unknown): Data => {
	if (
		value === null ||
		typeof value === 'boolean' ||
		typeof value === 'number' ||
		typeof value === 'string'
	) {
		return value;
	}
	if (typeof value === 'bigint') return { integer: String(value) };
	if (value instanceof Date) return value.toISOString().slice(0, 10);
	return null;
};

/** A node that may be edited, or why not. */
export type Located =
	| { readonly ok: true; readonly node: YamlNode }
	| { readonly ok: false; readonly reason: string };

const refused = (reason: string): Located => ({ ok: false, reason });

const childOf = (node: YamlNode, part: string | number): unknown => {
	if (isMap(node)) return node.items.find(pair => keyOf(pair) === String(part))?.value;
	return isSeq(node) && typeof part === 'number' ? node.items[part] : undefined;
};

/** Finds the node at a path as it is written; refuses what more than one place shares and what is generated. */
export const locate = (yaml: YamlText, path: Path): Located => {
	let node: unknown = yaml.root;
	const named = (length: number): string => `\`${path.slice(0, length).join('.')}\``;
	for (let at = 0; at <= path.length; at++) {
		if (!isNode(node)) return refused(`${named(at)} is not written out in the file`);
		if (isAlias(node)) return refused(`${named(at)} is an alias of another part of the file`);
		if (node.anchor !== undefined)
			return refused(`${named(at)} is shared through the anchor \`&${node.anchor}\``);
		if (node.tag?.startsWith('!')) return refused(`${named(at)} is made by \`${node.tag}\``);
		const part = path[at];
		if (part === undefined) return { ok: true, node };
		if (String(part).startsWith('Fn::')) return refused(`${named(at + 1)} is made by an intrinsic function`);
		node = childOf(node, part);
	}
	return refused(`${named(path.length)} is not written out in the file`);
};
