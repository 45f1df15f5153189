import type { SgNode } from '@ast-grep/napi';
import type { Splice } from '../../core/tree.ts';
import { appendItem, itemRange } from './items.ts';
import { endOf, partsOf, startOf } from './nodes.ts';

/** What is passed to a call. */
export interface Arguments {
	readonly positional: readonly SgNode[];
	/** `keyword_argument` nodes by name. */
	readonly keywords: ReadonlyMap<string, SgNode>;
	/** `*args` is among them, so that positions cannot be told. */
	readonly splat: boolean;
	/** `**kwargs` is among them, so that any keyword may be there. */
	readonly kwargs: boolean;
}

/** Reads the arguments of a `call` node. */
export const argumentsOf = (call: SgNode): Arguments => {
	const list = call.field('arguments');
	const positional: SgNode[] = [];
	const keywords = new Map<string, SgNode>();
	let splat = false;
	let kwargs = false;
	for (const part of !list ? [] : list.kind() === 'generator_expression' ? [list] : partsOf(list)) {
		if (part.kind() === 'keyword_argument') keywords.set(part.field('name')?.text() ?? '', part);
		else if (part.kind() === 'dictionary_splat') kwargs = true;
		else if (part.kind() === 'list_splat') splat = true;
		else positional.push(part);
	}
	return { positional, keywords, splat, kwargs };
};

/** The value of a keyword argument. */
export const keywordValue = (call: SgNode, name: string): SgNode | null =>
	argumentsOf(call).keywords.get(name)?.field('value') ?? null;

/** Passes one argument more, such as `timeout=5`, written as the others are; the caller knows that it is not there. */
export const insertKeyword = (text: string, call: SgNode, argument: string): readonly Splice[] => {
	const list = call.field('arguments');
	if (!list) return [];
	if (list.kind() === 'generator_expression') {
		// `f(x for x in y)` may not have a second argument before the first has brackets of its own.
		const open = startOf(list);
		const close = endOf(list);
		return [
			{ start: open, end: open, text: '(' },
			{ start: close, end: close, text: `, ${argument})` },
		];
	}
	return appendItem(text, list.children(), argument);
};

/** Puts other code in the place of a node. */
export const replaceNode = (node: SgNode, code: string): Splice => ({
	start: startOf(node),
	end: endOf(node),
	text: code,
});

/** Takes one argument out of a call; null where a comment would go with it. */
export const removeArgument = (call: SgNode, argument: SgNode): Splice | null => {
	const children = call.field('arguments')?.children() ?? [];
	const { start, end } = itemRange(children, argument);
	const comma = children.find(child => child.kind() === ',' && startOf(child) >= end);
	// Alone in its brackets, it takes its comma along.
	const to = children.filter(child => child.isNamed()).length === 1 && comma ? endOf(comma) : end;
	const isClear = children.every(
		child => child.kind() !== 'comment' || endOf(child) <= start || startOf(child) >= to,
	);
	return isClear ? { start, end: to, text: '' } : null;
};
