import type { SgNode } from '@ast-grep/napi';
import { eolOf } from '../../core/text.ts';
import type { Splice } from '../../core/tree.ts';
import { beginsLine, indentOf, lineEnd } from '../text.ts';
import { indentUnitOf } from './indent.ts';
import { endOf, startOf } from './nodes.ts';

/** Where a comment on the same line behind an offset ends; the offset itself where there is none. */
const afterComment = (text: string, offset: number): number => {
	const end = lineEnd(text, offset);
	return /^[ \t]*#/.test(text.slice(offset, end)) ? end : offset;
};

/**
 * Adds an item at the end of a bracketed list, as the list is written: on the same line or on a line of its own,
 * with a trailing comma where there was one, never between a line and its comment.
 * @param children the list's children, brackets, commas and comments included
 */
export const appendItem = (text: string, children: readonly SgNode[], item: string): readonly Splice[] => {
	const eol = eolOf(text);
	const close = children.at(-1);
	const items = children.filter(child => child.isNamed() && child.kind() !== 'comment');
	const last = items.at(-1);
	if (!close) return [];
	const indentLike = (node: SgNode, own: boolean): string =>
		indentOf(text, startOf(node)) + (own ? '' : indentUnitOf(text));
	if (!last) {
		const comment = children.findLast(child => child.kind() === 'comment');
		const open = children[0] ?? close;
		if (!comment) return [{ start: endOf(open), end: endOf(open), text: item }];
		// A comment's node may hold the carriage return of its line.
		const at = lineEnd(text, startOf(comment));
		return [{ start: at, end: at, text: `${eol}${indentLike(open, false)}${item},` }];
	}
	const comma = children.slice(children.indexOf(last)).find(child => child.kind() === ',');
	const end = endOf(comma ?? last);
	const own = beginsLine(text, startOf(last));
	if (comma) {
		if (!own && text.slice(end, startOf(close)).trim() === '')
			return [{ start: end, end, text: ` ${item},` }];
		const at = afterComment(text, end);
		return [{ start: at, end: at, text: `${eol}${indentLike(last, own)}${item},` }];
	}
	const at = afterComment(text, end);
	if (!own && at === end) return [{ start: end, end, text: `, ${item}` }];
	const added = `${eol}${indentLike(last, own)}${item}`;
	if (at === end) return [{ start: end, end, text: `,${added}` }];
	return [
		{ start: end, end, text: ',' },
		{ start: at, end: at, text: added },
	];
};

/** Adds an item before another one of a bracketed list, on a line of its own where that one has its own. */
export const itemBefore = (text: string, next: SgNode, item: string): Splice => {
	const at = startOf(next);
	const own = beginsLine(text, at);
	return { start: at, end: at, text: own ? `${item},${eolOf(text)}${indentOf(text, at)}` : `${item}, ` };
};

/** Offset after the comma and the blanks behind an item; before the comma in front of it for the last one. */
export const itemRange = (
	children: readonly SgNode[],
	item: SgNode,
): { readonly start: number; readonly end: number } => {
	const index = children.findIndex(child => child.id() === item.id());
	const next = children.slice(index + 1).find(child => child.isNamed() && child.kind() !== 'comment');
	if (next) return { start: startOf(item), end: startOf(next) };
	const comma = children.slice(0, index).findLast(child => child.kind() === ',');
	return { start: comma ? startOf(comma) : startOf(item), end: endOf(item) };
};
