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

const far = Number.MAX_SAFE_INTEGER;

/** Where the moving keys lead, in lines, on the pages that only scroll. */
const distances: Partial<Record<Command, (page: number) => number>> = {
	down: () => 1,
	up: () => -1,
	'page-down': page => page,
	'page-up': page => -page,
	first: () => -far,
	last: () => far,
};

/** The line a key scrolls to. */
const targetOf = (scroll: number, command: Command, { stops }: View, page: number): number => {
	if (command === 'next-hunk') return stops.find(line => line > scroll) ?? scroll;
	if (command === 'previous-hunk') return stops.findLast(line => line < scroll) ?? 0;
	return scroll + (distances[command]?.(page) ?? 0);
};

const scrolled = (session: Session, command: Command, view: View): Session => {
	const { screen, commits, undone } = session;
	const page = pageOf(session.size);
	if (screen.name === 'log') {
		const at = clamp(targetOf(screen.at, command, view, page), 0, commits.length + undone.length - 1);
		return { ...session, screen: { ...screen, at } };
	}
	if (screen.name !== 'batch' && screen.name !== 'preview') return session;
	const scroll = clamp(targetOf(screen.scroll, command, view, page), 0, view.reach);
	return { ...session, screen: { ...screen, scroll } };
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

const auditAgain = (session: Session): Step =>
	step(
		{
			...session,
			screen: session.report ? session.screen : { name: 'scanning' },
			work: { kind: 'audit', progress: null },
			notice: null,
		},
		{ type: 'audit' },
	);

const turn = (session: Session, type: 'undo' | 'redo'): Step =>
	step({ ...session, work: { kind: type }, notice: null }, { type });

const runs: Partial<Record<Command, (session: Session, view: View) => Step>> = {
	fix: session => startFix(session, 'fix'),
	preview: session => startFix(session, 'preview'),
	batch: session =>
		session.report && session.bench
			? batchOf(session, safeFixesOf(session.report, session.bench.guides.fixers))
			: step(session),
	undo: session => turn(session, 'undo'),
	redo: session => turn(session, 'redo'),
	'audit-again': auditAgain,
	log: session => step({ ...session, screen: { name: 'log', at: 0 }, notice: null }),
	summary: session => step({ ...session, screen: { name: 'summary', highlighted: 0 }, notice: null }),
	help: session => step({ ...session, help: { query: '', at: 0 }, notice: null }),
	'help-run': runHelp,
	'take-text': takeDraft,
	erase: session => step(erase(session)),
	'erase-all': session => step(eraseAll(session)),
	confirm,
	stop: session => step(stopBatch(session)),
	cancel: session => step(close(session)),
	close: session => step(close(session)),
	done: session => step(close(session)),
	back: (session, view) => withoutPlan(session) ?? step(browse(session, 'back', view)),
	quit,
	interrupt,
	suspend: session => step(session, { type: 'suspend' }),
	repaint: session => step(session, { type: 'repaint' }),
};

/** Does what a key stands for; the moving keys are left to the page that is open. */
export const run = (session: Session, command: Command, view: View): Step => {
	const why = obstacleOf(session, command);
	if (why) return hindered(session, why);
	const moved = session.screen.name === 'browse' ? browse : scrolled;
	return runs[command]?.(session, view) ?? step(moved(session, command, view));
};
