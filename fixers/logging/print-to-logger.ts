import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../source/core/fixer.ts';
import type { Engines } from '../../source/core/gather.ts';
import { runsInLambda } from '../../source/core/lambda.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { indentUnitOf } from '../../source/edit/python/indent.ts';
import { headEnd, importMaker, insertBinding } from '../../source/edit/python/insert-logger.ts';
import { removeImportedNames } from '../../source/edit/python/imports.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { startOf } from '../../source/edit/python/nodes.ts';
import { rewrittenPrint } from '../../source/edit/python/print-call.ts';
import type { Rewritten } from '../../source/edit/python/print-call.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { formatterLike } from '../../source/edit/ruff/keep-formatted.ts';
import { chain, indentOf, lineStart, spliced, type EditResult } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import type { ChosenLogger } from './chosen-logger.ts';
import { chooseLogger } from './chosen-logger.ts';

// https://docs.python.org/3/howto/logging.html and https://www.structlog.org/en/stable/getting-started.html

/** Longer calls are broken after each argument, as formatters do. */
const width = 88;

const parse = (engines: Engines, path: string, text: string): SgNode =>
	engines.python({ path, text, lineStarts: lineStartsOf(text) });

const callCode = (
	text: string,
	call: SgNode,
	logger: string,
	rewritten: Extract<Rewritten, { method: string }>,
): string => {
	const head = `${logger}.${rewritten.method}(`;
	const line = `${head}${rewritten.arguments.join(', ')})`;
	const indent = indentOf(text, startOf(call));
	const column = startOf(call) - lineStart(text, startOf(call));
	if (column + line.length <= width || rewritten.arguments.length === 1) return line;
	const eol = eolOf(text);
	const inner = `${indent}${indentUnitOf(text)}`;
	return `${head}${eol}${rewritten.arguments.map(argument => `${inner}${argument},${eol}`).join('')}${indent})`;
};

const isInFunction = (node: SgNode): boolean =>
	node.ancestors().some(ancestor => ancestor.kind() === 'function_definition');

interface Rewriting {
	readonly splices: readonly Splice[];
	readonly reasons: readonly string[];
}

/** The calls that start at the findings' places, as logger calls. */
const rewrite = (text: string, root: SgNode, offsets: ReadonlySet<number>, logger: ChosenLogger): Rewriting => {
	const boundAt = logger.source === 'present' ? (lineStartsOf(text)[logger.line] ?? text.length) : (headEnd(root, text) ?? 0);
	const splices: Splice[] = [];
	const reasons: string[] = [];
	for (const call of root.findAll({ rule: { kind: 'call' } })) {
		if (!offsets.has(startOf(call))) continue;
		const rewritten: Rewritten =
			startOf(call) < boundAt && !isInFunction(call)
				? { reason: 'it runs before the logger is there' }
				: rewrittenPrint(call, logger.name, logger.kind);
		if ('reason' in rewritten) reasons.push(rewritten.reason);
		else splices.push(replaceNode(call, callCode(text, call, logger.name, rewritten)));
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
		.some(node => !/import/.test(String(node.parent()?.parent()?.kind())) && node.parent()?.kind() !== 'dotted_name');

/** Takes `import sys` away where only the rewritten calls used it. */
const dropUnusedSys =
	(path: string, before: SgNode, engines: Engines) =>
	(text: string): EditResult => {
		if (!usesSys(before)) return spliced([]);
		const root = parse(engines, path, text);
		const { imports } = namesIn(root);
		const [sys, ...more] = imports.filter(({ local }) => local === 'sys');
		if (!sys || more.length > 0 || usesSys(root) || sys.statement.parent()?.kind() !== 'module') return spliced([]);
		const items = imports.filter(({ statement }) => statement.id() === sys.statement.id());
		return removeImportedNames(text, sys.statement, items, [sys]);
	};

/** A new logger's name must be free in the whole file. */
const isTaken = (root: SgNode, logger: ChosenLogger): boolean =>
	logger.source === 'new' && root.has({ rule: { kind: 'identifier', regex: `^${logger.name}$` } });

const readsOutput = /\bcap(?:sys|fd)(?:binary)?\b|\bredirect_std(?:out|err)\b|\bsys\.std(?:out|err)\b|\bbuiltins\.print\b/;

const moduleName = (path: string): string =>
	path.replace(/\/__init__\.py$/, '').replace(/\.py$/, '').replace(/^.*\//, '');

const count = (number: number, noun: string): string => `${number === 1 ? 'One' : number} ${noun}${number === 1 ? '' : 's'}`;

export default defineFixer({
	id: 'print-to-logger',
	title: 'Log what production code prints',
	checks: ['structured-logging/no-print'],
	safety: 'review',
	needs: ['files', 'modules', 'functions', 'logging', 'ruffConfigs', 'paths', 'toolPins'],
	after: [],
	safetyNote:
		'Only statements of their own become logger calls, with the logger that the module or the project has and only where its ' +
		'`info` records come out; each value that was printed is in the record. What reads standard output sees other text.',
	takes: ({ level, key = '' }) => level === 'fail' && key.startsWith('print ') && !key.includes('dumps('),
	questions: () => [],
	reads({ facts, project, findings }) {
		const paths = new Set(findings.map(({ at }) => at.path));
		const names = new Set([...paths].map(moduleName));
		const tests = [...facts.files.values()].filter(({ path, role, project: home }) => {
			const parsed = role === 'test' && home === project.path ? facts.modules.get(path) : undefined;
			return (
				parsed?.ok === true &&
				parsed.value.imports.some(({ module, name }) => names.has(module.replace(/^.*\./, '')) || names.has(name ?? ''))
			);
		});
		return [...paths, ...tests.map(({ path }) => path)];
	},
	plan({ facts, project, findings, texts, engines }) {
		const edits: Edit[] = [];
		const reasons: string[] = [];
		let rewritten = 0;
		let left = 0;
		for (const path of new Set(findings.map(({ at }) => at.path))) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const name = moduleName(path);
			const reader = [...texts].find(([other, code]) => {
				const parsed = other === path || !readsOutput.test(code) ? undefined : facts.modules.get(other);
				return (
					facts.files.get(other)?.role === 'test' &&
					parsed?.ok === true &&
					parsed.value.imports.some(one => one.module.replace(/^.*\./, '') === name || one.name === name)
				);
			});
			const logger = chooseLogger(path, runsInLambda(path, facts), project, facts);
			const root = parse(engines, path, text);
			if (reader || 'reason' in logger || isTaken(root, logger)) {
				left += findings.filter(({ at }) => at.path === path).length;
				if (reader) reasons.push(`\`${reader[0]}\` reads what \`${path}\` prints`);
				else if ('reason' in logger) reasons.push(logger.reason);
				else reasons.push(`\`${logger.name}\` already means something else in \`${path}\``);
				continue;
			}
			const starts = lineStartsOf(text);
			const offsets = new Set(
				findings.flatMap(({ at }) =>
					at.path === path ? [(starts[(at.line ?? 1) - 1] ?? 0) + (at.column ?? 1) - 1] : [],
				),
			);
			const rewriting = rewrite(text, root, offsets, logger);
			reasons.push(...rewriting.reasons);
			left += rewriting.reasons.length;
			if (rewriting.splices.length === 0) continue;
			const format = formatterLike(path, text, facts, engines);
			const reformat = (current: string): EditResult => {
				const splice = lineSplice(current, format(current));
				return spliced(splice ? [splice] : []);
			};
			const edit = chain(text, [() => spliced(rewriting.splices), ...bindingSteps(path, logger, engines), dropUnusedSys(path, root, engines), reformat]);
			if (edit.outcome === 'declined') {
				reasons.push(edit.reason);
				left += rewriting.splices.length;
				continue;
			}
			rewritten += rewriting.splices.length;
			const [first, ...rest] = edit.splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(`No call can be rewritten: ${reasons[0] ?? 'there is none'}`);
		const kept = [...new Set(reasons)].join('; ');
		return {
			outcome: 'plan',
			area: 'logging',
			summary: 'log what production code prints',
			changed: [
				`${count(rewritten, 'call')} of \`print\` became ${rewritten === 1 ? 'a logger call' : 'logger calls'}.`,
				...(left > 0 ? [`${count(left, 'call')} stayed as ${left === 1 ? 'it is' : 'they are'}: ${kept}.`] : []),
			],
			atRunTime:
				'The text goes to the handlers of the logger with level and time instead of standard output; records of handled exceptions carry the traceback.',
			followUps: [
				'Lower records that only help during development to `debug`',
				'Adapt metric filters and alarms that look for the printed text',
			],
			edits: [first, ...rest],
		};
	},
});
