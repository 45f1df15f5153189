import type { SgNode } from '@ast-grep/napi';
import { positionAt } from '../../core/text.ts';
import type { Place } from '../../core/finding.ts';

/** Offset of a node's first character. */
export const startOf = (node: SgNode): number => node.range().start.index;

/** Offset after a node's last character. */
export const endOf = (node: SgNode): number => node.range().end.index;

/** The line a node starts on, counted from 1. */
export const lineOf = (node: SgNode): number => node.range().start.line + 1;

/** Whether a node lies within another, or is it. */
export const isInside = (node: SgNode, around: SgNode): boolean =>
	startOf(node) >= startOf(around) && endOf(node) <= endOf(around);

/** The node's place in its file. */
export const placeOf = (path: string, lineStarts: readonly number[], node: SgNode): Required<Place> => {
	const { start, end } = node.range();
	const from = positionAt(lineStarts, start.index);
	const to = positionAt(lineStarts, end.index);
	return { path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
};

/** Line and column of a node's start, joined by a colon: how a finding and a node are told to be the same. */
export const placeKeyOf = (lineStarts: readonly number[], node: SgNode): string => {
	const { line, column } = positionAt(lineStarts, startOf(node));
	return `${line}:${column}`;
};

/** Start and end of a place: what tells `get(u)` from `get(u).json()`, which start together. */
export const rangeKey = ({ line, column, endLine, endColumn }: Place): string =>
	`${line}:${column}-${endLine}:${endColumn}`;

/** Code on one line, blanks collapsed, cut to a length that a report can show. */
export const briefly = (code: string, length = 80): string => {
	const line = code
		.replaceAll(/([([{])\s*\n\s*/g, '$1')
		.replaceAll(/,?\s*\n\s*([)\]}])/g, '$1')
		.replaceAll(/\s+/g, ' ')
		.trim();
	return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};

/** The nearest node of one of the kinds around a node. */
export const enclosing = (node: SgNode, kinds: readonly string[]): SgNode | null => {
	for (let around = node.parent(); around; around = around.parent()) {
		if (kinds.includes(String(around.kind()))) return around;
	}
	return null;
};

/** Names of the functions around a node, outermost first. */
export const functionsAround = (node: SgNode): readonly string[] =>
	node
		.ancestors()
		.filter(ancestor => ancestor.kind() === 'function_definition')
		.map(definition => definition.field('name')?.text() ?? '')
		.toReversed();

/** Children that are code: no punctuation, no comments. */
export const partsOf = (node: SgNode): readonly SgNode[] =>
	node.namedChildren().filter(child => child.kind() !== 'comment');
