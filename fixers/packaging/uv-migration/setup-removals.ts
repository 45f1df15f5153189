import type { SgNode } from '@ast-grep/napi';
import type { Splice } from '../../../source/core/tree.ts';
import { removeImportedNames } from '../../../source/edit/python/imports.ts';
import { namesIn } from '../../../source/edit/python/names.ts';
import { endOf, partsOf, startOf } from '../../../source/edit/python/nodes.ts';
import { bindingOf, constantOf, usesOfName } from '../../../source/edit/python/written/names.ts';
import { afterLine, lineStart } from '../../../source/edit/text.ts';

// What a setup script needs no longer once arguments of `setup` are gone.

interface Range {
	readonly start: number;
	readonly end: number;
}

const rangeOf = (node: SgNode): Range => ({ start: startOf(node), end: endOf(node) });

const isIn = (node: SgNode, ranges: readonly Range[]): boolean =>
	ranges.some(({ start, end }) => startOf(node) >= start && endOf(node) <= end);

/** Calls that do nothing but read and join texts. */
const harmless =
	/^(?:open|read|read_text|readlines|splitlines|split|strip|rstrip|lstrip|replace|startswith|format|join|joinpath|dirname|abspath|realpath|resolve|absolute|Path|list|tuple|dict|sorted|str|parse_requirements)$/;

const isHarmless = (node: SgNode): boolean =>
	[node, ...node.findAll({ rule: { kind: 'call' } })]
		.filter(call => call.kind() === 'call')
		.every(call => harmless.test(/\w+$/.exec(call.field('function')?.text() ?? '')?.[0] ?? ''));

const statementsOf = (root: SgNode, name: string): readonly SgNode[] => {
	const binding = bindingOf(root, name);
	if (binding) return [binding.statement, ...binding.stores.map(({ statement }) => statement)];
	const constant = constantOf(root, name);
	return constant ? [constant.statement] : [];
};

/** A `with` goes as a whole where all that stands in it goes. */
const lifted = (statements: readonly SgNode[]): readonly SgNode[] => {
	const ids = new Set(statements.map(statement => statement.id()));
	const whole = statements.map(statement => {
		const block = statement.parent();
		const holder = block?.parent();
		const goes =
			holder?.kind() === 'with_statement' && block && partsOf(block).every(part => ids.has(part.id()));
		return goes ? holder : statement;
	});
	return whole.filter((node, at) => whole.findIndex(other => other.id() === node.id()) === at);
};

/** The only one of its block stays, as the block would be empty. */
const canGo = (statement: SgNode): boolean =>
	statement.parent()?.kind() === 'module' || partsOf(statement.parent() ?? statement).length > 1;

const identifiersIn = (node: SgNode): readonly string[] =>
	node.findAll({ rule: { kind: 'identifier' } }).map(identifier => identifier.text());

/** Statements that only worked for what is gone. */
const leftOver = (root: SgNode, gone: readonly SgNode[]): readonly SgNode[] => {
	const known = new Map<string, readonly SgNode[]>();
	const add = (nodes: readonly SgNode[]): void => {
		for (const name of nodes.flatMap(identifiersIn)) {
			if (known.has(name)) continue;
			const statements = statementsOf(root, name).filter(isHarmless);
			known.set(name, statements);
			add(statements.flatMap(statement => lifted([statement])));
		}
	};
	add(gone);
	for (;;) {
		const statements = lifted([...known.values()].flat()).filter(canGo);
		const ranges = [...gone, ...statements].map(rangeOf);
		const needed = [...known].filter(
			([name, own]) => own.length > 0 && !usesOfName(root, name).every(use => isIn(use, ranges)),
		);
		if (needed.length === 0) return statements;
		for (const [name] of needed) known.set(name, []);
	}
};

/** Imports that only what is gone made use of; one that shares its line with others may stay. */
const importSplices = (text: string, root: SgNode, ranges: readonly Range[]): readonly Splice[] => {
	const { imports } = namesIn(root);
	const statements = new Map(imports.map(({ statement }) => [statement.id(), statement]));
	return [...statements.values()].flatMap(statement => {
		const items = imports.filter(item => item.statement.id() === statement.id());
		const unused = items.filter(({ local, item }) => {
			const uses = usesOfName(root, local).filter(use => !isIn(use, [rangeOf(item)]));
			return uses.length > 0 && uses.every(use => isIn(use, ranges));
		});
		if (unused.length === 0) return [];
		const made = removeImportedNames(text, statement, items, unused);
		if (made.outcome !== 'spliced') return [];
		return unused.length < items.length
			? made.splices
			: made.splices.map(splice => ({ ...splice, ...withBlanks(text, splice) }));
	});
};

const isBlank = (text: string, at: number): boolean =>
	at < text.length && text.slice(at, afterLine(text, at)).trim() === '';

/** Where the comment lines begin that stand right above a statement; what heads the file is not about it. */
export const remarksStart = (text: string, statement: SgNode): number => {
	let at = lineStart(text, startOf(statement));
	while (at > 0) {
		const above = lineStart(text, at - 1);
		if (above === 0 || !text.slice(above, at).startsWith('#')) break;
		at = above;
	}
	return at > 0 &&
		text
			.slice(0, at)
			.split('\n')
			.slice(0, -1)
			.every(line => line.startsWith('#'))
		? lineStart(text, startOf(statement))
		: at;
};

/** Whole lines, and as many of the blank lines below as there are above; nothing blank begins a file. */
const withBlanks = (text: string, { start, end }: Range): Range => {
	let below = end;
	for (let above = start; isBlank(text, below); below = afterLine(text, below)) {
		if (above > 0 && !isBlank(text, lineStart(text, above - 1))) break;
		above = above === 0 ? 0 : lineStart(text, above - 1);
	}
	return { start, end: below };
};

/** The lines of the statements with their comments; those that nothing stands between go together. */
const lineRanges = (text: string, statements: readonly SgNode[]): readonly Range[] => {
	const out: Range[] = [];
	for (const statement of statements.toSorted((a, b) => startOf(a) - startOf(b))) {
		const start = remarksStart(text, statement);
		const end = afterLine(text, endOf(statement));
		const last = out.at(-1);
		if (last && text.slice(last.end, start).trim() === '') out[out.length - 1] = { start: last.start, end };
		else out.push({ start, end });
	}
	return out.map(range => withBlanks(text, range));
};

/** Takes out statements and imports that nothing needs once some arguments of `setup` are gone. */
export const removedStatements = (text: string, root: SgNode, gone: readonly SgNode[]): readonly Splice[] => {
	const statements = leftOver(root, gone);
	const ranges = lineRanges(text, statements);
	return [
		...ranges.map(range => ({ ...range, text: '' })),
		...importSplices(text, root, [...gone.map(rangeOf), ...ranges]),
	];
};
