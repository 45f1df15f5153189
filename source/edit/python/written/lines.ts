import type { SgNode } from '@ast-grep/napi';
import { argumentsOf } from '../calls.ts';
import { partsOf } from '../nodes.ts';
import { bindingOf, constantOf, contextOf, usesOfName } from './names.ts';
import { textIn } from './text.ts';

// A requirements file that a setup script reads line by line: setuptools takes blank lines and comments for nothing.
// https://setuptools.pypa.io/en/latest/userguide/dependency_management.html

/** The file that is read, from the script's own folder, and the names that take part in that. */
export interface LinesRead {
	readonly path: string;
	readonly names: ReadonlySet<string>;
}

interface Scope {
	readonly root: SgNode;
	readonly names: Set<string>;
}

/** What kind of thing a name stands for, which tells what may change it. */
type Thing = 'text' | 'list' | 'file';

/** What a name that is bound once stands for; the node itself where it is no name. */
const meant = (node: SgNode | null | undefined, thing: Thing, scope: Scope): SgNode | null => {
	if (node?.kind() === 'parenthesized_expression') return meant(partsOf(node)[0], thing, scope);
	if (node?.kind() !== 'identifier') return node ?? null;
	const name = node.text();
	const context = thing === 'file' ? contextOf(node, name) : null;
	if (context) return context;
	const found = thing === 'list' ? bindingOf(scope.root, name) : constantOf(scope.root, name);
	// A file that is read once is at its end.
	if (!found || (thing === 'file' && usesOfName(scope.root, name).length > 2)) return null;
	scope.names.add(name);
	return meant(found.value, thing, scope);
};

const joined = (folder: string | null, name: string | null): string | null => {
	if (folder === null || name === null) return null;
	const parts = [...folder.split('/'), ...name.split('/')].filter(part => part !== '' && part !== '.');
	return name.startsWith('/') || parts.includes('..') ? null : parts.join('/');
};

const folderOf = (path: string | null): string | null =>
	path === null || path === '' ? null : path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';

/** A call by the last part of what is called: `join` of `os.path.join`. */
const calledOf = (
	node: SgNode,
): { readonly name: string; readonly of: SgNode | null; readonly given: readonly SgNode[] } | null => {
	if (node.kind() !== 'call') return null;
	const callee = node.field('function');
	const { positional, splat } = argumentsOf(node);
	if (!callee || splat) return null;
	const isMethod = callee.kind() === 'attribute';
	return {
		name: (isMethod ? callee.field('attribute') : callee)?.text() ?? '',
		of: isMethod ? callee.field('object') : null,
		given: positional,
	};
};

/** A path from the script's own folder, which is an empty text; null for any other. */
const pathOf = (written: SgNode | null | undefined, scope: Scope): string | null => {
	const node =
		written?.kind() === 'identifier' && written.text() === '__file__'
			? written
			: meant(written, 'text', scope);
	if (!node) return null;
	if (node.text() === '__file__') return 'setup.py';
	const text = textIn(node);
	if (text !== null) return joined('', text);
	if (node.kind() === 'binary_operator' && node.field('operator')?.text() === '/')
		return joined(pathOf(node.field('left'), scope), textIn(node.field('right')));
	if (node.kind() === 'attribute')
		return node.field('attribute')?.text() === 'parent'
			? folderOf(pathOf(node.field('object'), scope))
			: null;
	const call = calledOf(node);
	if (!call) return null;
	const [first, ...rest] = call.given;
	switch (call.name) {
		case 'dirname':
			return folderOf(pathOf(first, scope));
		case 'abspath':
		case 'realpath':
			return pathOf(first, scope);
		case 'resolve':
		case 'absolute':
			return call.of && call.given.length === 0 ? pathOf(call.of, scope) : null;
		case 'Path':
		case 'join':
		case 'joinpath': {
			const start = call.name === 'joinpath' ? pathOf(call.of, scope) : pathOf(first, scope);
			const more = call.name === 'joinpath' ? call.given : rest;
			return more.reduce<string | null>((at, part) => joined(at, textIn(part)), start);
		}
		default:
			return null;
	}
};

/** The path of `open(…)`. */
const openedOf = (written: SgNode | null | undefined, scope: Scope): string | null => {
	const node = meant(written, 'file', scope);
	const call = node && calledOf(node);
	if (call?.name !== 'open') return null;
	return call.of && !/^(?:io|codecs)$/.test(call.of.text())
		? pathOf(call.of, scope)
		: pathOf(call.given[0], scope);
};

/** The path of a file whose whole text an expression is. */
export const textRead = (written: SgNode | null | undefined, scope: Scope): string | null => {
	const node = meant(written, 'text', scope);
	const call = node && calledOf(node);
	if (!call?.of) return null;
	switch (call.name) {
		case 'read':
			return call.given.length === 0 ? openedOf(call.of, scope) : null;
		case 'read_text':
			return pathOf(call.of, scope);
		case 'strip':
			return call.given.length === 0 ? textRead(call.of, scope) : null;
		default:
			return null;
	}
};

/** `line`, `line.strip()`, `line.split("#")[0]`: the same requirement, whatever stands around it. */
const isSameLine = (node: SgNode | null | undefined, line: string): boolean => {
	if (!node) return false;
	if (node.kind() === 'identifier') return node.text() === line;
	if (node.kind() === 'subscript') {
		const [value, index] = partsOf(node);
		const call = value && calledOf(value);
		const [separator] = call?.given ?? [];
		return (
			call?.name === 'split' &&
			/^\s*#$/.test(textIn(separator ?? null) ?? '') &&
			index?.text() === '0' &&
			isSameLine(call.of, line)
		);
	}
	const call = calledOf(node);
	if (!call) return false;
	switch (call.name) {
		case 'strip':
		case 'rstrip':
		case 'lstrip':
			return (
				call.given.every(given => /^["'](?:\\[nrt]|\s)*["']$/.test(given.text())) && isSameLine(call.of, line)
			);
		case 'replace':
			return (
				/^["']\\n["']$/.test(call.given[0]?.text() ?? '') &&
				textIn(call.given[1] ?? null) === '' &&
				isSameLine(call.of, line)
			);
		case 'str':
			return call.of === null && isSameLine(call.given[0], line);
		default:
			return false;
	}
};

/** Leaves out nothing but blank lines, comments and options. */
const leavesRequirements = (node: SgNode | null | undefined, line: string): boolean => {
	if (!node) return false;
	if (isSameLine(node, line)) return true;
	switch (node.kind()) {
		case 'parenthesized_expression':
			return leavesRequirements(partsOf(node)[0], line);
		case 'boolean_operator':
			return (
				node.field('operator')?.text() === 'and' &&
				leavesRequirements(node.field('left'), line) &&
				leavesRequirements(node.field('right'), line)
			);
		case 'comparison_operator':
			return (
				isSameLine(node.child(0), line) && node.child(1)?.text() === '!=' && textIn(node.child(2)) === ''
			);
		case 'not_operator': {
			const call = calledOf(node.field('argument') ?? node);
			const [given] = call?.given ?? [];
			const starts = given?.kind() === 'tuple' ? partsOf(given) : [given ?? null];
			return (
				call?.name === 'startswith' &&
				isSameLine(call.of, line) &&
				starts.every(start => /^(?:#|-)/.test(textIn(start) ?? ''))
			);
		}
		default:
			return false;
	}
};

/** The path of a file over whose lines an expression goes. */
const iteratedOf = (written: SgNode | null | undefined, scope: Scope): string | null => {
	const lines = linesOf(written, scope) ?? openedOf(written, scope);
	if (lines !== null) return lines;
	const node = meant(written, 'list', scope);
	const call = node && calledOf(node);
	if (call?.name !== 'parse_requirements') return null;
	// That of pip takes a file name and a session, and makes objects of another kind.
	const isKnown = call.of
		? call.of.text() === 'pkg_resources'
		: scope.root.has({ rule: { kind: 'import_from_statement', regex: '^from pkg_resources import' } });
	return isKnown ? (iteratedOf(call.given[0], scope) ?? textRead(call.given[0], scope)) : null;
};

const comprehended = (node: SgNode, scope: Scope): string | null => {
	const [body, loop, ...conditions] = partsOf(node);
	const line = loop?.kind() === 'for_in_clause' ? loop.field('left') : null;
	if (line?.kind() !== 'identifier' || !isSameLine(body, line.text())) return null;
	const isPlain = conditions.every(
		condition => condition.kind() === 'if_clause' && leavesRequirements(partsOf(condition)[0], line.text()),
	);
	return isPlain ? iteratedOf(loop?.field('right'), scope) : null;
};

const linesOf = (written: SgNode | null | undefined, scope: Scope): string | null => {
	const node = meant(written, 'list', scope);
	if (!node) return null;
	if (node.kind() === 'list_comprehension') return comprehended(node, scope);
	const call = calledOf(node);
	if (!call) return null;
	switch (call.name) {
		case 'splitlines':
			return call.given.length === 0 ? textRead(call.of, scope) : null;
		case 'split':
			return /^["']\\n["']$/.test(call.given[0]?.text() ?? '') ? textRead(call.of, scope) : null;
		case 'readlines':
			return openedOf(call.of, scope);
		case 'list':
			return call.of === null ? iteratedOf(call.given[0], scope) : null;
		default:
			return null;
	}
};

/** The file whose lines, or whose text, an expression is; null where that is not plain to see. */
export const linesRead = (root: SgNode, node: SgNode): LinesRead | null => {
	const scope: Scope = { root, names: new Set() };
	const path = linesOf(node, scope) ?? textRead(node, scope);
	return path === null || path === '' ? null : { path, names: scope.names };
};
