import type { AST } from 'toml-eslint-parser';
import { isList } from '../../core/data.ts';
import type { Data } from '../../core/facts/config.ts';
import { declined } from '../../core/fixer.ts';
import type { EditResult } from '../text.ts';
import { afterLine, beginsLine, indentOf, lineEnd, lineStart, spliced } from '../text.ts';
import {
	findNode,
	findPair,
	findTable,
	headerEnd,
	isMultiLine,
	pairsOf,
	rootPairs,
	startsWith,
	styleOf,
} from './locate.ts';
import type { TomlPath, TomlText } from './read.ts';
import type { RenderStyle } from './render.ts';
import { renderKey, renderLines, renderPair, renderValue } from './render.ts';

/** Writes a value in the style of the one that stands there. */
const replacement = (toml: TomlText, node: AST.TOMLContentNode, value: Data): string => {
	const file = styleOf(toml);
	const sample = node.type === 'TOMLArray' ? node.elements.at(-1) : node;
	const quote =
		sample?.type === 'TOMLValue' && sample.kind === 'string'
			? sample.style === 'literal'
				? "'"
				: '"'
			: file.quote;
	if (node.type !== 'TOMLArray' || !isList(value) || !isMultiLine(toml, node.range) || value.length === 0) {
		return renderValue(value, quote);
	}
	const own =
		sample && beginsLine(toml.text, sample.range[0]) ? indentOf(toml.text, sample.range[0]) : file.indent;
	const outdent = indentOf(toml.text, node.range[0]);
	const comma = sample === undefined || toml.text.slice(sample.range[1], node.range[1]).includes(',');
	return renderLines(value, { ...file, quote, indent: own }, outdent, comma);
};

export const replaceValue = (toml: TomlText, path: TomlPath, value: Data): EditResult => {
	const node = findNode(toml, path);
	if (!node) return declined(`\`${path.join('.')}\` is not written as one value`);
	return spliced([{ start: node.range[0], end: node.range[1], text: replacement(toml, node, value) }]);
};

const insertInline = (
	node: AST.TOMLInlineTable,
	keys: readonly string[],
	value: Data,
	style: RenderStyle,
): EditResult => {
	const pair = `${keys.map(renderKey).join('.')} = ${renderValue(value, style.quote)}`;
	const last = node.body.at(-1);
	const [start, end] = node.range;
	if (!last) return spliced([{ start, end, text: `{ ${pair} }` }]);
	return spliced([{ start: last.range[1], end: last.range[1], text: `, ${pair}` }]);
};

const insertAfter = (toml: TomlText, offset: number, line: string, style: RenderStyle): EditResult => {
	const at = lineEnd(toml.text, offset);
	return spliced([{ start: at, end: at, text: style.eol + line }]);
};

/** Where the first pair of a file without root pairs goes: above everything but a heading comment. */
const insertAtTop = (toml: TomlText, line: string, style: RenderStyle): EditResult => {
	const heading = /^(?:#[^\n]*\n)+(?=[ \t]*\r?\n)/.exec(toml.text)?.[0].length ?? 0;
	if (heading > 0) {
		const at = afterLine(toml.text, heading);
		return spliced([
			{ start: at, end: at, text: line + style.eol + (at < toml.text.length ? style.eol : '') },
		]);
	}
	return spliced([{ start: 0, end: 0, text: line + style.eol + (toml.text === '' ? '' : style.eol) }]);
};

/** Adds `keys = value` to a table that is written as a header, as dotted keys or inline. */
export const insertPair = (
	toml: TomlText,
	table: TomlPath,
	keys: readonly string[],
	value: Data,
): EditResult => {
	const style = styleOf(toml);
	const header = findTable(toml, table);
	const body = header ? header.body : table.length === 0 ? rootPairs(toml.top) : [];
	const last = body.at(-1);
	if (last) {
		return insertAfter(
			toml,
			last.range[1],
			renderPair(keys, value, style, indentOf(toml.text, last.range[0])),
			style,
		);
	}
	if (header) {
		const line = renderPair(keys, value, style, indentOf(toml.text, header.range[0]));
		return insertAfter(toml, headerEnd(header), line, style);
	}
	if (table.length === 0) return insertAtTop(toml, renderPair(keys, value, style, ''), style);
	const node = findNode(toml, table);
	if (node?.type === 'TOMLInlineTable') return insertInline(node, keys, value, style);
	const dotted = pairsOf(toml).findLast(
		({ base, path }) => base.length < table.length && path.length > table.length && startsWith(path, table),
	);
	if (!dotted) return declined(`there is no table \`${table.join('.')}\``);
	if (dotted.pair.parent.type === 'TOMLInlineTable') {
		return declined(`\`${table.join('.')}\` is part of an inline table`);
	}
	const prefix = table.slice(dotted.base.length).map(String);
	const line = renderPair([...prefix, ...keys], value, style, indentOf(toml.text, dotted.pair.range[0]));
	return insertAfter(toml, dotted.pair.range[1], line, style);
};

/** Whole lines, taken out so that a file keeps its final newline, or keeps to have none. */
export const removeLines = (toml: TomlText, start: number, end: number): EditResult => {
	const { text } = toml;
	const from = lineStart(text, start);
	const to = afterLine(text, end);
	const dropped = toml.comments
		.filter(({ range }) => range[0] >= from && range[1] <= to)
		.map(({ range }) => text.slice(...range).trimEnd());
	const keepsOpenEnd = to === text.length && !text.endsWith('\n') && from > 0;
	return spliced(
		[{ start: keepsOpenEnd ? lineEnd(text, lineStart(text, from - 1)) : from, end: to, text: '' }],
		dropped,
	);
};

export const removePair = (toml: TomlText, path: TomlPath): EditResult => {
	const located = findPair(toml, path);
	if (!located) return declined(`\`${path.join('.')}\` is not written as one value`);
	const { pair } = located;
	if (pair.parent.type !== 'TOMLInlineTable') return removeLines(toml, ...pair.range);
	const { body, range } = pair.parent;
	const at = body.indexOf(pair);
	const before = body[at - 1];
	const next = body[at + 1];
	if (before) return spliced([{ start: before.range[1], end: pair.range[1], text: '' }]);
	if (next) return spliced([{ start: pair.range[0], end: next.range[0], text: '' }]);
	return spliced([{ start: range[0], end: range[1], text: '{}' }]);
};
