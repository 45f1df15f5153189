import type { SgNode } from '@ast-grep/napi';
import { argumentsOf } from '../calls.ts';
import { partsOf, startOf } from '../nodes.ts';
import { linesRead } from './lines.ts';
import { bindingOf } from './names.ts';
import { textIn } from './text.ts';

/** One thing of a list that a script writes out. */
export type WrittenItem =
	| { readonly kind: 'text'; readonly text: string; readonly node: SgNode }
	/** One string that holds several lines. */
	| { readonly kind: 'lines'; readonly text: string; readonly node: SgNode }
	/** The lines of a file, by its path from the script's folder. */
	| { readonly kind: 'file'; readonly path: string; readonly node: SgNode }
	| { readonly kind: 'comment'; readonly node: SgNode };

/** A list as the script writes it, wherever it does. */
export interface WrittenList {
	readonly items: readonly WrittenItem[];
	/** Names behind which parts of it stand. */
	readonly names: ReadonlySet<string>;
	/** Statements that bind them, in the order in which they are come by. */
	readonly statements: readonly SgNode[];
}

/** One pair of a dictionary with plain keys. */
export interface WrittenPair {
	readonly key: string;
	readonly value: SgNode;
	/** `name["key"] = value`, where it is put in like that. */
	readonly statement: SgNode | null;
	/** Comments above it and on its last line. */
	readonly remarks: readonly string[];
}

/** Pairs of a dictionary. */
export interface WrittenPairs {
	readonly pairs: readonly WrittenPair[];
	/** Comments below the last pair. */
	readonly after: readonly string[];
	/** That binds the dictionary. */
	readonly statement: SgNode | null;
}

interface Scope {
	readonly root: SgNode;
	readonly names: Set<string>;
	readonly statements: SgNode[];
}

/** What a name stands for at a place: nothing that is bound further down. */
const boundBefore = (node: SgNode, scope: Scope): ReturnType<typeof bindingOf> => {
	const binding = bindingOf(scope.root, node.text());
	return binding && startOf(binding.statement) < startOf(node) ? binding : null;
};

const pairsOf = (node: SgNode): Omit<WrittenPairs, 'statement'> | null => {
	if (node.kind() === 'call' && node.field('function')?.text() === 'dict') {
		const { positional, keywords, kwargs, splat } = argumentsOf(node);
		if (positional.length > 0 || kwargs || splat || node.has({ rule: { kind: 'comment' } })) return null;
		const pairs = [...keywords].flatMap(([key, keyword]) => {
			const value = keyword.field('value');
			return value ? [{ key, value, statement: null, remarks: [] }] : [];
		});
		return { pairs, after: [] };
	}
	if (node.kind() !== 'dictionary') return null;
	const pairs: WrittenPair[] = [];
	let above: string[] = [];
	for (const child of node.namedChildren()) {
		const last = pairs.at(-1);
		if (child.kind() === 'comment') {
			const isBeside = last?.value.range().end.line === child.range().start.line;
			if (last && isBeside) pairs[pairs.length - 1] = { ...last, remarks: [...last.remarks, child.text()] };
			else above.push(child.text());
			continue;
		}
		const key = child.kind() === 'pair' ? textIn(child.field('key')) : null;
		const value = child.field('value');
		if (key === null || value === null) return null;
		pairs.push({ key, value, statement: null, remarks: above });
		above = [];
	}
	return { pairs, after: above };
};

/** A dictionary, or a name for one, with what is put into it line by line. */
export const writtenPairs = (root: SgNode, node: SgNode): WrittenPairs | null => {
	if (node.kind() !== 'identifier') {
		const found = pairsOf(node);
		return found && { ...found, statement: null };
	}
	const binding = boundBefore(node, { root, names: new Set(), statements: [] });
	const first = binding && pairsOf(binding.value);
	if (!first || binding.stores.some(({ statement }) => startOf(statement) > startOf(node))) return null;
	const keys = new Set(first.pairs.map(({ key }) => key));
	if (keys.size < first.pairs.length || binding.stores.some(({ key }) => keys.has(key))) return null;
	return {
		pairs: [...first.pairs, ...binding.stores.map(store => ({ ...store, remarks: [] }))],
		after: first.after,
		statement: binding.statement,
	};
};

/** `extras["dev"]`, as it is at that place. */
const entryAt = (node: SgNode, scope: Scope): readonly WrittenItem[] | null => {
	const [holder, index] = partsOf(node);
	const key = textIn(index ?? null);
	const binding = holder?.kind() === 'identifier' ? boundBefore(holder, scope) : null;
	const first = binding && pairsOf(binding.value);
	if (!holder || !first || key === null) return null;
	const found = [...first.pairs, ...binding.stores].filter(one => one.key === key);
	const [entry, ...others] = found;
	if (!entry || others.length > 0 || startOf(entry.value) > startOf(node)) return null;
	scope.names.add(holder.text());
	return itemsOf(entry.value, scope);
};

const added = (lists: readonly (readonly WrittenItem[] | null)[]): readonly WrittenItem[] | null =>
	lists.every(list => list !== null) ? lists.flat() : null;

const inBrackets = (node: SgNode, scope: Scope): readonly WrittenItem[] | null =>
	added(
		node.namedChildren().map(child => {
			if (child.kind() === 'comment') return [{ kind: 'comment' as const, node: child }];
			if (child.kind() === 'list_splat') {
				const [inner] = partsOf(child);
				return inner ? itemsOf(inner, scope) : null;
			}
			const text = textIn(child);
			return text === null ? null : [{ kind: 'text' as const, text, node: child }];
		}),
	);

const itemsOf = (node: SgNode, scope: Scope): readonly WrittenItem[] | null => {
	const text = textIn(node);
	if (text !== null) return [{ kind: 'lines', text, node }];
	switch (node.kind()) {
		case 'list':
		case 'tuple':
			return inBrackets(node, scope);
		case 'parenthesized_expression': {
			const [inner] = partsOf(node);
			return inner ? itemsOf(inner, scope) : null;
		}
		case 'binary_operator': {
			const sides = [node.field('left'), node.field('right')].map(side => side && itemsOf(side, scope));
			// Two strings that are added up are one string, not two lists.
			if (node.field('operator')?.text() !== '+') return null;
			return sides.flat().some(item => item?.kind === 'lines') ? null : added(sides);
		}
		case 'subscript':
			return entryAt(node, scope);
		case 'identifier': {
			const binding = boundBefore(node, scope);
			const known = binding && binding.stores.length === 0 ? itemsOf(binding.value, scope) : null;
			if (!binding || !known) return null;
			scope.names.add(node.text());
			scope.statements.push(binding.statement);
			return known;
		}
		default:
			return fileOf(node, scope);
	}
};

const fileOf = (node: SgNode, scope: Scope): readonly WrittenItem[] | null => {
	const read = linesRead(scope.root, node);
	if (!read) return null;
	for (const name of read.names) scope.names.add(name);
	return [{ kind: 'file', path: read.path, node }];
};

/** The list that an expression is, by name, added up or read from a file; null where code works it out. */
export const writtenList = (root: SgNode, node: SgNode): WrittenList | null => {
	const scope: Scope = { root, names: new Set(), statements: [] };
	const items = itemsOf(node, scope);
	return items && { items, names: scope.names, statements: scope.statements };
};
