import type { YAMLMap, YAMLSeq } from 'yaml';
import { isScalar } from 'yaml';
import type { Data } from '../core/facts/config.ts';
import type { Declined } from '../core/fixer.ts';
import { declined } from '../core/fixer.ts';
import type { Splice } from '../core/tree.ts';
import { beginsLine, indentOf, lineEnd, lineStart } from './text.ts';
import type { YamlNode, YamlPair, YamlText } from './yaml.ts';
import { keyOf, rangeOf } from './yaml.ts';
import type { YamlStyle } from './yaml-render.ts';
import { flowPairText, flowText, itemText, pairText, replacementText } from './yaml-render.ts';

// Each function gives the splices of one change, and touches no other byte. Whoever calls proves the result.

export type Splices = readonly Splice[] | Declined;

const insertion = (at: number, text: string): Splice => ({ start: at, end: at, text });

/** Offset after the last character of a pair or item that is not blank. */
const contentEnd = (text: string, node: unknown, fallback: number): number => {
	let end = Math.max(rangeOf(node)[1], fallback);
	while (end > 0 && /\s/.test(text[end - 1] ?? '')) end--;
	return end;
};

const pairEnd = (text: string, pair: YamlPair): number => contentEnd(text, pair.value, rangeOf(pair.key)[1]);

/** Column of a block map's keys as spaces, also below a dash; null where it has another shape. */
const blockIndent = (text: string, offset: number): string | null => {
	const before = text.slice(lineStart(text, offset), offset);
	return /^ *(?:- +)*$/.test(before) ? ' '.repeat(before.length) : null;
};

/** Where a flow collection's next part goes, after a comment that stands behind the last one. */
const flowTail = (
	text: string,
	last: number,
	own: string | null,
	parts: readonly string[],
	style: YamlStyle,
): readonly Splice[] => {
	const joint = own === null ? ' ' : style.eol + own;
	const behind = /^([ \t]*,)?[ \t]*#/.exec(text.slice(last, lineEnd(text, last)));
	const added = parts.join(`,${joint}`);
	if (own === null || !behind) return [insertion(last, `,${joint}${added}`)];
	const end = lineEnd(text, last);
	const comma = behind[1] === undefined ? [insertion(last, ',')] : [];
	return [...comma, insertion(end, `${style.eol}${own}${added}${behind[1] === undefined ? '' : ','}`)];
};

const intoFlow = (
	{ text }: YamlText,
	range: readonly [number, number],
	last: { readonly start: number; readonly end: number } | null,
	render: (indent: string | null) => readonly string[],
	style: YamlStyle,
): Splices => {
	const close = range[1] - 1;
	if (!/[}\]]/.test(text[close] ?? '')) return declined('a bracket of the file is not where it should be');
	if (last) {
		const own = beginsLine(text, last.start) ? indentOf(text, last.start) : null;
		return flowTail(text, last.end, own, render(own), style);
	}
	if (text.slice(range[0] + 1, close).trim() !== '') return declined('an empty collection holds a comment');
	const outer = indentOf(text, range[0]);
	const wide = style.json && text.includes('\n');
	const inner = wide ? outer + style.step : null;
	const parts = render(inner);
	const body = inner === null ? parts.join(', ') : style.eol + inner + parts.join(`,${style.eol}${inner}`);
	const end = inner === null ? '' : style.eol + outer;
	return [{ start: range[0] + 1, end: close, text: body + end }];
};

/** Adds pairs to the end of a map, or after the pair that has the key `after`. */
export const insertPairs = (
	yaml: YamlText,
	map: YAMLMap,
	pairs: readonly (readonly [key: string, value: Data])[],
	style: YamlStyle,
	after?: string,
): Splices => {
	const { text } = yaml;
	const found = after === undefined ? undefined : map.items.find(pair => keyOf(pair) === after);
	const last = found ?? map.items.at(-1);
	if (map.flow) {
		return intoFlow(
			yaml,
			rangeOf(map),
			last ? { start: rangeOf(last.key)[0], end: pairEnd(text, last) } : null,
			indent => pairs.map(([key, value]) => flowPairText(key, value, indent, style)),
			style,
		);
	}
	const first = map.items[0];
	if (!first || !last) return declined('a map of the file is empty');
	const indent = blockIndent(text, rangeOf(first.key)[0]);
	if (indent === null) return declined('the keys of a map do not begin their lines');
	const at = lineEnd(text, pairEnd(text, last));
	const gap = found ? blankLinesBetween(text, map, style) : '';
	const lines = pairs.map(([key, value]) => gap + style.eol + indent + pairText(key, value, indent, style));
	return [insertion(at, lines.join(''))];
};

/** A blank line where the first two pairs have one between them. */
const blankLinesBetween = (text: string, map: YAMLMap, style: YamlStyle): string => {
	const [first, second] = map.items;
	if (!first || !second) return '';
	const between = text.slice(pairEnd(text, first), rangeOf(second.key)[0]);
	return /\n[ \t]*\r?\n/.test(between) ? style.eol : '';
};

/** Adds an item to the end of a list. */
export const appendItem = (yaml: YamlText, list: YAMLSeq, value: Data, style: YamlStyle): Splices => {
	const { text } = yaml;
	const last = list.items.at(-1);
	const [start] = rangeOf(last);
	if (list.flow) {
		const end = contentEnd(text, last, 0);
		return intoFlow(
			yaml,
			rangeOf(list),
			last ? { start, end } : null,
			indent => [flowText(value, indent, style)],
			style,
		);
	}
	if (!last || !list.range) return declined('a list of the file is empty');
	const indent = blockIndent(text, list.range[0]);
	if (indent === null || text[list.range[0]] !== '-')
		return declined('the items of a list do not begin their lines');
	const at = lineEnd(text, contentEnd(text, last, 0));
	const gap = style.byHand === true ? blankLineBefore(text, list, style) : '';
	return [insertion(at, gap + style.eol + indent + itemText(value, indent, style))];
};

/** Adds an item in front of another one, above the comments that stand directly on top of that. */
export const insertItem = (
	yaml: YamlText,
	list: YAMLSeq,
	position: number,
	value: Data,
	style: YamlStyle,
): Splices => {
	const { text } = yaml;
	const item = list.items[position];
	if (!item || list.flow === true || !list.range)
		return declined('a list of the file is not written in lines');
	const indent = blockIndent(text, list.range[0]);
	const [start] = rangeOf(item);
	if (indent === null || text.slice(lineStart(text, start), start).trim() !== '-')
		return declined('the items of a list do not begin their lines');
	let at = lineStart(text, start);
	while (at > 0 && /^[ \t]*#/.test(text.slice(lineStart(text, at - 1), at))) at = lineStart(text, at - 1);
	const above = at > 0 ? text.slice(lineStart(text, at - 1), at) : '';
	const gap = position > 0 && above.trim() === '' ? style.eol : '';
	return [insertion(at, indent + itemText(value, indent, style) + style.eol + gap)];
};

/** A blank line where the last two items have one between them. */
const blankLineBefore = (text: string, list: YAMLSeq, style: YamlStyle): string => {
	const [before, last] = list.items.slice(-2);
	if (!before || !last) return '';
	const between = text.slice(contentEnd(text, before, 0), rangeOf(last)[0]);
	return /\n[ \t]*\r?\n/.test(between) ? style.eol : '';
};

/** Gives a scalar another value, in the quotes it has. */
export const replaceScalar = (
	node: YamlNode,
	value: boolean | number | string,
	style: YamlStyle,
): Splices => {
	if (!isScalar(node) || node.value === null) return declined('the value is not a plain one');
	if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL')
		return declined('the value is a block of text');
	const [start, end] = rangeOf(node);
	return [{ start, end, text: replacementText(node, value, style) }];
};

/** Puts a value in the place of an item that is a plain scalar. */
export const swapItem = (
	yaml: YamlText,
	list: YAMLSeq,
	position: number,
	value: Data,
	style: YamlStyle,
): Splices => {
	const { text } = yaml;
	const item = list.items[position];
	const [start, end] = rangeOf(item);
	if (!isScalar(item) || !list.range || text.slice(start, end).includes('\n'))
		return declined('the item is not a plain value');
	if (list.flow === true) return [{ start, end, text: flowText(value, null, style) }];
	const indent = blockIndent(text, list.range[0]);
	const from = lineStart(text, start);
	if (indent === null || text.slice(from, start).trim() !== '-')
		return declined('the items of a list do not begin their lines');
	return [{ start: from + indent.length, end, text: itemText(value, indent, style) }];
};

/** Puts a value where the file has nothing after a key, or an empty collection. */
export const fillValue = (yaml: YamlText, pair: YamlPair, value: Data, style: YamlStyle): Splices => {
	const { text } = yaml;
	const key = rangeOf(pair.key);
	const indent = blockIndent(text, key[0]);
	if (indent === null || !isScalar(pair.value) || pair.value.value !== null)
		return declined('the value is not empty');
	const [start, end] = rangeOf(pair.value);
	if (end > start) return declined('the value is written as null');
	const colon = text.indexOf(':', key[1]);
	if (colon < 0) return declined('the value is not empty');
	const nested = isNested(value) ? lineEnd(text, colon) : colon + 1;
	return [insertion(nested, pairText('k', value, indent, style).slice(2))];
};

const isNested = (value: Data): boolean => typeof value === 'object' && value !== null;

/** Removes a pair and its lines; refuses to leave a map empty. */
export const deletePair = (yaml: YamlText, map: YAMLMap, key: string): Splices => {
	const { text } = yaml;
	const at = map.items.findIndex(pair => keyOf(pair) === key);
	const pair = map.items[at];
	if (!pair || map.items.length < 2) return declined(`\`${key}\` is the only key of its map`);
	const [start] = rangeOf(pair.key);
	const end = pairEnd(text, pair);
	if (!map.flow) {
		if (!beginsLine(text, start))
			return declined(`\`${key}\` stands on the line of another part of the file`);
		const from = lineStart(text, start);
		const to = lineEnd(text, end);
		const next = text.indexOf('\n', to);
		if (next < 0) return [{ start: Math.max(0, lineEnd(text, from - 1)), end: to, text: '' }];
		// Of the blank lines on both sides, one side is enough.
		const isApart = /\n[ \t]*\r?\n$/.test(text.slice(0, from));
		const blank = isApart ? (/^(?:[ \t]*\r?\n)*/.exec(text.slice(next + 1))?.[0].length ?? 0) : 0;
		return [{ start: from, end: next + 1 + blank, text: '' }];
	}
	const next = map.items[at + 1];
	if (next) return [{ start, end: rangeOf(next.key)[0], text: '' }];
	const before = map.items[at - 1];
	return before
		? [{ start: pairEnd(text, before), end, text: '' }]
		: declined(`\`${key}\` is the only key of its map`);
};

/** Removes an item and its lines; refuses to leave a list empty, or a comment above it without what it is about. */
export const deleteItem = (yaml: YamlText, list: YAMLSeq, position: number): Splices => {
	const { text } = yaml;
	const item = list.items[position];
	if (!item || list.items.length < 2) return declined('it is the only item of its list');
	const [start] = rangeOf(item);
	const from = lineStart(text, start);
	if (list.flow === true || text.slice(from, start).trim() !== '-')
		return declined('the items of a list do not begin their lines');
	const isBelowComment = from > 0 && /^[ \t]*#/.test(text.slice(lineStart(text, from - 1), from));
	if (isBelowComment) return declined('a comment stands above the item');
	const end = lineEnd(text, contentEnd(text, item, 0));
	const isAtEnd = text.indexOf('\n', end) < 0;
	const isSpaced = /\n[ \t\r]*\n$/.test(text.slice(0, from));
	const after = /^\r?\n(?:[ \t]*\r?\n)*/.exec(text.slice(end))?.[0].length ?? 0;
	const one = text.indexOf('\n', end) + 1;
	return isAtEnd
		? [{ start: lineEnd(text, from - 1), end, text: '' }]
		: [{ start: from, end: isSpaced ? end + after : one, text: '' }];
};
