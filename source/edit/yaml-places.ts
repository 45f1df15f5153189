import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { pointerOf } from '../core/data.ts';
import type { PlacedText } from '../core/facts/ci-files.ts';
import type { Data } from '../core/facts/config.ts';
import { lineStartsOf, positionAt } from '../core/text.ts';
import type { YamlNode, YamlText } from './yaml.ts';
import { isNode, keyOf, rangeOf } from './yaml.ts';

/** A document as plain data, aliases and merged keys put in where they are used, and where each value is written. */
export interface PlacedYaml {
	readonly value: Data;
	/** By JSON pointer; what an alias stands for has the place of its anchor. */
	readonly places: Readonly<Record<string, PlacedText['parts']>>;
}

const mostNodes = 100_000;
const deepest = 100;

/** Finds the lines of a text in the source that it was read from: folding and indentation only take letters away. */
const partsOf = (
	value: string,
	source: string,
	start: number,
	starts: readonly number[],
): PlacedText['parts'] => {
	const parts: { at: number; line: number; column: number }[] = [];
	let at = 0;
	let misses = 0;
	let offset = start;
	// The header of a block, such as `>-`, is none of its text.
	const block = /^[|>][-+\d]*[ \t\r]*(?:#[^\n]*)?\n/.test(source);
	for (const [index, line] of source.split('\n').entries()) {
		if (index === 0 && block) {
			offset += line.length + 1;
			continue;
		}
		const bare = line.trim().replace(/^["']/, '');
		const found = bare === '' ? -1 : value.indexOf(bare, at);
		const whole = found < 0 ? value.indexOf(bare.replace(/["']$/, ''), at) : found;
		// Escapes and the like are in no line as they are read.
		if (bare !== '' && whole < 0 && ++misses > 200) break;
		if (bare !== '' && whole >= 0) {
			const { line: row, column } = positionAt(starts, offset + line.indexOf(bare));
			parts.push({
				at: parts.length === 0 ? 0 : whole,
				line: row,
				column: column - (parts.length === 0 ? whole : 0),
			});
			at = whole + bare.length;
		}
		offset += line.length + 1;
	}
	return parts;
};

/** Reads leniently: of a key that comes twice the last one counts. */
export const readPlaced = (yaml: YamlText): PlacedYaml => {
	const places: Record<string, PlacedText['parts']> = {};
	const starts = lineStartsOf(yaml.text);
	const open = new Set<YamlNode>();
	let nodes = 0;
	const place = (pointer: string, node: YamlNode, value: Data): void => {
		const [start, end] = rangeOf(node);
		const { line, column } = positionAt(starts, start);
		const parts =
			typeof value === 'string' && (value.includes('\n') || yaml.text.slice(start, end).includes('\n'))
				? partsOf(value, yaml.text.slice(start, end), start, starts)
				: [];
		const quoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
		places[pointer] = parts.length > 0 ? parts : [{ at: 0, line, column: quoted ? column + 1 : column }];
	};
	const convert = (given: unknown, path: readonly (string | number)[]): Data => {
		if (!isNode(given) || ++nodes > mostNodes || path.length > deepest) return null;
		if (isAlias(given)) {
			const target = given.resolve(yaml.document);
			return isNode(target) && !open.has(target) ? convert(target, path) : null;
		}
		if (isScalar(given)) {
			const value = scalarOf(given);
			place(pointerOf(path), given, value);
			return value;
		}
		place(pointerOf(path), given, null);
		open.add(given);
		const value = isSeq(given)
			? given.items.map((item, at) => convert(item, [...path, at]))
			: isMap(given)
				? entriesOf(given, path)
				: null;
		open.delete(given);
		return given.tag === '!reference' ? { '!reference': value } : value;
	};
	const entriesOf = (
		map: Extract<YamlNode, { items: unknown }>,
		path: readonly (string | number)[],
	): Data => {
		const entries = new Map<string, Data>();
		const pairs = isMap(map) ? map.items : [];
		for (const pair of pairs) {
			if (keyOf(pair) !== '<<') continue;
			for (const part of isSeq(pair.value) ? pair.value.items : [pair.value]) {
				const value = convert(part, path);
				if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
				for (const [key, inner] of Object.entries(value)) if (!entries.has(key)) entries.set(key, inner);
			}
		}
		for (const pair of pairs) {
			const key = keyOf(pair);
			if (key === null || key === '<<') continue;
			const inner = [...path, key];
			const value = convert(pair.value, inner);
			if (value === null || typeof value === 'object')
				place(pointerOf(inner), isNode(pair.key) ? pair.key : map, null);
			entries.set(key, value);
		}
		return Object.fromEntries(entries);
	};
	return { value: convert(yaml.root, []), places };
};

/** Text as written for what is no truth value: versions such as `3.10` are no numbers. */
const scalarOf = (node: YamlNode): Data => {
	if (!isScalar(node)) return null;
	const { value, source } = node;
	if (typeof value === 'boolean' || typeof value === 'string') return value;
	return value === null || value === undefined ? null : (source ?? null);
};
