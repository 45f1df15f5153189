import type { SgNode } from '@ast-grep/napi';
import { partsOf } from '../../../source/edit/python/nodes.ts';
import type { WrittenList } from '../../../source/edit/python/written/lists.ts';
import { textIn } from '../../../source/edit/python/written/text.ts';
import type { Wanted, WantedList } from './model.ts';
import { readRequirements } from './requirements-lines.ts';

// Values of a setup script that are written out, or named once and written out.

const itemsOf = (node: SgNode): readonly SgNode[] | null =>
	node.kind() === 'list' || node.kind() === 'tuple' ? node.children().filter(child => child.isNamed()) : null;

export const textsIn = (node: SgNode | null): readonly string[] | null => {
	if (node?.kind() === 'parenthesized_expression') return textsIn(partsOf(node)[0] ?? null);
	const items = node === null ? null : itemsOf(node)?.filter(item => item.kind() !== 'comment');
	const texts = items?.map(textIn);
	return texts?.every(text => text !== null) === true ? texts : null;
};

/** The text of a list of requirements, or why it cannot be taken over. */
export type ListReader = (path: string) => { readonly text: string } | { readonly problem: string };

/** Lines that are requirements and nothing else; options are for pip, and setuptools refuses them. */
const plainLines = (text: string): WantedList | null => {
	const said = readRequirements(text);
	const others = [said.problems, said.includes, said.constraints, said.indexes, said.findLinks, said.notes];
	if (others.some(list => list.length > 0) || said.sources.size > 0 || /\\|\s--/.test(text)) return null;
	return {
		above: [],
		items: said.wanted.map(({ requirement, above, beside }) => ({ requirement, above, beside })),
		after: said.after,
	};
};

/** A list of requirements with its comments, from wherever the script takes it. */
export const wantedFrom = (
	list: WrittenList,
	readList: ListReader,
): WantedList | { readonly problem: string } | null => {
	const items: Wanted[] = [];
	let above: string[] = [];
	let row = -1;
	for (const item of list.items) {
		if (item.kind === 'comment') {
			const last = items.at(-1);
			if (item.node.range().start.line === row && last)
				items[items.length - 1] = { ...last, beside: item.node.text() };
			else above.push(item.node.text());
			continue;
		}
		const read = item.kind === 'file' ? readList(item.path) : item;
		if ('problem' in read) return read;
		const said = plainLines(read.text);
		if (said === null)
			return item.kind === 'file'
				? { problem: `\`${item.path}\` has lines that are no plain requirements` }
				: null;
		if (item.kind === 'text' && said.items.length !== 1) return null;
		// What is asked for twice in the same words is asked for once.
		const [first, ...rest] = said.items.filter(
			({ requirement, above: own, beside }, at, all) =>
				own.length > 0 ||
				beside !== null ||
				![...items, ...all.slice(0, at)].some(other => other.requirement === requirement),
		);
		if (first) items.push({ ...first, above: [...above, ...first.above] }, ...rest);
		above = first ? [...said.after] : [...above, ...said.after];
		row = item.kind === 'file' ? -1 : item.node.range().end.line;
	}
	return { above: [], items, after: above };
};
