import { messageOf } from '../core/errors.ts';
import type { AnyFixer } from '../core/fixer.ts';
import type { AnyGatherer, Engines, FileGatherer } from '../core/gather.ts';
import { ParseError } from '../core/gather.ts';
import { maskedForParsers, maskedForPeople } from '../core/secrets/mask.ts';
import { secretsIn } from '../core/secrets/scan.ts';
import { decode } from '../core/text.ts';
import { writeDecision } from '../edit/decisions.ts';
import type { FileResult, FileTask, Reply, Request } from './protocol.ts';
import { formatPlan } from './format-plan.ts';
import { maskedPlan, maskedQuestions } from './masked-plan.ts';
import { isTrap, sourceFileOf } from './source-file.ts';
import { problemOf } from './verify.ts';

/** What an engine child does with a request; the tests call the same code without a process. */
export type Work = (request: Request, reply: (reply: Reply) => void) => void;

const gatherFile = (
	task: FileTask,
	gatherers: ReadonlyMap<string, FileGatherer>,
	shared: Engines,
): FileResult => {
	const { broken } = task;
	const engines: Engines =
		broken === undefined
			? shared
			: { ...shared, syntaxError: () => broken && new ParseError(broken.message, broken.line) };
	const decoded = decode(task.bytes, task.path);
	if (decoded.outcome === 'skipped') return { path: task.path, skipped: decoded.reason };
	const secrets = secretsIn(decoded.text, task.path);
	const file = { ...sourceFileOf(task.path, maskedForParsers(decoded.text, secrets)), secrets };
	return {
		path: task.path,
		facts: task.jobs.map(({ fact, options }) => {
			try {
				const value = gatherers.get(fact)?.extract(file, engines, options) ?? null;
				return { fact, value: value === null ? null : { ok: true, value } };
			} catch (thrown) {
				if (isTrap(thrown)) throw thrown;
				const line = thrown instanceof ParseError ? thrown.line : 0;
				return { fact, value: { ok: false, message: messageOf(thrown), line } };
			}
		}),
	};
};

/** Binds gatherers and fixers to the engines of this process. */
export const createWork = (
	gatherers: readonly AnyGatherer[],
	fixers: readonly AnyFixer[],
	engines: Engines,
): Work => {
	const byFact = new Map<string, FileGatherer>();
	for (const gatherer of gatherers) if (gatherer.kind === 'file') byFact.set(gatherer.fact, gatherer);
	const fixerById = new Map(fixers.map(fixer => [fixer.id, fixer]));

	const answer = (request: Exclude<Request, { kind: 'gather' }>): Reply => {
		if (request.kind === 'verify') {
			const problem = problemOf(request.files, request.dropsComments, engines, request.endsFiles);
			return {
				kind: 'verified',
				problem: problem && { ...problem, message: maskedForPeople(problem.message) },
			};
		}
		if (request.kind === 'decide') {
			return { kind: 'decided', written: writeDecision(request.text, request.edit) };
		}
		const fixer = fixerById.get(request.fixer);
		if (!fixer) return { kind: 'failed', message: `no such fixer: ${request.fixer}` };
		switch (request.kind) {
			case 'plan':
				return {
					kind: 'planned',
					planned: maskedPlan(
						formatPlan(fixer.plan({ ...request.input, engines }), request.input, engines),
						request.input.texts,
					),
				};
			case 'questions':
				return { kind: 'questions', questions: maskedQuestions(fixer.questions(request.input)) };
			case 'reads':
				return { kind: 'reads', paths: fixer.reads(request.input) };
		}
	};

	return (request, reply) => {
		if (request.kind === 'gather') {
			for (const task of request.files) {
				reply({ kind: 'file', result: gatherFile(task, byFact, engines) });
			}
			return;
		}
		try {
			reply(answer(request));
		} catch (thrown) {
			if (isTrap(thrown)) throw thrown;
			reply({ kind: 'failed', message: messageOf(thrown) });
		}
	};
};
