import { safeFixesOf } from '../fixes.ts';
import { helpEntriesOf } from '../keys.ts';
import type { Command } from '../keys.ts';
import { pageOf } from '../layout.ts';
import { obstacleOf } from '../obstacles.ts';
import type { Session } from '../state.ts';
import type { View } from '../view.ts';
import { batchOf, startBatch, stopBatch } from './batch.ts';
import { browse, clamp } from './browse.ts';
import { commitOf, startFix } from './fix.ts';
import { interrupt, leave, leaveWhenDone, wishToLeave } from './leave.ts';
import { leaveQuestion, takeDraft } from './question.ts';
import { hindered, noticed, step } from './step.ts';
import type { Step } from './step.ts';
import { erase, eraseAll } from './type.ts';

/** Where the moving keys lead, in lines, on the pages that only scroll; null for other commands. */
const distanceOf = (command: Command, page: number): number | null => {
	switch (command) {
		case 'down':
			return 1;
		case 'up':
			return -1;
		case 'page-down':
			return page;
		case 'page-up':
			return -page;
		case 'first':
			return -Number.MAX_SAFE_INTEGER;
		case 'last':
			return Number.MAX_SAFE_INTEGER;
		default:
			return null;
	}
};

const scrolled = (session: Session, command: Command, view: View): Session => {
	const { screen, commits, undone } = session;
	const by = distanceOf(command, pageOf(session.size));
	switch (screen.name) {
		case 'log':
			return by === null
				? session
				: {
						...session,
						screen: { ...screen, at: clamp(screen.at + by, 0, commits.length + undone.length - 1) },
					};
		case 'batch':
			return by === null
				? session
				: { ...session, screen: { ...screen, scroll: clamp(screen.scroll + by, 0, view.reach) } };
		case 'preview': {
			const next = view.stops.find(line => line > screen.scroll);
			const before = view.stops.findLast(line => line < screen.scroll);
			const scroll =
				command === 'next-hunk'
					? (next ?? screen.scroll)
					: command === 'previous-hunk'
						? (before ?? 0)
						: screen.scroll + (by ?? 0);
			return { ...session, screen: { ...screen, scroll: clamp(scroll, 0, view.reach) } };
		}
		default:
			return session;
	}
};

/** Yes, in the dialog that is open; a key that was typed before it could be read does not count. */
const confirm = (session: Session): Step => {
	const { leaving, screen } = session;
	if (leaving.name === 'asked') return leaving.armed ? leaveWhenDone(session) : step(session);
	if (screen.name === 'preview' && screen.armed && session.work.kind === 'none') {
		return commitOf({ ...session, screen: { name: 'browse' } }, screen.proposal);
	}
	return screen.name === 'batch' && screen.armed ? startBatch(session) : step(session);
};

/** Closes what is on top; never quits, never throws work away. */
const close = (session: Session): Session => {
	const { screen } = session;
	if (session.leaving.name === 'asked') return { ...session, leaving: { name: 'no' } };
	if (session.help) return { ...session, help: null };
	switch (screen.name) {
		case 'question':
			return leaveQuestion(session, screen);
		case 'choose':
		case 'preview':
		case 'log':
		case 'summary':
			return { ...session, screen: { name: 'browse' } };
		case 'batch':
			return screen.step === 'ready' || screen.step === 'done'
				? { ...session, screen: { name: 'browse' } }
				: session;
		case 'opening':
		case 'scanning':
		case 'failed':
		case 'browse':
			return session;
	}
};

/** One level back; at the top the summary where there is something to sum up, else out. */
const quit = (session: Session): Step => {
	switch (session.screen.name) {
		case 'opening':
		case 'scanning':
		case 'summary':
			return wishToLeave(session, 0);
		case 'failed':
			return leave(session, 3);
		case 'browse': {
			const hasSummary = session.commits.length > 0 && session.work.kind === 'none';
			return hasSummary
				? step({ ...session, screen: { name: 'summary', highlighted: 0 }, notice: null })
				: wishToLeave(session, 0);
		}
		case 'batch':
			return session.work.kind === 'none' ? step(close(session)) : wishToLeave(session, 0);
		case 'choose':
		case 'question':
		case 'preview':
		case 'log':
			return step(close(session));
	}
};

const runHelp = (session: Session, view: View): Step => {
	const entry = helpEntriesOf(session)[session.help?.at ?? 0];
	const closed: Session = { ...session, help: null };
	return entry && entry.command !== 'help' ? run(closed, entry.command, view) : step(closed);
};

/** The user turned away from a plan that is being made: it is forgotten when it comes. */
const withoutPlan = (session: Session): Step | null => {
	const { work, screen } = session;
	if (work.kind !== 'plan' || !work.wanted || screen.name !== 'browse') return null;
	return noticed({ ...session, work: { ...work, wanted: false } }, { kind: 'dropped-plan' });
};

/** Does what a key stands for. */
export const run = (session: Session, command: Command, view: View): Step => {
	const why = obstacleOf(session, command);
	if (why) return hindered(session, why);
	switch (command) {
		case 'fix':
			return startFix(session, 'fix');
		case 'preview':
			return startFix(session, 'preview');
		case 'batch':
			return session.report && session.bench
				? batchOf(session, safeFixesOf(session.report, session.bench.guides.fixers))
				: step(session);
		case 'undo':
		case 'redo':
			return step({ ...session, work: { kind: command }, notice: null }, { type: command });
		case 'audit-again':
			return step(
				{
					...session,
					screen: session.report ? session.screen : { name: 'scanning' },
					work: { kind: 'audit', progress: null },
					notice: null,
				},
				{ type: 'audit' },
			);
		case 'log':
			return step({ ...session, screen: { name: 'log', at: 0 }, notice: null });
		case 'summary':
			return step({ ...session, screen: { name: 'summary', highlighted: 0 }, notice: null });
		case 'help':
			return step({ ...session, help: { query: '', at: 0 }, notice: null });
		case 'help-run':
			return runHelp(session, view);
		case 'take-text':
			return takeDraft(session);
		case 'erase':
			return step(erase(session));
		case 'erase-all':
			return step(eraseAll(session));
		case 'confirm':
			return confirm(session);
		case 'stop':
			return step(stopBatch(session));
		case 'cancel':
		case 'close':
		case 'done':
			return step(close(session));
		case 'back':
			return withoutPlan(session) ?? step(browse(session, command, view) ?? session);
		case 'quit':
			return quit(session);
		case 'interrupt':
			return interrupt(session);
		case 'suspend':
		case 'repaint':
			return step(session, { type: command });
		default:
			return step(
				session.screen.name === 'browse'
					? (browse(session, command, view) ?? session)
					: scrolled(session, command, view),
			);
	}
};
