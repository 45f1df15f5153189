import { declined } from '../../source/core/fixer.ts';
import { runsInLambda } from '../../source/core/lambda.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import { chooseLogger } from './chosen-logger.ts';
import { importsCalled, moduleName, testsImporting } from '../importing-tests.ts';
import { rewriteFile } from './rewritten-prints.ts';

// https://docs.python.org/3/howto/logging.html and https://www.structlog.org/en/stable/getting-started.html

const readsOutput =
	/\bcap(?:sys|fd)(?:binary)?\b|\bredirect_std(?:out|err)\b|\bsys\.std(?:out|err)\b|\bbuiltins\.print\b/;

const count = (number: number, noun: string): string =>
	`${number === 1 ? 'One' : number} ${noun}${number === 1 ? '' : 's'}`;

export default defineFixer({
	id: 'print-to-logger',
	title: 'Log what production code prints',
	checks: ['structured-logging/no-print'],
	safety: 'review',
	needs: ['files', 'modules', 'functions', 'logging', 'ruffConfigs', 'paths', 'toolPins'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Only statements of their own become logger calls, with the logger that the module or the project has and only where its ' +
		'`info` records come out; each value that was printed is in the record. What reads standard output sees other text.',
	takes: ({ level, key = '' }) => level === 'fail' && key.startsWith('print ') && !key.includes('dumps('),
	questions: () => [],
	reads({ facts, project, findings }) {
		const paths = new Set(findings.map(({ at }) => at.path));
		return [...paths, ...testsImporting(paths, facts, project)];
	},
	plan({ facts, project, findings, texts, engines }) {
		const edits: Edit[] = [];
		const reasons: string[] = [];
		let rewritten = 0;
		let left = 0;
		for (const path of new Set(findings.map(({ at }) => at.path))) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const name = new Set([moduleName(path)]);
			const reader = [...texts].find(
				([other, code]) =>
					other !== path &&
					readsOutput.test(code) &&
					facts.files.get(other)?.role === 'test' &&
					importsCalled(other, name, facts),
			);
			const logger = chooseLogger(path, runsInLambda(path, facts), project, facts);
			if (reader || 'reason' in logger) {
				left += findings.filter(({ at }) => at.path === path).length;
				if (reader) reasons.push(`\`${reader[0]}\` reads what \`${path}\` prints`);
				else if ('reason' in logger) reasons.push(logger.reason);
				continue;
			}
			const starts = lineStartsOf(text);
			const offsets = new Set(
				findings.flatMap(({ at }) =>
					at.path === path ? [(starts[(at.line ?? 1) - 1] ?? 0) + (at.column ?? 1) - 1] : [],
				),
			);
			const file = rewriteFile(path, text, offsets, logger, facts, engines);
			reasons.push(...file.reasons);
			left += file.reasons.length;
			rewritten += file.rewritten;
			const [first, ...rest] = file.splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(`No call can be rewritten: ${reasons[0] ?? 'there is none'}`);
		const tells = edits.some(
			edit => edit.kind === 'splice' && edit.splices.some(({ text }) => /\.exception\(/.test(text)),
		);
		const kept = [...new Set(reasons)].join('; ');
		return {
			outcome: 'plan',
			area: 'logging',
			summary: 'log what production code prints',
			changed: [
				`${count(rewritten, 'call')} of \`print\` became ${rewritten === 1 ? 'a logger call' : 'logger calls'}.`,
				...(left > 0
					? [`${count(left, 'call')} stayed as ${left === 1 ? 'it is' : 'they are'}: ${kept}.`]
					: []),
			],
			atRunTime: `The text goes to the handlers of the logger, as a record with a level, instead of straight to standard output${tells ? '; records of handled exceptions carry the traceback' : ''}.`,
			followUps: [
				'Lower records that only help during development to `debug`',
				'Adapt metric filters and alarms that look for the printed text',
			],
			edits: [first, ...rest],
			// A first logger brings questions that nobody asked of `print`.
			reveals: true,
		};
	},
});
