import type { SgNode } from '@ast-grep/napi';
import type { Engines } from '../../source/core/gather.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Splice } from '../../source/core/tree.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { removeImportedNames } from '../../source/edit/python/imports.ts';
import { indentUnitOf } from '../../source/edit/python/indent.ts';
import { headEnd, importMaker, insertBinding } from '../../source/edit/python/insert-logger.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { startOf } from '../../source/edit/python/nodes.ts';
import { rewrittenPrint } from '../../source/edit/python/print-call.ts';
import type { Rewritten } from '../../source/edit/python/print-call.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { formatterLike } from '../../source/edit/ruff/keep-formatted.ts';
import type { FormatFacts } from '../../source/edit/ruff/keep-formatted.ts';
import { chain, indentOf, lineStart, spliced, type EditResult } from '../../source/edit/text.ts';
import type { ChosenLogger } from './chosen-logger.ts';

/** Longer calls are broken after each argument, as formatters do. */
export const width = 88;

const parse = (engines: Engines, path: string, text: string): SgNode =>
	engines.python({ path, text, lineStarts: lineStartsOf(text) });

/** A call on one line, or, where that would be long, with one argument on each. */
export const callCode = (text: string, call: SgNode, head: string, args: readonly string[]): string => {
	const line = `${head}${args.join(', ')})`;
	const indent = indentOf(text, startOf(call));
	const column = startOf(call) - lineStart(text, startOf(call));
	if (column + line.length <= width || args.length === 1) return line;
	const eol = eolOf(text);
	const inner = `${indent}${indentUnitOf(text)}`;
	return `${head}${eol}${args.map(argument => `${inner}${argument},${eol}`).join('')}${indent})`;
};

const isInFunction = (node: SgNode): boolean =>
	node.ancestors().some(ancestor => ancestor.kind() === 'function_definition');

const endsProgram = /^(?:raise\s+SystemExit\b|(?:sys\.exit|os\._exit|exit|quit)\()/;

/** Whether the program ends in the same block: the text is for whoever started it, and logging may not be set up. */
const isLastWord = (call: SgNode): boolean =>
	call
		.parent()
		?.nextAll()
		.some(statement => endsProgram.test(statement.text())) ?? false;

interface Rewriting {
	readonly splices: readonly Splice[];
	readonly reasons: readonly string[];
}

/** The calls that start at the findings' places, as logger calls. */
const rewrite = (
	text: string,
	root: SgNode,
	offsets: ReadonlySet<number>,
	logger: ChosenLogger,
): Rewriting => {
	const boundAt =
		logger.source === 'present'
			? (lineStartsOf(text)[logger.line] ?? text.length)
			: (headEnd(root, text) ?? 0);
	const splices: Splice[] = [];
	const reasons: string[] = [];
	for (const call of root.findAll({ rule: { kind: 'call' } })) {
		if (!offsets.has(startOf(call))) continue;
		const rewritten: Rewritten =
			startOf(call) < boundAt && !isInFunction(call)
				? { reason: 'it runs before the logger is there' }
				: isLastWord(call)
					? { reason: 'the program ends after it' }
					: rewrittenPrint(call, logger.name, logger.kind);
		if ('reason' in rewritten) reasons.push(rewritten.reason);
		else {
			const head = `${logger.name}.${rewritten.method}(`;
			splices.push(replaceNode(call, callCode(text, call, head, rewritten.arguments)));
		}
	}
	return { splices, reasons };
};

/** Steps that import a logger's maker and bind the logger; none where it is there. */
const bindingSteps = (
	path: string,
	logger: ChosenLogger,
	engines: Engines,
): readonly ((text: string) => EditResult)[] => {
	if (logger.source === 'present') return [];
	let code = '';
	return [
		text => {
			const made = importMaker(text, parse(engines, path, text), logger.kind, logger.maker);
			code = made.code;
			return made.edit;
		},
		text =>
			logger.kind === 'loguru'
				? spliced([])
				: insertBinding(
						text,
						parse(engines, path, text),
						`${logger.name} = ${code}${logger.maker.replace(/^\w+/, '')}`,
					),
	];
};

const usesSys = (root: SgNode): boolean =>
	root
		.findAll({ rule: { kind: 'identifier', regex: '^sys$' } })
		.some(
			node =>
				!/import/.test(String(node.parent()?.parent()?.kind())) && node.parent()?.kind() !== 'dotted_name',
		);

/** Takes `import sys` away where only the rewritten calls used it. */
const dropUnusedSys =
	(path: string, before: SgNode, engines: Engines) =>
	(text: string): EditResult => {
		if (!usesSys(before)) return spliced([]);
		const root = parse(engines, path, text);
		const { imports } = namesIn(root);
		const [sys, ...more] = imports.filter(({ local }) => local === 'sys');
		if (!sys || more.length > 0 || usesSys(root) || sys.statement.parent()?.kind() !== 'module')
			return spliced([]);
		const items = imports.filter(({ statement }) => statement.id() === sys.statement.id());
		return removeImportedNames(text, sys.statement, items, [sys]);
	};

/** A new logger's name must be free in the whole file. */
const isTaken = (root: SgNode, logger: ChosenLogger): boolean =>
	logger.source === 'new' && root.has({ rule: { kind: 'identifier', regex: `^${logger.name}$` } });

/** What became of the prints of one file. */
export interface RewrittenFile {
	readonly splices: readonly Splice[];
	readonly rewritten: number;
	/** Why each of the others stays, as words after "because". */
	readonly reasons: readonly string[];
}

/** Turns the calls at the offsets into calls of the logger, which is bound first where it is new. */
export const rewriteFile = (
	path: string,
	text: string,
	offsets: ReadonlySet<number>,
	logger: ChosenLogger,
	facts: FormatFacts,
	engines: Engines,
): RewrittenFile => {
	const root = parse(engines, path, text);
	if (isTaken(root, logger)) {
		const reason = `\`${logger.name}\` already means something else in \`${path}\``;
		return { splices: [], rewritten: 0, reasons: [...offsets].map(() => reason) };
	}
	const { splices, reasons } = rewrite(text, root, offsets, logger);
	if (splices.length === 0) return { splices, rewritten: 0, reasons };
	const format = formatterLike(path, text, facts, engines);
	const reformat = (current: string): EditResult => {
		const splice = lineSplice(current, format(current));
		return spliced(splice ? [splice] : []);
	};
	const edit = chain(text, [
		() => spliced(splices),
		...bindingSteps(path, logger, engines),
		dropUnusedSys(path, root, engines),
		reformat,
	]);
	if (edit.outcome === 'declined') {
		return { splices: [], rewritten: 0, reasons: [...reasons, ...splices.map(() => edit.reason)] };
	}
	return { splices: edit.splices, rewritten: splices.length, reasons };
};
