import type { SgNode } from '@ast-grep/napi';

export type PartKind = 'docstring' | 'import' | 'definition' | 'assignment' | 'other';

/** A statement of the module body with the comments that stand above it. */
export interface TopLevelPart {
	readonly kind: PartKind;
	readonly node: SgNode;
	/** Names it binds in the module. */
	readonly names: readonly string[];
	/** Names it may read: every identifier that is no attribute or keyword, and strings that are a type. */
	readonly reads: ReadonlySet<string>;
	/** Offset of the line where its comments, or it, begin. */
	readonly start: number;
	/** Offset of the end of its last line, line ending excluded. */
	readonly end: number;
	/** From 1; comments included. */
	readonly firstLine: number;
	readonly lastLine: number;
}

const isImport = (kind: string): boolean =>
	/^(?:future_)?import_(?:from_)?statement$|^future_import_statement$/.test(kind);

/** The function or class under its decorators; the node itself where there are none. */
export const undecorated = (node: SgNode): SgNode =>
	node.kind() === 'decorated_definition' ? (node.field('definition') ?? node) : node;

const isDefinition = (node: SgNode): boolean =>
	['function_definition', 'class_definition'].includes(String(undecorated(node).kind()));

/** The assignment inside an expression statement, or null. */
export const assignmentIn = (node: SgNode): SgNode | null => {
	const [only, ...more] = node.children().filter(child => child.isNamed());
	return node.kind() === 'expression_statement' && only?.kind() === 'assignment' && more.length === 0
		? only
		: null;
};

const targetsOf = (target: SgNode | null): readonly string[] => {
	if (target === null) return [];
	if (target.kind() === 'identifier') return [target.text()];
	if (/^(?:pattern_list|tuple_pattern|list_pattern)$/.test(String(target.kind()))) {
		return target.children().flatMap(child => targetsOf(child));
	}
	return [];
};

const importedNames = (node: SgNode): readonly string[] => {
	const module = node.field('module_name');
	return node.children().flatMap(child => {
		if (module !== null && child.id() === module.id()) return [];
		if (child.kind() === 'aliased_import') return [child.field('alias')?.text() ?? ''];
		if (child.kind() !== 'dotted_name') return [];
		return [child.text().replace(/\..*$/, '')];
	});
};

const assignedNames = (assignment: SgNode): readonly string[] => {
	const right = assignment.field('right');
	const chained = right?.kind() === 'assignment' ? assignedNames(right) : [];
	return [...targetsOf(assignment.field('left')), ...chained];
};

const kindOf = (node: SgNode, first: boolean): PartKind => {
	if (isImport(String(node.kind()))) return 'import';
	if (isDefinition(node)) return 'definition';
	if (first && node.kind() === 'expression_statement' && node.child(0)?.kind() === 'string')
		return 'docstring';
	if (assignmentIn(node) !== null || node.kind() === 'type_alias_statement') return 'assignment';
	return 'other';
};

const boundBy = (node: SgNode, kind: PartKind): readonly string[] => {
	if (kind === 'import') return importedNames(node);
	if (kind === 'definition') return [undecorated(node).field('name')?.text() ?? ''];
	if (kind !== 'assignment') return [];
	const assignment = assignmentIn(node);
	if (assignment !== null) return assignedNames(assignment);
	return [node.field('left')?.text().replace(/\W.*$/s, '') ?? ''];
};

// Strings with their prefix, comments, numbers and words, in one pass. The syntax tree knows all of this too, but each
// question to it crosses into native code, and a long module has thousands of names.
const token =
	/([rbuftRBUFT]{0,2})("""(?:\\[^]|[^\\])*?"""|'''(?:\\[^]|[^\\])*?'''|"(?:\\[^]|[^"\\\r\n])*"|'(?:\\[^]|[^'\\\r\n])*')|#[^\r\n]*|\d[\w.]*|[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/g;
const word = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/g;
const typeAsText = /^[A-Za-z_][\w.]*(?:\s*[[|][\w\s.,|[\]]*)?$/;

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** The offset of the last character before an offset that is no white space; -1 for none. */
const lastBefore = (text: string, offset: number): number => {
	let at = offset - 1;
	while (at >= 0 && isSpace(text.charCodeAt(at))) at--;
	return at;
};

/** What follows is `=` and not `==`, and what stands before opens or parts arguments. */
const isArgumentName = (text: string, last: number, end: number): boolean => {
	if (text[last] !== '(' && text[last] !== ',') return false;
	let at = end;
	while (isSpace(text.charCodeAt(at))) at++;
	return text[at] === '=' && text[at + 1] !== '=';
};

/** Names in a string that could be a type written as text: `"Order"`, `"list[Order] | None"`. */
const namesInString = (content: string, before: string): readonly string[] => {
	if (content.length > 200 || !typeAsText.test(content)) return [];
	const names = content.split(/[^\w]+/).filter(name => name !== '');
	// Outside annotations a word is more often just a word; classes are named with a capital.
	return /(?:[\w\])]\s*:|->)\s*$/.test(before) ? names : names.filter(name => /^_*[A-Z]\w*[a-z]/.test(name));
};

/** What stands in the braces of an f-string, format specifications included; the text around them names nothing. */
const codeInFormatString = (content: string): string => {
	let code = '';
	let depth = 0;
	for (const [piece] of content.matchAll(/\{\{|[{}]|[^{}]+/g)) {
		if (piece === '{{' && depth === 0) continue;
		if (piece.startsWith('{')) depth += piece.length;
		else if (piece === '}') depth = Math.max(0, depth - 1);
		else if (depth > 0) code += ` ${piece}`;
	}
	return code;
};

/** Every name a node may read; a local of the same name counts, because telling them apart needs scopes. */
export const readsOf = (node: SgNode): ReadonlySet<string> => {
	const text = node.text();
	const reads = new Set<string>();
	for (const match of text.matchAll(token)) {
		const [found, prefix, string] = match;
		const { index } = match;
		if (string !== undefined) {
			const quotes = string.startsWith('"""') || string.startsWith("'''") ? 3 : 1;
			const content = string.slice(quotes, -quotes);
			const names = /[ft]/i.test(prefix ?? '')
				? (codeInFormatString(content).match(word) ?? [])
				: namesInString(content, text.slice(Math.max(0, index - 40), index));
			for (const name of names) reads.add(name);
			continue;
		}
		const first = found.charCodeAt(0);
		if (first === 35 || (first >= 48 && first <= 57) || reads.has(found)) continue;
		const last = lastBefore(text, index);
		if (text[last] !== '.' && !isArgumentName(text, last, index + found.length)) reads.add(found);
	}
	return reads;
};

const endOfLine = (text: string, offset: number): number => {
	const at = text.slice(offset).search(/\r|\n/);
	return at < 0 ? text.length : offset + at;
};

/** The parts of a module in order. Null where two statements share a line, which nothing here can part. */
export const topLevelParts = (root: SgNode, text: string): readonly TopLevelPart[] | null => {
	const parts: TopLevelPart[] = [];
	let comments: SgNode | null = null;
	let lastLine = 0;
	for (const node of root.children()) {
		const range = node.range();
		const line = range.start.line + 1;
		if (node.kind() === 'comment') {
			if (line > lastLine) comments ??= node;
			continue;
		}
		if (!node.isNamed() || line <= lastLine) return null;
		const kind = kindOf(node, parts.length === 0);
		const from = (comments ?? node).range().start;
		lastLine = range.end.line + 1;
		parts.push({
			kind,
			node,
			names: boundBy(node, kind).filter(name => name !== ''),
			reads: kind === 'import' || kind === 'docstring' ? new Set() : readsOf(node),
			start: from.index - from.column,
			end: endOfLine(text, range.end.index),
			firstLine: from.line + 1,
			lastLine,
		});
		comments = null;
	}
	return parts;
};
