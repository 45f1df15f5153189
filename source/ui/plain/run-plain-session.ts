import { choicesOf } from '../../session/fixes.ts';
import type { PlanStep } from '../../core/plan-file.ts';
import type { Report } from '../../core/report.ts';
import type { Effect, SessionEvent } from '../../session/events.ts';
import type { Workbench } from '../../session/ports.ts';
import { goTo } from '../../session/reduce/browse.ts';
import { optionsOf } from '../../session/reduce/question.ts';
import { reduce } from '../../session/reduce.ts';
import { startOf } from '../../session/state.ts';
import type { Decide, Session } from '../../session/state.ts';
import { noView } from '../../session/view.ts';
import { exitSummary } from '../exit-summary.ts';
import { noticeTexts } from '../notice-lines.ts';
import { optionsOfDecide } from '../views/decide.ts';
import { createRunner } from '../runner.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { placeOf, words } from '../wording.ts';
import {
	evidenceSpeech,
	handSpeech,
	listSpeech,
	problemSpeech,
	questionsSpeech,
	scanSpeech,
	screenSpeech,
	summarySpeech,
	whySpeech,
} from './speech.ts';
import type { Speech } from './speech.ts';
import { stepsBackOf } from '../../session/reduce/decide.ts';

export interface PlainOptions {
	readonly name: string;
	readonly openWorkbench: () => Promise<Workbench> | Workbench;
	/** The repository is gone after the session. */
	readonly passing: boolean;
	/** What the user types, line by line; its end ends the session. */
	readonly lines: AsyncIterable<string>;
	/** ISO date. */
	readonly today: string;
	/** Writes a plan to a new file, and gives its name. */
	readonly savePlan: (steps: readonly PlanStep[]) => Promise<string>;
	/** Writes a report to a new file, and gives its name. */
	readonly saveReport: (report: Report) => Promise<string>;
	/** Writes one line. */
	readonly write: (line: string) => void;
	/** Writes what a line is asked for with. */
	readonly prompt: () => void;
}

/** Words for the keys of the screen. */
const keys: ReadonlyMap<string, string> = new Map([
	['n', 'n'],
	['b', 'N'],
	['f', 'F'],
	['d', 'F'],
	['a', 'B'],
	['u', 'u'],
	['redo', 'U'],
	['audit', 'r'],
	['v', 'w'],
	['plan', 'P'],
	['report', 'W'],
	['tools', 'T'],
	['history', 'H'],
]);

const speeches: ReadonlyMap<string, (session: Session) => Speech> = new Map([
	['w', whySpeech],
	['e', evidenceSpeech],
	['h', handSpeech],
	['l', listSpeech],
	['m', questionsSpeech],
	['s', summarySpeech],
	['p', problemSpeech],
]);

const isNamed = (option: { readonly value: string; readonly label: string }, typed: string): boolean =>
	[option.value, option.label].some(each => each.toLowerCase() === typed.toLowerCase());

const hasPractice = ({ report }: Session, number: string): boolean =>
	report?.sections.some(({ practices }) => practices.some(practice => practice.number === number)) ?? false;

const yes = new Set(['y', 'yes']);

const press = (key: string): SessionEvent => ({ type: 'pressed', key, view: noView });

/** Keys for an answer to the page in front; null where it is none. */
const answerTo = (session: Session, typed: string): readonly SessionEvent[] | null => {
	const { screen } = session;
	switch (screen.name) {
		case 'try-out':
			if (screen.step !== 'ready') return [press('esc')];
			return [press(yes.has(typed.toLowerCase()) ? 'y' : 'esc')];
		case 'preview':
		case 'batch':
			if (screen.name === 'batch' && screen.step !== 'ready') return [press('esc')];
			return [press(yes.has(typed.toLowerCase()) ? 'y' : 'esc')];
		case 'choose':
		case 'question': {
			if (typed.toLowerCase() === 'c') {
				// As often as there are questions to step back through.
				const steps = screen.name === 'question' ? screen.at + 1 : 1;
				return Array.from({ length: steps }, () => press('esc'));
			}
			const question = screen.name === 'question' ? screen.questions[screen.at] : undefined;
			const count = question
				? optionsOf(question).length
				: screen.name === 'choose'
					? choicesOf(screen.fixes, screen.mode).length
					: 0;
			if (question && count === 0) {
				return [press('ctrl-u'), { type: 'pasted', text: typed || question.fallback }, press('enter')];
			}
			if (typed === '' && screen.name === 'question') return [{ type: 'chosen', index: screen.highlighted }];
			const named = question ? optionsOf(question).findIndex(each => isNamed(each, typed)) : -1;
			const index = named < 0 ? Number(typed) - 1 : named;
			return Number.isInteger(index) && index >= 0 && index < count ? [{ type: 'chosen', index }] : [];
		}
		case 'decide':
			return answerToDecide(screen, typed);
		case 'opening':
		case 'scanning':
		case 'failed':
		case 'browse':
		case 'log':
		case 'patch':
		case 'drop':
		case 'discard':
		case 'info':
		case 'summary':
			return null;
	}
};

/** Keys for an answer to a step of a decision. */
const answerToDecide = (decide: Decide, typed: string): readonly SessionEvent[] => {
	const word = typed.toLowerCase();
	// No more often than that: on the list behind the dialog the key clears the filter or stops an audit.
	const leave = (): readonly SessionEvent[] =>
		Array.from({ length: stepsBackOf(decide) }, () => press('esc'));
	if (word === 'c') return leave();
	if (decide.step === 'ready') return yes.has(word) ? [press('y')] : leave();
	if (decide.field) {
		if (typed === '') return [press('enter')];
		return [
			press('ctrl-u'),
			...(word === '-' ? [] : [{ type: 'pasted', text: typed } as const]),
			press('enter'),
		];
	}
	const index = typed === '' ? decide.highlighted : Number(typed) - 1;
	return Number.isInteger(index) && index >= 0 && index < optionsOfDecide(decide).length
		? [{ type: 'chosen', index }]
		: [];
};

/**
 * The guided session as a conversation in lines: for screen readers, dumb terminals and slow lines. It is the same
 * session; only what is shown is said. Throws what the opener threw.
 */
export const runPlainSession = async (options: PlainOptions): Promise<{ readonly exitCode: number }> => {
	const { write } = options;
	const speak = (speech: readonly SafeText[]) => {
		for (const text of speech) if (text !== '') write(text);
	};
	let session = startOf(options.name, { cols: 100, rows: 30 }, options.today);
	let exitCode: number | null = null;
	let saving: Promise<unknown> = Promise.resolve();
	const held: { perform: ((effect: Effect) => void) | null } = { perform: null };
	const waiting = new Set<() => void>();
	const dispatch = (event: SessionEvent) => {
		const [next, effects] = reduce(session, event);
		session = next;
		for (const effect of effects) held.perform?.(effect);
		for (const wake of waiting) wake();
	};
	const isIdle = () =>
		session.leaving.name === 'gone' || (session.work.kind === 'none' && session.awaited === null);
	const settled = (): Promise<void> =>
		new Promise(resolve => {
			const look = () => {
				if (!isIdle()) return;
				waiting.delete(look);
				resolve();
			};
			waiting.add(look);
			look();
		});

	write(say`bp-audit. Repository ${show(options.name)}. ${words.readOnly}.`);
	const bench = await options.openWorkbench();
	const run = createRunner(bench, {
		dispatch,
		flushKeys() {},
		repaint() {},
		suspend: () => Promise.resolve(),
		mouse() {},
		edit: () => Promise.resolve(),
		savePlan: steps => (saving = options.savePlan(steps)),
		saveReport: report => (saving = options.saveReport(report)),
		leave: status => {
			exitCode = status;
		},
	});
	// A line is typed on purpose: a yes needs no moment before it counts.
	held.perform = effect => {
		if (effect.type === 'arm') queueMicrotask(() => dispatch({ type: 'armed' }));
		else run(effect);
	};
	const { target, guides } = bench;
	write(say`${placeOf(target)}. ${words.auditing} …`);
	dispatch({ type: 'opened', target, guides, commits: bench.commits() });
	await settled();
	speak(scanSpeech(session));
	speak(noticeTexts(session));
	speak(session.screen.name === 'failed' ? screenSpeech(session) : problemSpeech(session));

	const act = async (typed: string): Promise<void> => {
		const word = typed.toLowerCase();
		const told = session.notice;
		const [before, at, screen] = [session.report, session.browse.at, session.screen];
		const answers = answerTo(session, typed);
		const key = keys.get(word);
		if (answers?.length === 0 && word !== 'quit') return speak([words.questionRefused]);
		if (word === 'quit' || (answers === null && word === 'q')) {
			exitCode = session.screen.name === 'failed' ? 3 : 0;
			return;
		}
		const speech = answers === null ? speeches.get(word) : undefined;
		if (speech) return speak(speech(session));
		if (answers === null && hasPractice(session, typed)) {
			session = goTo(session, typed);
			return speak(problemSpeech(session));
		}
		if (answers === null && key === undefined) return speak([words.plainHelp]);
		for (const event of answers ?? [press(key ?? '')]) dispatch(event);
		await settled();
		await saving.catch(() => {});
		if (session.notice !== told) speak(noticeTexts(session));
		if (session.screen !== screen) speak(screenSpeech(session));
		// The end of a batch or of a run has been said; the list is next.
		const { screen: now } = session;
		if ((now.name === 'batch' || now.name === 'try-out') && now.step === 'done') {
			dispatch({ type: 'pressed', key: 'esc', view: noView });
		}
		const isNew = session.browse.at !== at || session.report !== before;
		if (session.screen.name === 'browse' && (isNew || key === 'n' || key === 'N'))
			speak(problemSpeech(session));
	};

	try {
		speak([words.plainHelp]);
		options.prompt();
		for await (const typed of options.lines) {
			await act(typed.trim());
			if (exitCode !== null) break;
			options.prompt();
		}
	} finally {
		await bench.close();
	}
	for (const line of exitSummary(session, { ascii: false, passing: options.passing })) write(line);
	return { exitCode: exitCode ?? 0 };
};
