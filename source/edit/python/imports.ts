import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../core/fixer.ts';
import { eolOf } from '../../core/text.ts';
import type { Splice } from '../../core/tree.ts';
import { afterLine, beginsLine, lineEnd, lineStart, spliced, type EditResult } from '../text.ts';
import { appendItem, itemBefore, itemRange } from './items.ts';
import type { ImportedName, Names } from './names.ts';
import { endOf, startOf } from './nodes.ts';
import { standardLibrary } from './standard-library.ts';

/** Sorts as isort and ruff do: constants, then classes, then the rest, each by name without case. */
const memberKey = (name: string): string => {
	const group = name.length > 1 && /^[A-Z0-9_]+$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2;
	return `${group}${name.toLowerCase()}\0${name}`;
};

const isSorted = (keys: readonly string[]): boolean =>
	keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') <= key);

/** Adds a name to a `from … import …` statement that has at least one; in order, where the names are in order. */
export const addImportedName = (
	text: string,
	statement: SgNode,
	items: readonly ImportedName[],
	name: string,
): EditResult => {
	if (items.some(({ name: known }) => known === '*')) return declined('the import takes everything with `*`');
	const children = statement.children();
	const open = children.findIndex(child => child.kind() === '(');
	const keys = items.map(item => memberKey(item.name ?? ''));
	const next = isSorted(keys) ? items[keys.findIndex(key => key > memberKey(name))] : undefined;
	const last = items.at(-1);
	if (!last) return declined('the import names nothing');
	if (open !== -1) {
		return spliced(next ? [itemBefore(text, next.item, name)] : appendItem(text, children.slice(open), name));
	}
	const at = next ? startOf(next.item) : endOf(last.item);
	return spliced([{ start: at, end: at, text: next ? `${name}, ` : `, ${name}` }]);
};

/**
 * Takes names out of an import statement, the whole statement when none is left.
 * @param items all names of the statement
 */
export const removeImportedNames = (
	text: string,
	statement: SgNode,
	items: readonly ImportedName[],
	gone: readonly ImportedName[],
): EditResult => {
	if (statement.has({ rule: { kind: 'comment' } })) return declined('a comment stands inside the import');
	const start = startOf(statement);
	const end = endOf(statement);
	if (gone.length === items.length) {
		const alone = beginsLine(text, start) && text.slice(end, lineEnd(text, end)).trim() === '';
		const siblings = statement.parent()?.namedChildren().length ?? 0;
		const module = statement.parent()?.kind() === 'module';
		if (!alone || (siblings < 2 && !module))
			return declined('the import shares its line or is all of its block');
		return spliced([{ start: lineStart(text, start), end: afterLine(text, end), text: '' }]);
	}
	const ids = new Set(gone.map(({ item }) => item.id()));
	const kept = items.filter(({ item }) => !ids.has(item.id()));
	const children = statement.children();
	const splices: Splice[] = [];
	const lastKept = kept.at(-1);
	for (const { item } of gone) {
		const range = itemRange(children, item);
		// Behind the last name that stays, everything goes up to the end, its comma included.
		if (lastKept && startOf(item) > startOf(lastKept.item)) continue;
		splices.push({ ...range, text: '' });
	}
	const lastGone = gone.at(-1);
	if (lastKept && lastGone && startOf(lastGone.item) > startOf(lastKept.item)) {
		splices.push({ start: endOf(lastKept.item), end: endOf(lastGone.item), text: '' });
	}
	return spliced(splices);
};

/** The statements that a file begins with: docstring, then imports; what comes later is not looked at. */
const headOf = (root: SgNode): { readonly docstring: SgNode | null; readonly imports: readonly SgNode[] } => {
	const imports: SgNode[] = [];
	let docstring: SgNode | null = null;
	for (const statement of root.namedChildren()) {
		const kind = String(statement.kind());
		if (kind === 'comment') continue;
		if (
			kind === 'expression_statement' &&
			!docstring &&
			imports.length === 0 &&
			statement.child(0)?.kind() === 'string'
		) {
			docstring = statement;
		} else if (/^(?:import|import_from|future_import)_statement$/.test(kind)) imports.push(statement);
		else break;
	}
	return { docstring, imports };
};

type Section = 'future' | 'standard' | 'other' | 'local';

const moduleName = (statement: string): string => /^(?:from|import)\s+([\w.]+)/.exec(statement)?.[1] ?? '';

const sectionOf = (statement: string): Section => {
	const module = moduleName(statement);
	if (module === '__future__') return 'future';
	if (module.startsWith('.')) return 'local';
	return standardLibrary.has(module.split('.', 1)[0] ?? '') ? 'standard' : 'other';
};

const sectionOrder: readonly Section[] = ['future', 'standard', 'other', 'local'];

/** As ruff sorts by default: `import a` before `from a import b`, each by module. */
const statementKey = (statement: string): string =>
	`${statement.startsWith('from') ? 1 : 0}${moduleName(statement).toLowerCase()}`;

const afterHashbang = (root: SgNode, text: string): number => {
	let at = 0;
	// A shebang, an encoding and a licence stay on top: comments up to the first blank line or statement.
	for (const child of root.namedChildren()) {
		if (child.kind() !== 'comment' || lineStart(text, startOf(child)) !== at) break;
		at = afterLine(text, endOf(child));
	}
	return at;
};

/**
 * Adds an import statement at the top: behind docstring and `__future__`, in its section and in order there.
 * @param statement such as `import os` or `from time import sleep`
 */
export const insertImport = (text: string, root: SgNode, statement: string): EditResult => {
	const eol = eolOf(text);
	const { docstring, imports } = headOf(root);
	const section = sectionOf(statement);
	const rank = sectionOrder.indexOf(section);
	const before = imports.filter(each => sectionOrder.indexOf(sectionOf(each.text())) <= rank);
	const same = before.filter(each => sectionOf(each.text()) === section);
	const lineAfter = (node: SgNode): number => afterLine(text, endOf(node));
	const shares = (node: SgNode): boolean =>
		!beginsLine(text, startOf(node)) || /^[ \t]*;/.test(text.slice(endOf(node)));
	if (imports.some(shares)) return declined('imports share a line');
	if (same.length > 0) {
		const smaller = same.findLast(each => statementKey(each.text()) <= statementKey(statement));
		const first = same[0];
		const at = smaller ? lineAfter(smaller) : first ? lineStart(text, startOf(first)) : 0;
		const open = at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r';
		return spliced([{ start: at, end: at, text: open ? `${eol}${statement}` : `${statement}${eol}` }]);
	}
	const last = before.at(-1);
	if (last) {
		const at = lineAfter(last);
		const open = text[at - 1] !== '\n';
		return spliced([{ start: at, end: at, text: `${open ? eol : ''}${eol}${statement}${eol}` }]);
	}
	const first = imports[0];
	if (first) {
		const at = lineStart(text, startOf(first));
		return spliced([{ start: at, end: at, text: `${statement}${eol}${eol}` }]);
	}
	if (docstring) {
		const at = lineAfter(docstring);
		const open = text[at - 1] !== '\n';
		const blank = /^[ \t]*\r?\n/.test(text.slice(at)) || at === text.length ? '' : eol;
		return spliced([{ start: at, end: at, text: `${open ? eol : ''}${eol}${statement}${eol}${blank}` }]);
	}
	const at = afterHashbang(root, text);
	const rest = text.slice(at);
	const gap = at === 0 ? '' : eol;
	const open = at > 0 && text[at - 1] !== '\n' ? eol : '';
	const blank = rest.trim() === '' || /^[ \t]*\r?\n/.test(rest) ? '' : eol;
	return spliced([{ start: at, end: at, text: `${open}${gap}${statement}${eol}${blank}` }]);
};

/**
 * The code by which a name of a module can be called, and the import that it needs: an import that is there is used,
 * or gets one name more, before a new statement is added.
 */
export const importName = (
	text: string,
	root: SgNode,
	names: Names,
	module: string,
	name: string,
): { readonly code: string; readonly edit: EditResult } => {
	const top = names.imports.filter(({ statement }) => statement.parent()?.kind() === 'module');
	const known = top.find(each => each.module === module && each.name === name);
	if (known) return { code: known.local, edit: spliced([]) };
	const whole = top.find(each => each.module === module && each.name === null);
	if (whole) return { code: `${whole.origin === module ? whole.local : module}.${name}`, edit: spliced([]) };
	if (names.origins.has(name))
		return { code: name, edit: declined(`\`${name}\` already names something else`) };
	const from = top.find(each => each.module === module);
	if (!from) return { code: name, edit: insertImport(text, root, `from ${module} import ${name}`) };
	const items = names.imports.filter(({ statement }) => statement.id() === from.statement.id());
	return { code: name, edit: addImportedName(text, from.statement, items, name) };
};

/** The code by which a whole module can be named, and the import that it needs where the file has none at its top. */
export const importModule = (
	text: string,
	root: SgNode,
	names: Names,
	module: string,
): { readonly code: string; readonly edit: EditResult } => {
	const known = names.imports.find(
		each =>
			each.name === null &&
			each.origin === module &&
			each.module === module &&
			each.statement.parent()?.kind() === 'module',
	);
	if (known) return { code: known.local, edit: spliced([]) };
	if (names.origins.has(module.split('.', 1)[0] ?? module))
		return { code: module, edit: declined(`\`${module}\` already names something else`) };
	return { code: module, edit: insertImport(text, root, `import ${module}`) };
};
