import type { SgNode } from '@ast-grep/napi';
import type { Wanted, WantedList } from './model.ts';
import { emptyList } from './model.ts';
import { readRequirements } from './requirements-lines.ts';

// Values of a setup script that are written out, or named once and written out.

/** A string without escapes and without code in it. */
export const textIn = (node: SgNode | null): string | null => {
	if (node === null) return null;
	if (node.kind() === 'parenthesized_expression')
		return textIn(node.children().find(child => child.isNamed()) ?? null);
	if (node.kind() === 'concatenated_string') {
		const parts = node
			.children()
			.filter(child => child.isNamed())
			.map(textIn);
		return parts.every(part => part !== null) ? parts.join('') : null;
	}
	if (node.kind() !== 'string') return null;
	const match = /^[rRuU]?("""|'''|"|')([\s\S]*)\1$/.exec(node.text());
	return match && !match[2]?.includes('\\') ? (match[2] ?? null) : null;
};

const itemsOf = (node: SgNode): readonly SgNode[] | null =>
	node.kind() === 'list' || node.kind() === 'tuple' ? node.children().filter(child => child.isNamed()) : null;

export const textsIn = (node: SgNode | null): readonly string[] | null => {
	const items = node === null ? null : itemsOf(node)?.filter(item => item.kind() !== 'comment');
	const texts = items?.map(textIn);
	return texts?.every(text => text !== null) === true ? texts : null;
};

/** A list of requirements with its comments; one string of several lines will do. */
export const wantedIn = (node: SgNode): WantedList | null => {
	const single = textIn(node);
	if (single !== null) {
		const said = readRequirements(single);
		return said.problems.length + said.includes.length + said.sources.size > 0
			? null
			: {
					...emptyList,
					items: said.wanted.map(({ requirement, above, beside }) => ({ requirement, above, beside })),
				};
	}
	const children = itemsOf(node);
	if (children === null) return null;
	const items: Wanted[] = [];
	let above: string[] = [];
	let row = -1;
	for (const child of children) {
		if (child.kind() === 'comment') {
			const last = items.at(-1);
			if (child.range().start.line === row && last)
				items[items.length - 1] = { ...last, beside: child.text() };
			else above.push(child.text());
			continue;
		}
		const text = textIn(child);
		const said = text === null ? null : readRequirements(text);
		const [wanted] = said?.wanted ?? [];
		if (!wanted || said?.problems.length !== 0 || said.wanted.length !== 1 || said.sources.size > 0)
			return null;
		items.push({ requirement: wanted.requirement, above, beside: null });
		above = [];
		row = child.range().end.line;
	}
	return { above: [], items, after: above };
};

/** The pairs of a dictionary with plain keys. */
export const pairsIn = (node: SgNode | null): readonly (readonly [key: string, value: SgNode])[] | null => {
	if (node?.kind() !== 'dictionary') return null;
	const out: (readonly [string, SgNode])[] = [];
	for (const child of node.children().filter(one => one.isNamed() && one.kind() !== 'comment')) {
		const key = child.kind() === 'pair' ? textIn(child.field('key')) : null;
		const value = child.field('value');
		if (key === null || value === null) return null;
		out.push([key, value]);
	}
	return out;
};

/** What a name stands for that is given once, at the top of the file, and changed by nobody; null otherwise. */
export const namedOnce = (
	root: SgNode,
	name: string,
): { readonly statement: SgNode; readonly value: SgNode } | null => {
	const uses = root.findAll({ rule: { kind: 'identifier', regex: `^${name}$` } });
	if (uses.length !== 2) return null;
	for (const use of uses) {
		const assignment = use.parent();
		const statement = assignment?.parent();
		const value = assignment?.field('right');
		if (
			assignment?.kind() === 'assignment' &&
			value &&
			statement?.kind() === 'expression_statement' &&
			statement.parent()?.kind() === 'module' &&
			assignment.field('left')?.text() === name
		)
			return { statement, value };
	}
	return null;
};
