import type { SgNode } from '@ast-grep/napi';
import { tokensOf } from './statement-tokens.ts';

// What a formatter may change without changing the program: layout, comments, quotes, superfluous parentheses and
// commas, the case of numbers and escapes, and the white space of docstrings. Everything else must stay.

const dropped = new Set(['comment', 'line_continuation']);
const punctuation = new Set(['(', ')', ',', ';']);
/** One thing, written with or without parentheses. */
const alike: Readonly<Record<string, string>> = {
	tuple: 'items',
	expression_list: 'items',
	tuple_pattern: 'items',
	pattern_list: 'items',
};

const stringStart = /^([A-Za-z]*)("""|'''|"|')/;

const unescaped = (body: string, prefix: string): string =>
	prefix.includes('r')
		? body
		: body
				.replaceAll(/\\(['"])/g, '$1')
				.replaceAll(/\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\})/g, escape =>
					escape.toLowerCase(),
				);

interface Piece {
	readonly prefix: string;
	readonly body: string;
}

const pieceOf = (node: SgNode, isDocstring: boolean): Piece => {
	const text = node.text();
	const [whole = '', letters = '', quote = ''] = stringStart.exec(text) ?? [];
	const prefix = letters.toLowerCase().replace('u', '').split('').toSorted().join('');
	const inner = text.slice(whole.length, text.length - quote.length).replaceAll('\r\n', '\n');
	const fields = node.children().filter(child => child.kind() === 'interpolation');
	if (fields.length > 0) {
		const parts = node.children().map(child => {
			if (child.kind() === 'interpolation') return outline(child);
			return child.kind() === 'string_content' ? unescaped(child.text(), prefix) : '';
		});
		return { prefix, body: parts.join('') };
	}
	const body = unescaped(inner, prefix);
	return { prefix, body: isDocstring ? body.replaceAll(/\s+/g, ' ').trim() : body };
};

const stringOutline = (nodes: readonly SgNode[], isDocstring: boolean): string => {
	const pieces = nodes.map(node => pieceOf(node, isDocstring));
	const prefixes = [...new Set(pieces.map(({ prefix }) => prefix.replace('f', '').replace('t', '')))];
	// An f-string beside a plain one may be joined with it.
	return `s${prefixes.join('+')}${JSON.stringify(pieces.map(({ body }) => body).join(''))}`;
};

const outline = (node: SgNode): string => {
	const kind = String(node.kind());
	if (kind === 'parenthesized_expression') {
		const inner = node.children().find(child => child.isNamed() && !dropped.has(String(child.kind())));
		return inner ? outline(inner) : '';
	}
	if (kind === 'string') return stringOutline([node], node.parent()?.kind() === 'expression_statement');
	const children = node.children();
	if (kind === 'tuple_pattern' && !children.some(child => child.kind() === ',')) {
		const inner = children.find(child => child.isNamed() && !dropped.has(String(child.kind())));
		if (inner) return outline(inner);
	}
	if (kind === 'concatenated_string') {
		return stringOutline(
			children.filter(child => child.kind() === 'string'),
			false,
		);
	}
	if (children.length === 0) {
		const text = node.text();
		return kind === 'integer' || kind === 'float' ? text.toLowerCase() : text;
	}
	const parts = children
		.filter(child => !dropped.has(String(child.kind())) && !punctuation.has(String(child.kind())))
		.filter(
			child =>
				!(kind === 'class_definition' && child.kind() === 'argument_list' && child.children().length === 2),
		)
		.map(outline);
	// `x[a,]` is an index of one, `x[a]` is not.
	const isTuple = kind === 'subscript' && children.some(child => child.kind() === ',');
	return `${isTuple ? 'subscript,' : (alike[kind] ?? kind)}<${parts.join(' ')}>`;
};

/** What holds statements, where line breaks and indentation mean something. */
const holders = new Set([
	'module',
	'block',
	'class_definition',
	'function_definition',
	'decorated_definition',
	'if_statement',
	'elif_clause',
	'else_clause',
	'for_statement',
	'while_statement',
	'with_statement',
	'try_statement',
	'except_clause',
	'finally_clause',
	'match_statement',
	'case_clause',
]);

/** What else is compared part by part. */
const containers = new Set([
	'expression_statement',
	'assignment',
	'return_statement',
	'call',
	'argument_list',
	'list',
	'dictionary',
	'pair',
]);

/** The children that the outline reads. */
const partsOf = (node: SgNode): readonly SgNode[] =>
	node.children().filter(child => {
		const kind = String(child.kind());
		return !dropped.has(kind) && !punctuation.has(kind);
	});

const haveSameTokens = (one: string, other: string): boolean => {
	const tokens = tokensOf(one);
	return tokens !== null && tokens === tokensOf(other);
};

/**
 * Whether two nodes are the same program however they are laid out: layout, comments, quotes and superfluous
 * parentheses may differ. For files that parse. It is each node entered in the parser's tree that costs: what is
 * written alike, or has the same tokens, is not entered.
 */
export const isSameProgram = (one: SgNode, other: SgNode): boolean => {
	const kind = String(one.kind());
	if (kind === String(other.kind())) {
		const [text, twin] = [one.text(), other.text()];
		if (text === twin) return true;
		const isHolder = holders.has(kind);
		if (!isHolder && haveSameTokens(text, twin)) return true;
		if (isHolder || containers.has(kind)) {
			const [parts, twins] = [partsOf(one), partsOf(other)];
			if (parts.length === twins.length)
				return parts.every((part, index) => {
					const partner = twins[index];
					return partner !== undefined && isSameProgram(part, partner);
				});
		}
	}
	return outline(one) === outline(other);
};
