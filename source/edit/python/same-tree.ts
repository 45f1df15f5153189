import type { SgNode } from '@ast-grep/napi';

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
	return `${alike[kind] ?? kind}<${parts.join(' ')}>`;
};

/** The program's structure, the same for every way to lay it out. Quadratic in nothing; for files that parse. */
export const structureOf = (root: SgNode): string => outline(root);
