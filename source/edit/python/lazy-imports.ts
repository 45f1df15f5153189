import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../core/fixer.ts';
import { eolOf } from '../../core/text.ts';
import type { Splice } from '../../core/tree.ts';
import { afterLine, beginsLine, indentOf, lineEnd, lineStart, spliced, type EditResult } from '../text.ts';
import type { ImportedName, Names } from './names.ts';
import { endOf, isInside, partsOf, startOf } from './nodes.ts';

/** The outermost function whose body a node stands in; null for what runs with the module, or belongs to a class. */
const bodyAround = (node: SgNode): SgNode | null => {
	const outer = node
		.ancestors()
		.findLast(each => each.kind() === 'function_definition' || each.kind() === 'class_definition');
	const body = outer?.kind() === 'function_definition' ? outer.field('body') : null;
	return outer && body && isInside(node, body) ? outer : null;
};

const isAttributeOrKeyword = (node: SgNode): boolean => {
	const parent = node.parent();
	return (
		(parent?.kind() === 'attribute' && parent.field('object')?.id() !== node.id()) ||
		(parent?.kind() === 'keyword_argument' && parent.field('name')?.id() === node.id())
	);
};

const binds = new Set([
	'parameters',
	'lambda_parameters',
	'typed_parameter',
	'global_statement',
	'nonlocal_statement',
	'as_pattern_target',
	'pattern_list',
]);

const isBound = (node: SgNode): boolean => {
	const parent = node.parent();
	const kind = String(parent?.kind());
	if (binds.has(kind)) return true;
	const field = ['assignment', 'for_statement', 'for_in_clause', 'augmented_assignment'].includes(kind)
		? 'left'
		: ['named_expression', 'function_definition', 'class_definition', 'default_parameter'].includes(kind)
			? 'name'
			: null;
	return field !== null && parent?.field(field)?.id() === node.id();
};

const steppedOver: ReadonlySet<string> = new Set([
	'for_statement',
	'while_statement',
	'with_statement',
	'try_statement',
	'finally_clause',
	'function_definition',
	'class_definition',
]);

/** The innermost block that all uses stand in and that runs once where it runs: a branch, or the function's body. */
const blockAround = (definition: SgNode, uses: readonly SgNode[]): SgNode | null => {
	const body = definition.field('body');
	const [first, ...others] = uses;
	if (!first || !body) return body;
	const blocks = first.ancestors().filter(each => each.kind() === 'block' && startOf(each) >= startOf(body));
	const around = blocks.find(block => {
		const isAll = others.every(use => isInside(use, block));
		return isAll && (block.id() === body.id() || !steppedOver.has(String(block.parent()?.kind())));
	});
	return around ?? body;
};

/** The first line of code in a block, behind a docstring and above comments; null where it shares the line of its head. */
const firstLine = (text: string, block: SgNode): { readonly at: number; readonly indent: string } | null => {
	const [first, second] = partsOf(block);
	if (!first) return null;
	const isDocstring = first.kind() === 'expression_statement' && first.child(0)?.kind() === 'string';
	const target = isDocstring ? second : first;
	if (!target || !beginsLine(text, startOf(target))) return null;
	const indent = indentOf(text, startOf(target));
	let at = lineStart(text, startOf(target));
	while (at > 0 && text.slice(lineStart(text, at - 1), at).startsWith(`${indent}#`))
		at = lineStart(text, at - 1);
	return { at, indent };
};

/** The line of a statement, with blank lines that would be left over. */
const withoutLine = (text: string, statement: SgNode): Splice => {
	const start = lineStart(text, startOf(statement));
	const end = afterLine(text, endOf(statement));
	const blanksBehind = /^(?:[ \t]*\r?\n)*/.exec(text.slice(end))?.[0].length ?? 0;
	if (start === 0) return { start, end: end + blanksBehind, text: '' };
	const blanksBefore = /(?:(?<=\n)[ \t]*\r?\n)*$/.exec(text.slice(0, start))?.[0].length ?? 0;
	if (blanksBefore === 0 || blanksBehind === 0) return { start, end, text: '' };
	return { start: start - blanksBefore, end, text: '' };
};

/**
 * Moves an import of the module into the functions that use what it names, or takes it away where none does.
 * @param remark what is written behind each moved import, a comment or nothing
 */
export const moveImport = (
	text: string,
	root: SgNode,
	names: Names,
	statement: SgNode,
	remark: string,
): EditResult => {
	if (statement.parent()?.kind() !== 'module') return declined('it stands in a `try` or an `if`');
	const items: readonly ImportedName[] = names.imports.filter(each => each.statement.id() === statement.id());
	if (items.length === 0 || items.some(({ name }) => name === '*'))
		return declined('the import takes everything with `*`');
	if (new Set(items.map(({ module }) => module.split('.', 1)[0])).size > 1)
		return declined('the statement imports other packages too');
	const start = startOf(statement);
	const behind = text.slice(endOf(statement), lineEnd(text, endOf(statement))).trim();
	if (!beginsLine(text, start) || behind !== '' || statement.has({ rule: { kind: 'comment' } }))
		return declined('the import shares its line with a comment or another statement');
	const above = text.slice(lineStart(text, Math.max(0, lineStart(text, start) - 1)), lineStart(text, start));
	if (/^[ \t]*#/.test(above)) return declined('a comment stands above the import');
	const functions = new Map<number, { readonly definition: SgNode; readonly uses: SgNode[] }>();
	for (const { local } of items) {
		if (names.imports.filter(each => each.local === local).length > 1)
			return declined(`\`${local}\` is imported more than once`);
		if (new RegExp(`["'][^"'\\n]*\\b${local}(?:\\.|["'])`).test(text))
			return declined(`\`${local}\` is named in a text, which may be a type or a name to patch`);
		for (const use of root.findAll({ rule: { kind: 'identifier', regex: `^${local}$` } })) {
			if (isAttributeOrKeyword(use) || (startOf(use) >= start && endOf(use) <= endOf(statement))) continue;
			if (isBound(use)) return declined(`\`${local}\` is bound again`);
			const around = bodyAround(use);
			if (!around) return declined(`\`${local}\` is also used outside the bodies of functions`);
			const known = functions.get(around.id()) ?? { definition: around, uses: [] };
			known.uses.push(use);
			functions.set(around.id(), known);
		}
	}
	if (functions.size > 5) return declined(`${functions.size} functions need it`);
	const splices: Splice[] = [withoutLine(text, statement)];
	const eol = eolOf(text);
	const code = statement.text();
	if (/\n/.test(code) && functions.size > 0) return declined('the import spans several lines');
	for (const { definition, uses } of functions.values()) {
		const block = blockAround(definition, uses);
		const line = block ? firstLine(text, block) : null;
		if (!line) return declined('a function that needs it stands on one line');
		const next = text.slice(line.at + line.indent.length);
		const gap = /^(?:import|from)\b/.test(next) ? '' : eol;
		splices.push({ start: line.at, end: line.at, text: `${line.indent}${code}${remark}${eol}${gap}` });
	}
	return spliced(splices);
};
