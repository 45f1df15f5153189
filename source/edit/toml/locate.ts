import type { AST } from 'toml-eslint-parser';
import { eolOf } from '../../core/text.ts';
import { lineStart } from '../text.ts';
import type { TomlPath, TomlText } from './read.ts';
import { keysOf } from './read.ts';
import type { Quote, RenderStyle } from './render.ts';

/** A key-value pair, and the path of the table its own keys start from. */
export interface LocatedPair {
	readonly pair: AST.TOMLKeyValue;
	readonly base: TomlPath;
	readonly path: TomlPath;
}

export const samePath = (a: TomlPath, b: TomlPath): boolean =>
	a.length === b.length && a.every((part, at) => part === b[at]);

export const startsWith = (path: TomlPath, prefix: TomlPath): boolean =>
	path.length >= prefix.length && samePath(path.slice(0, prefix.length), prefix);

const pairsIn = (body: readonly AST.TOMLKeyValue[], base: TomlPath): readonly LocatedPair[] =>
	body.flatMap(pair => {
		const path = [...base, ...keysOf(pair.key)];
		return [{ pair, base, path }, ...pairsUnder(pair.value, path)];
	});

const pairsUnder = (node: AST.TOMLContentNode, path: TomlPath): readonly LocatedPair[] => {
	if (node.type === 'TOMLInlineTable') return pairsIn(node.body, path);
	if (node.type === 'TOMLArray')
		return node.elements.flatMap((element, at) => pairsUnder(element, [...path, at]));
	return [];
};

/** The pairs before the first header. */
export const rootPairs = (top: AST.TOMLTopLevelTable): readonly AST.TOMLKeyValue[] =>
	top.body.filter(node => node.type === 'TOMLKeyValue');

export const tablesOf = (top: AST.TOMLTopLevelTable): readonly AST.TOMLTable[] =>
	top.body.filter(node => node.type === 'TOMLTable');

/** All pairs, those in inline tables too, in the order of the file. */
export const pairsOf = ({ top }: TomlText): readonly LocatedPair[] =>
	top.body.flatMap(node =>
		node.type === 'TOMLTable' ? pairsIn(node.body, node.resolvedKey) : pairsIn([node], []),
	);

export const findPair = (toml: TomlText, path: TomlPath): LocatedPair | undefined =>
	pairsOf(toml).find(located => samePath(located.path, path));

export const findTable = (toml: TomlText, path: TomlPath): AST.TOMLTable | undefined =>
	tablesOf(toml.top).find(table => samePath(table.resolvedKey, path));

/** The node of a pair's value or of an array's item. */
export const findNode = (toml: TomlText, path: TomlPath): AST.TOMLContentNode | undefined => {
	const pair = findPair(toml, path);
	if (pair) return pair.pair.value;
	const last = path.at(-1);
	if (typeof last !== 'number') return undefined;
	const parent = findNode(toml, path.slice(0, -1));
	return parent?.type === 'TOMLArray' ? parent.elements[last] : undefined;
};

/** Offset after a header's closing bracket. */
export const headerEnd = (table: AST.TOMLTable): number =>
	table.key.range[1] + (table.kind === 'array' ? 2 : 1);

/** Offset after a table's last pair, or after its header. */
export const bodyEnd = (table: AST.TOMLTable): number => table.body.at(-1)?.range[1] ?? headerEnd(table);

export const isMultiLine = (toml: TomlText, [start, end]: readonly [number, number]): boolean =>
	toml.text.slice(start, end).includes('\n');

const quoteOf = (toml: TomlText): Quote => {
	let double = 0;
	let single = 0;
	for (const { pair } of pairsOf(toml)) {
		const nodes = pair.value.type === 'TOMLArray' ? pair.value.elements : [pair.value];
		for (const node of nodes) {
			if (node.type !== 'TOMLValue' || node.kind !== 'string') continue;
			if (node.style === 'literal') single++;
			else double++;
		}
	}
	return single > double ? "'" : '"';
};

/** How the file writes strings and indents items. */
export const styleOf = (toml: TomlText): RenderStyle => {
	const array = pairsOf(toml).find(
		({ pair }) => pair.value.type === 'TOMLArray' && isMultiLine(toml, pair.value.range),
	);
	const item = array?.pair.value.type === 'TOMLArray' ? array.pair.value.elements[0] : undefined;
	const before = item ? toml.text.slice(lineStart(toml.text, item.range[0]), item.range[0]) : '';
	const indent = before !== '' && before.trim() === '' ? before : '    ';
	return { quote: quoteOf(toml), indent, eol: eolOf(toml.text) };
};
