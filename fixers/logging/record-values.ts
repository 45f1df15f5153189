import { counted } from '../../source/core/counted.ts';
import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../source/core/fixer.ts';
import type { LoggerKind } from '../../source/core/facts/loggers.ts';
import type { Engines } from '../../source/core/gather.ts';
import { eolOf, lineStartsOf, positionAt } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { argumentsOf, replaceNode } from '../../source/edit/python/calls.ts';
import { loggerKind } from '../../source/edit/python/logger-kind.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { endOf, placeOf, rangeKey, startOf } from '../../source/edit/python/nodes.ts';
import { recordValues } from '../../source/edit/python/record-values.ts';
import type { FormatFacts } from '../../source/edit/ruff/keep-formatted.ts';
import { formatterLike } from '../../source/edit/ruff/keep-formatted.ts';
import { chain, lineStart, spliced } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import { importsCalled, moduleName, testsImporting } from '../importing-tests.ts';
import { callCode, width } from './rewritten-prints.ts';

// https://docs.python.org/3/howto/logging.html#optimization
// https://www.structlog.org/en/stable/logging-best-practices.html

/** Tests that look at what a mocked logger was called with. */
const readsCalls =
	/\.(?:debug|info|warning|warn|error|exception|critical)\.(?:assert_|call_args|mock_calls|called|method_calls)/;

/** The first words of a text, by which tests and filters would know it. */
const beginningOf = (message: string): string =>
	/[A-Za-z]\w*(?: \w+){1,2}|[A-Za-z]\w* /.exec(message.replace(/^[a-zA-Z]*["']+/, ''))?.[0] ?? '';

const records = {
	rule: {
		kind: 'call',
		has: { field: 'function', regex: '\\.(debug|info|warning|warn|error|exception|critical|fatal)$' },
	},
};

/** The arguments of a call of several lines: below each other where its text has a line to itself and they are long. */
const inPlace = (text: string, message: SgNode, args: readonly string[]): string => {
	const start = lineStart(text, startOf(message));
	const line = args.join(', ');
	const isAlone = text.slice(start, startOf(message)).trim() === '';
	const isShort = !/[\r\n]/.test(line) && startOf(message) - start + line.length <= width;
	return isAlone && !isShort ? args.join(`,${eolOf(text)}${text.slice(start, startOf(message))}`) : line;
};

interface Surroundings {
	/** Texts of tests that import the module. */
	readonly tests: ReadonlyMap<string, string>;
	/** What templates deploy, as text: filters and alarms among it. */
	readonly deployed: string;
}

interface FileResult {
	readonly splices: readonly Splice[];
	readonly kinds: readonly LoggerKind[];
	readonly reasons: readonly string[];
}

const rewritten = (
	path: string,
	text: string,
	wanted: ReadonlySet<string>,
	{ tests, deployed }: Surroundings,
	facts: FormatFacts,
	engines: Engines,
): FileResult => {
	const lineStarts = lineStartsOf(text);
	const root = engines.python({ path, text, lineStarts });
	const names = namesIn(root);
	const made: ((isFormatted: boolean) => Splice)[] = [];
	const kinds: LoggerKind[] = [];
	const reasons: string[] = [];
	const mocked = [...tests].find(([, code]) => readsCalls.test(code));
	for (const call of root.findAll(records)) {
		if (!wanted.has(rangeKey(placeOf(path, lineStarts, call)))) continue;
		const receiver = call.field('function')?.field('object');
		const kind = receiver ? loggerKind(receiver, root, names) : null;
		const [message] = argumentsOf(call).positional;
		if (kind === null || !message) {
			reasons.push('another module makes the logger');
			continue;
		}
		if (mocked) {
			reasons.push(`\`${mocked[0]}\` looks at what a logger is called with`);
			continue;
		}
		const result = recordValues(call, kind);
		if ('reason' in result) {
			reasons.push(result.reason);
			continue;
		}
		// The standard library writes the same text as before; others write another, by which it may be looked for.
		const beginning = kind === 'stdlib' || kind === 'loguru' ? '' : beginningOf(message.text());
		const reader = [...tests].find(([, code]) => beginning !== '' && code.includes(beginning));
		if (reader || (beginning !== '' && deployed.includes(beginning))) {
			reasons.push(reader ? `\`${reader[0]}\` quotes its text` : 'a template quotes its text');
			continue;
		}
		const { keywords } = argumentsOf(call);
		const args = [...result.arguments, ...[...keywords.values()].map(each => each.text())];
		const head = `${call.field('function')?.text() ?? ''}(`;
		made.push(isFormatted => {
			if (/[\r\n]/.test(call.text())) return replaceNode(message, inPlace(text, message, result.arguments));
			// A line that was too long before is left to its author, and the breaking of lines to a formatter.
			const isLong = positionAt(lineStarts, endOf(call)).column > width + 1;
			return replaceNode(
				call,
				isFormatted || isLong ? `${head}${args.join(', ')})` : callCode(text, call, head, args),
			);
		});
		kinds.push(kind);
	}
	if (made.length === 0) return { splices: [], kinds, reasons };
	const format = formatterLike(path, text, facts, engines);
	const isFormatted = format('a=1\n') !== 'a=1\n';
	const splices = made.map(splice => splice(isFormatted));
	const edit = chain(text, [
		() => spliced(splices),
		current => {
			const splice = lineSplice(current, format(current));
			return spliced(splice ? [splice] : []);
		},
	]);
	return edit.outcome === 'declined'
		? { splices: [], kinds: [], reasons: [...reasons, edit.reason] }
		: { splices: edit.splices, kinds, reasons };
};

export default defineFixer({
	id: 'record-values',
	title: 'Pass values to loggers instead of putting them into the text',
	checks: ['structured-logging/constant-events'],
	safety: 'review',
	needs: ['files', 'modules', 'templates', 'ruffConfigs', 'paths', 'toolPins'],
	touches: pythonFiles,
	after: ['print-to-logger'],
	safetyNote:
		'Each value that was in the text is an argument of the same call. With the standard library and loguru the record reads as ' +
		'before; with structlog and Powertools it becomes a constant event with fields, which is left alone where a test or a ' +
		'template quotes the text.',
	perFile: true,
	takes: ({ level }) => level !== 'info',
	questions: () => [],
	reads({ facts, project, findings }) {
		const paths = new Set(findings.map(({ at }) => at.path));
		return [...paths, ...testsImporting(paths, facts, project)];
	},
	plan({ facts, findings, texts, engines }) {
		const deployed = [...facts.templates.values()]
			.map(parsed => (parsed.ok && parsed.value.outcome === 'read' ? JSON.stringify(parsed.value.value) : ''))
			.join('\n');
		const edits: Edit[] = [];
		const reasons: string[] = [];
		const kinds: LoggerKind[] = [];
		for (const path of new Set(findings.map(({ at }) => at.path))) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const name = new Set([moduleName(path)]);
			const tests = new Map(
				[...texts].filter(
					([other]) =>
						other !== path && facts.files.get(other)?.role === 'test' && importsCalled(other, name, facts),
				),
			);
			const wanted = new Set(findings.filter(({ at }) => at.path === path).map(({ at }) => rangeKey(at)));
			const file = rewritten(path, text, wanted, { tests, deployed }, facts, engines);
			reasons.push(...file.reasons);
			kinds.push(...file.kinds);
			const [first, ...rest] = file.splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(`No record can be rewritten: ${reasons[0] ?? 'there is none'}`);
		const events = kinds.filter(kind => kind === 'structlog' || kind === 'powertools').length;
		const kept = [...new Set(reasons)].slice(0, 5).join('; ');
		return {
			outcome: 'plan',
			area: 'logging',
			summary: 'pass values to loggers',
			changed: [
				`${counted(kinds.length, 'record')} ${kinds.length === 1 ? 'has' : 'have'} a constant text, and the values beside it.`,
				...(reasons.length === 0
					? []
					: [
							`${counted(reasons.length, 'record')} stayed as ${reasons.length === 1 ? 'it is' : 'they are'}: ${kept}.`,
						]),
			],
			atRunTime:
				events > 0
					? 'Values are fields of the records, and their texts are shorter; where the standard library writes them, they read as before.'
					: 'Records read as before; their values are put into the text only when a record is written.',
			followUps: events > 0 ? ['Adapt metric filters and saved queries that look for the old texts'] : [],
			edits: [first, ...rest],
		};
	},
});
