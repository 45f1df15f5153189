import type { SgNode } from '@ast-grep/napi';
import type { Engines } from '../../source/core/gather.ts';
import { declined } from '../../source/core/fixer.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import { importName, removeImportedNames } from '../../source/edit/python/imports.ts';
import { bindingsOfLoggers } from '../../source/edit/python/logger-bindings.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { endOf, lineOf, startOf } from '../../source/edit/python/nodes.ts';
import { assignmentIn } from '../../source/edit/python/top-level.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain, lineStart, spliced } from '../../source/edit/text.ts';

const packageName = 'aws_lambda_powertools';

/** The definition of a function of the module, decorators included. */
const definitionOf = (root: SgNode, name: string): SgNode | null =>
	root.children().find(node => {
		const inner = node.kind() === 'decorated_definition' ? node.field('definition') : node;
		return inner?.kind() === 'function_definition' && inner.field('name')?.text() === name;
	}) ?? null;

/** What the module binds its logger of the standard library to; the node is what is replaced. */
const plainLogger = (root: SgNode): { readonly name: string; readonly call: SgNode } | null => {
	const [only, ...more] = bindingsOfLoggers(root);
	if (!only || more.length > 0 || only.kind !== 'stdlib') return null;
	for (const statement of root.children()) {
		const assignment = assignmentIn(statement);
		const call = assignment?.field('right');
		if (assignment?.field('left')?.text() === only.name && call?.kind() === 'call')
			return { name: only.name, call };
	}
	return null;
};

/** Takes `import logging` away where nothing uses it any more. */
const withoutLogging = (text: string, root: SgNode): EditResult => {
	const names = namesIn(root);
	const gone = names.imports.filter(({ module }) => module === 'logging');
	const [first] = gone;
	if (!first || gone.length > 1) return spliced([]);
	const uses = root
		.findAll({ rule: { kind: 'identifier', regex: `^${first.local}$` } })
		.filter(node => startOf(node) < startOf(first.statement) || startOf(node) >= endOf(first.statement));
	if (uses.length > 0) return spliced([]);
	const items = names.imports.filter(({ statement }) => statement.id() === first.statement.id());
	return removeImportedNames(text, first.statement, items, [first]);
};

/** What a logger is made with: a name for the service, or none where the environment gives it. */
export interface Adoption {
	readonly path: string;
	readonly handlers: readonly string[];
	readonly maker: string;
	/** Other modules of the function log through the standard library's root. */
	readonly sharesRoot: boolean;
}

/** Binds a Powertools logger in a module, in place of a plain one, and decorates its handlers with it. */
export const adoptLogger = (text: string, engines: Engines, adoption: Adoption): EditResult => {
	const { path, handlers, maker, sharesRoot } = adoption;
	const parse = (current: string) =>
		engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
	const root = parse(text);
	const known = bindingsOfLoggers(root).find(({ kind }) => kind === 'powertools');
	const plain = known ? null : plainLogger(root);
	const name = known?.name ?? plain?.name;
	if (name === undefined) return declined('the module binds several loggers, or none');
	const isRoot = plain !== null && /\(\s*\)$/.test(plain.call.text());
	if (isRoot && sharesRoot)
		return declined('other modules of the function log through the root logger that it sets up');
	if (/logging\.(?:basicConfig|config\.)/.test(text)) return declined('the module sets logging up by itself');
	const steps: ((current: string) => EditResult)[] = [];
	if (!known) {
		let code = 'Logger';
		steps.push(current => {
			const tree = parse(current);
			const made = importName(current, tree, namesIn(tree), packageName, 'Logger');
			code = made.code;
			return made.edit;
		});
		steps.push(current => {
			const tree = parse(current);
			const call = `${code}(${maker})`;
			const old = plainLogger(tree);
			return spliced(old ? [{ start: startOf(old.call), end: endOf(old.call), text: call }] : []);
		});
		steps.push(current => withoutLogging(current, parse(current)));
	}
	for (const handler of handlers) {
		steps.push(current => {
			const tree = parse(current);
			const definition = definitionOf(tree, handler);
			const bound = bindingsOfLoggers(tree).find(one => one.name === name && one.kind === 'powertools');
			if (!definition || !bound) return declined(`\`${handler}\` is not where it was`);
			if (bound.line > lineOf(definition)) return declined(`the logger is bound below \`${handler}\``);
			const at = lineStart(current, startOf(definition));
			return spliced([{ start: at, end: at, text: `@${name}.inject_lambda_context${eolOf(current)}` }]);
		});
	}
	return chain(text, steps);
};
