import type { AST } from 'toml-eslint-parser';
import type { Data } from '../../core/facts/config.ts';
import { declined } from '../../core/fixer.ts';
import type { EditResult } from '../text.ts';
import { beginsLine, indentOf, lineEnd, spliced } from '../text.ts';
import { findNode, isMultiLine, styleOf } from './locate.ts';
import { removeLines } from './pairs.ts';
import type { TomlPath, TomlText } from './read.ts';
import { renderValue, widest } from './render.ts';

/** Offset of the comma after an offset, comments skipped; -1 where the next sign is another. */
const commaAfter = (toml: TomlText, offset: number): number => {
	let at = offset;
	for (;;) {
		at += /^\s*/.exec(toml.text.slice(at))?.[0].length ?? 0;
		if (toml.text[at] !== '#') return toml.text[at] === ',' ? at : -1;
		at = lineEnd(toml.text, at);
	}
};

const appendToEmpty = (toml: TomlText, node: AST.TOMLArray, items: readonly string[]): EditResult => {
	const [start, end] = node.range;
	const { indent, eol } = styleOf(toml);
	if (!isMultiLine(toml, node.range)) return spliced([{ start, end, text: `[${items.join(', ')}]` }]);
	const outer = indentOf(toml.text, start);
	const lines = items.map(item => `${outer}${indent}${item},${eol}`).join('');
	if (beginsLine(toml.text, end - 1)) {
		const at = toml.text.lastIndexOf('\n', end - 1) + 1;
		return spliced([{ start: at, end: at, text: lines }]);
	}
	return declined('the array is laid out in an unusual way');
};

/** One item a line, where a line that fitted would become too long; null where it stays one line. */
const brokenUp = (toml: TomlText, node: AST.TOMLArray, items: readonly string[]): EditResult | null => {
	const [start, end] = node.range;
	const from = toml.text.lastIndexOf('\n', start) + 1;
	const line = toml.text.slice(from, lineEnd(toml.text, end)).trimEnd();
	const added = items.reduce((sum, item) => sum + item.length + 2, 0);
	if (line.length > widest || line.length + added <= widest) return null;
	const { indent, eol } = styleOf(toml);
	const outer = indentOf(toml.text, start);
	const kept = node.elements.map(({ range }) => toml.text.slice(...range));
	const lines = [...kept, ...items].map(item => `${outer}${indent}${item},${eol}`).join('');
	return spliced([{ start, end, text: `[${eol}${lines}${outer}]` }]);
};

export const appendItems = (toml: TomlText, path: TomlPath, values: readonly Data[]): EditResult => {
	const node = findNode(toml, path);
	if (node?.type !== 'TOMLArray') return declined(`\`${path.join('.')}\` is not written as one array`);
	const last = node.elements.at(-1);
	const style = styleOf(toml);
	const quote =
		last?.type === 'TOMLValue' && last.kind === 'string'
			? last.style === 'literal'
				? "'"
				: '"'
			: style.quote;
	const items = values.map(value => renderValue(value, quote));
	if (!last) return appendToEmpty(toml, node, items);
	const comma = commaAfter(toml, last.range[1]);
	const broken = isMultiLine(toml, node.range) ? null : brokenUp(toml, node, items);
	if (broken) return broken;
	if (!isMultiLine(toml, node.range) || !beginsLine(toml.text, last.range[0])) {
		const at = comma < 0 ? last.range[1] : comma + 1;
		return spliced([
			{ start: at, end: at, text: comma < 0 ? `, ${items.join(', ')}` : ` ${items.join(', ')},` },
		]);
	}
	const indent = indentOf(toml.text, last.range[0]);
	const lines = items.map(item => style.eol + indent + item);
	// After the last item's own line, so that the comment beside it stays beside it.
	const closes = lineEnd(toml.text, last.range[1]) >= node.range[1];
	const at = closes
		? comma < 0
			? last.range[1]
			: comma + 1
		: lineEnd(toml.text, Math.max(comma, last.range[1]));
	if (comma >= 0) return spliced([{ start: at, end: at, text: `${lines.join(',')},` }]);
	if (at === last.range[1]) return spliced([{ start: at, end: at, text: `,${lines.join(',')}` }]);
	return spliced([
		{ start: last.range[1], end: last.range[1], text: ',' },
		{ start: at, end: at, text: lines.join(',') },
	]);
};

/** Puts an item before the first one of an array that has some. */
export const prependItem = (toml: TomlText, path: TomlPath, value: Data): EditResult => {
	const node = findNode(toml, path);
	const first = node?.type === 'TOMLArray' ? node.elements[0] : undefined;
	if (!first) return declined(`\`${path.join('.')}\` is not written as an array with items`);
	const quote =
		first.type === 'TOMLValue' && first.kind === 'string' && first.style === 'literal' ? "'" : '"';
	const at = first.range[0];
	const item = renderValue(value, quote);
	if (!beginsLine(toml.text, at)) return spliced([{ start: at, end: at, text: `${item}, ` }]);
	return spliced([{ start: at, end: at, text: `${item},${styleOf(toml).eol}${indentOf(toml.text, at)}` }]);
};

export const removeItem = (toml: TomlText, path: TomlPath): EditResult => {
	const at = path.at(-1);
	const node = findNode(toml, path.slice(0, -1));
	const element = typeof at === 'number' && node?.type === 'TOMLArray' ? node.elements[at] : undefined;
	if (!element || node?.type !== 'TOMLArray' || typeof at !== 'number') {
		return declined(`\`${path.join('.')}\` is not an item of a written array`);
	}
	const comma = commaAfter(toml, element.range[1]);
	const end = comma < 0 ? element.range[1] : comma + 1;
	const rest = toml.text.slice(end, lineEnd(toml.text, end));
	if (beginsLine(toml.text, element.range[0]) && /^\s*(?:#.*)?$/.test(rest)) {
		return removeLines(toml, element.range[0], end);
	}
	const before = node.elements[at - 1];
	const next = node.elements[at + 1];
	if (next) return spliced([{ start: element.range[0], end: next.range[0], text: '' }]);
	if (before) return spliced([{ start: before.range[1], end: element.range[1], text: '' }]);
	return spliced([{ start: element.range[0], end, text: '' }]);
};
