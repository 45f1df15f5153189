import type { SessionEvent } from './events.ts';
import { commandOf } from './keys.ts';
import { contextOf, helpEntriesOf } from './context.ts';
import type { Context, Key } from './keys.ts';
import { marksLeft } from './marks.ts';
import type { Notice } from './notice.ts';
import { selectedSpot } from './selection.ts';
import {
	commitInBatch,
	failInBatch,
	isBatchRunning,
	nextScope,
	proposeInBatch,
	withBatchBack,
} from './reduce/batch.ts';
import { clamp, click, movedRow, withShownPane, withValidSelection } from './reduce/browse.ts';
import { run } from './reduce/command.ts';
import { chooseInDecide, takeDraftOf } from './reduce/decide.ts';
import { afterCommit, afterTurn, ask, chooseFix, propose } from './reduce/fix.ts';
import { leave, leaveIfDone } from './reduce/leave.ts';
import { chooseAnswer } from './reduce/question.ts';
import { afterDrop, takePatch, takeTrace } from './reduce/log.ts';
import { withBranch } from './reduce/moved-branch.ts';
import { noticed, step } from './reduce/step.ts';
import type { Step } from './reduce/step.ts';
import { askToTryOut, startTrial, takeRan } from './reduce/try-out.ts';
import { write } from './reduce/type.ts';
import { choiceOfSummary } from './summary.ts';
import { excerptKey } from './state.ts';
import type { Session } from './state.ts';
import { noView } from './view.ts';
import type { View } from './view.ts';

/** Excerpts that are remembered. */
const remembered = 50;
/** Lines shown around a place, on either side; what the tallest screens have room for. */
const around = 12;

const isTyping = (context: Context): boolean =>
	context === 'text' || context === 'help' || context === 'filter';

const isPrintable = (key: Key): boolean => /^\P{Cc}$/u.test(key);

const press = (session: Session, key: Key, view: View): Step => {
	const context = contextOf(session);
	const command = commandOf(context, key);
	if (command === 'help-move' && session.help) {
		const at = clamp(session.help.at + (key === 'up' ? -1 : 1), 0, helpEntriesOf(session).length - 1);
		return step({ ...session, help: { ...session.help, at: Math.max(0, at) } });
	}
	if (command === 'filter-move') return step(movedRow(session, key === 'up' ? -1 : 1));
	if (command === 'scope') return step(nextScope(session, key === 'left' ? -1 : 1));
	if (command) return run({ ...session, notice: null }, command, view);
	return isTyping(context) && isPrintable(key) ? step(write(session, key)) : step(session);
};

const highlight = (session: Session, index: number): Session => {
	const { screen } = session;
	return 'highlighted' in screen ? { ...session, screen: { ...screen, highlighted: index } } : session;
};

const chooseInSummary = (session: Session, index: number): Step => {
	const browsing: Session = { ...session, screen: { name: 'browse' } };
	switch (choiceOfSummary(session, index)) {
		case 'next-problem':
			return run(browsing, 'next-problem', noView);
		case 'log':
			return run(session, 'log', noView);
		case 'save-plan':
			return run(session, 'save-plan', noView);
		case 'back':
			return step(browsing);
		case 'discard':
			return step({ ...session, screen: { name: 'discard', armed: false } }, { type: 'arm' });
		case 'quit':
			return leave(session, 0);
		case null:
			return step(session);
	}
};

const choose = (session: Session, index: number): Step => {
	const { name } = session.screen;
	if (name === 'choose') return chooseFix(session, index);
	if (name === 'question') return chooseAnswer(session, index);
	if (session.screen.name === 'decide') return chooseInDecide(session, session.screen, index);
	return name === 'summary' ? chooseInSummary(session, index) : step(session);
};

const bannersOf = ({ bench }: Session): Notice | null =>
	bench && (bench.target.banners.length > 0 || bench.target.dirty.length > 0) ? { kind: 'banners' } : null;

const arm = (session: Session): Session => {
	const { leaving, screen } = session;
	if (leaving.name === 'asked') return { ...session, leaving: { ...leaving, armed: true } };
	if (
		screen.name === 'preview' ||
		screen.name === 'drop' ||
		screen.name === 'discard' ||
		screen.name === 'decide' ||
		screen.name === 'try-out'
	) {
		return { ...session, screen: { ...screen, armed: true } };
	}
	return screen.name === 'batch' && screen.step === 'ready'
		? { ...session, screen: { ...screen, armed: true } }
		: session;
};

/** What could not be planned is not waited for. */
const withoutPlanning = (session: Session, reason: string): Session =>
	session.screen.name === 'preview' && session.screen.state.name === 'planning'
		? { ...session, screen: { ...session.screen, state: { name: 'declined', reason } } }
		: session;

/** The first audit ended early: what it found out stays to be read. */
const failPart = (session: Session, message: string, tryThis: string): Step => {
	const screen: Session['screen'] = session.screen.name === 'scanning' ? { name: 'browse' } : session.screen;
	return noticed(
		withValidSelection({ ...session, screen, work: { kind: 'none' } }),
		session.work.kind === 'audit' && session.work.isStopped === true
			? { kind: 'stopped' }
			: { kind: 'broke', message, tryThis },
	);
};

const fail = (session: Session, message: string, tryThis: string): Step => {
	if (isBatchRunning(session)) return failInBatch(session, message);
	if (session.isPart && session.work.kind === 'audit') return failPart(session, message, tryThis);
	const screen: Session['screen'] = session.screen.name === 'try-out' ? { name: 'browse' } : session.screen;
	const idle = withoutPlanning({ ...session, screen, work: { kind: 'none' } }, message);
	return session.report
		? noticed(idle, { kind: 'broke', message, tryThis })
		: step({ ...idle, screen: { name: 'failed', message, tryThis } });
};

const react = (session: Session, event: SessionEvent): Step => {
	switch (event.type) {
		case 'resized':
			return step(withShownPane({ ...session, size: event.size }));
		case 'pressed':
			return press(session, event.key, event.view);
		case 'pasted': {
			const context = contextOf(session);
			return isTyping(context)
				? step(write(session, event.text))
				: noticed(session, { kind: 'dropped-paste' });
		}
		case 'clicked':
			return step(click(session, event.row));
		case 'highlighted':
			return step(highlight(session, event.index));
		case 'chosen':
			return session.help || session.leaving.name !== 'no' ? step(session) : choose(session, event.index);
		case 'armed':
			return step(arm(session));
		case 'opened': {
			const { target, guides, commits } = event;
			return step(
				{
					...session,
					bench: { target, guides },
					commits,
					screen: { name: 'scanning' },
					work: { kind: 'audit', progress: null },
				},
				{ type: 'audit' },
			);
		}
		case 'progressed':
			return step(
				session.work.kind === 'audit'
					? { ...session, work: { ...session.work, progress: event.progress } }
					: session,
			);
		case 'judged': {
			const isFirst = session.report === null || session.isPart;
			if (session.work.kind !== 'audit' || !isFirst) return step(session);
			const next: Session = { ...session, report: event.part, isPart: true };
			// What is selected is chosen when somebody looks.
			return step(session.screen.name === 'scanning' ? next : withValidSelection(next));
		}
		case 'audited': {
			const { report, commits } = event;
			const isFirst = session.report === null || session.isPart;
			const isRead = session.isPart && session.screen.name !== 'scanning';
			const next: Session = {
				...session,
				report,
				isPart: false,
				commits,
				before: session.before ?? report.summary,
				work: { kind: 'none' },
				screen: session.screen.name === 'scanning' ? { name: 'browse' } : session.screen,
				excerpts: new Map(),
				marks: marksLeft(session.marks, report),
				notice: isFirst
					? (bannersOf(session) ?? (isRead ? { kind: 'all-judged' } : null))
					: { kind: 'audited' },
			};
			return step(withValidSelection(next));
		}
		case 'asked':
			return ask(session, event.target, event.questions);
		case 'proposed':
			return isBatchRunning(session)
				? proposeInBatch(session, event.proposal)
				: propose(session, event.proposal);
		case 'committed':
			return isBatchRunning(session) ? commitInBatch(session, event) : afterCommit(session, event);
		case 'undone':
			return afterTurn(session, 'undone', event.changed);
		case 'redone':
			return afterTurn(session, 'redone', event.changed, event.asked);
		case 'traced':
			return takeTrace(session, event.commit, event.dependants);
		case 'dropped':
			return afterDrop(session, event);
		case 'edited':
			return noticed(
				session,
				event.problem === null
					? { kind: 'edited', path: event.path }
					: { kind: 'broke', message: event.problem, tryThis: '' },
			);
		case 'plan-saved': {
			const { path, steps, problem } = event;
			return noticed(
				session,
				problem === null
					? { kind: 'plan-saved', path, steps }
					: { kind: 'broke', message: problem, tryThis: '' },
			);
		}
		case 'report-saved': {
			const { path, problem } = event;
			return noticed(
				session,
				problem === null ? { kind: 'report-saved', path } : { kind: 'broke', message: problem, tryThis: '' },
			);
		}
		case 'trials-listed':
			return askToTryOut(session, event.trials);
		case 'trial-started':
			return step(startTrial(session, event.trial));
		case 'tried-out':
			return takeRan(session, event.ran);
		case 'drafted':
			return takeDraftOf(session, event.draft);
		case 'shown':
			return step(takePatch(session, event.commit, event.diff));
		case 'excerpted': {
			const excerpts = new Map([...session.excerpts, [event.key, event.excerpt] as const].slice(-remembered));
			return step({ ...session, excerpts, awaited: null });
		}
		case 'failed':
			return fail(withBranch(session, event.commits), event.message, event.tryThis);
	}
};

/** Asks for the lines around the selected finding; one excerpt at a time, so that only the latest is waited for. */
const withExcerpt = ([session, effects]: Step): Step => {
	const { screen, work, awaited, excerpts, isPart } = session;
	if (screen.name !== 'browse' || isPart || work.kind !== 'none' || awaited !== null)
		return [session, effects];
	const at = selectedSpot(session)?.finding.at;
	if (at?.line === undefined) return [session, effects];
	const key = excerptKey(at.path, at.line);
	if (excerpts.has(key)) return [session, effects];
	return [
		{ ...session, awaited: key },
		[...effects, { type: 'excerpt', path: at.path, line: at.line, around }],
	];
};

/** The whole session as a function: what an event makes of it, and what the outside is to do. */
export const reduce = (session: Session, event: SessionEvent): Step => {
	if (session.leaving.name === 'gone') return step(session);
	const [turned, effects] = react(session, event);
	const next = withBatchBack(turned);
	if (next.leaving.name === 'gone') return [next, effects];
	const [after, parting] = leaveIfDone(next);
	if (after.leaving.name === 'gone') return [after, parting];
	return withExcerpt([next, effects]);
};
