import { helpEntriesOf } from '../context.ts';
import { emptyField, fieldOf, isFieldCommand } from '../field.ts';
import type { Effect } from '../events.ts';
import type { Command } from '../keys.ts';
import { pageOf } from '../layout.ts';
import { obstacleOf } from '../obstacles.ts';
import { leftAtHand } from '../scopes.ts';
import { selectedSpot } from '../selection.ts';
import type { Preview, Session } from '../state.ts';
import type { View } from '../view.ts';
import { nextScope, skipInBatch, startBatch, startBatches, stopBatch, toggleItem } from './batch.ts';
import { browse, clamp, goTo, withValidSelection } from './browse.ts';
import { confirmDecide, leaveDecide, openDecide, takeInDecide } from './decide.ts';
import { begin, commitOf, startFix } from './fix.ts';
import { interrupt, leave, leaveWhenDone, wishToLeave } from './leave.ts';
import { confirmDiscard, confirmDrop, openLog, openPatch, redo, undo } from './log.ts';
import { mark, markAll } from './mark.ts';
import { movePreview, takeSubject, toggleChoice, writeSubject } from './preview.ts';
import { leaveQuestion, takeDraft } from './question.ts';
import { targetOf } from './scroll.ts';
import { hindered, noticed, step } from './step.ts';
import type { Step } from './step.ts';
import { confirmTryOut, lookForTrials, stopTrials } from './try-out.ts';
import { edit, withFilter } from './type.ts';

const scrolled = (session: Session, command: Command, view: View): Session => {
	const { screen, commits, undone } = session;
	const page = pageOf(session.size);
	switch (screen.name) {
		case 'log': {
			const at = clamp(targetOf(screen.at, command, view, page), 0, commits.length + undone.length - 1);
			return { ...session, screen: { ...screen, at } };
		}
		case 'info':
		case 'try-out':
		case 'patch': {
			const scroll = clamp(targetOf(screen.scroll, command, view, page), 0, view.reach);
			return { ...session, screen: { ...screen, scroll } };
		}
		case 'batch': {
			const at = clamp(targetOf(screen.at, command, view, page), 0, Math.max(0, screen.items.length - 1));
			return { ...session, screen: { ...screen, at } };
		}
		case 'preview':
			return movePreview(session, command, view);
		case 'opening':
		case 'scanning':
		case 'failed':
		case 'browse':
		case 'choose':
		case 'question':
		case 'summary':
		case 'drop':
		case 'discard':
		case 'decide':
			return session;
	}
};

/** Yes, in the dialog that is open; a key that was typed before it could be read does not count. */
const confirm = (session: Session): Step => {
	const { leaving, screen } = session;
	if (leaving.name === 'asked') return leaving.armed ? leaveWhenDone(session) : step(session);
	if (screen.name === 'preview') {
		if (!screen.armed || session.work.kind !== 'none' || screen.state.name !== 'current')
			return step(session);
		const { proposal, subject, batch } = screen;
		return commitOf({ ...session, screen: batch ?? { name: 'browse' } }, proposal, subject);
	}
	if (screen.name === 'decide') return confirmDecide(session, screen);
	if (screen.name === 'drop') return confirmDrop(session);
	if (screen.name === 'discard') return confirmDiscard(session);
	if (screen.name === 'try-out') return confirmTryOut(session, screen);
	return screen.name === 'batch' && screen.armed ? startBatch(session) : step(session);
};

/** Closes the page in front; a batch whose diff was turned down goes on. */
const turnDown = (session: Session): Step => {
	const { screen, leaving, help } = session;
	const isFront = leaving.name !== 'asked' && !help && screen.name === 'preview' && !screen.writing;
	// While another choice is being planned the batch cannot go on: the plan comes first.
	if (!isFront || !screen.batch) return step(close(session));
	return session.work.kind === 'none' ? skipInBatch(session, screen.batch) : hindered(session, 'busy');
};

/** Closes what is on top; never quits, never throws work away. */
const close = (session: Session): Session => {
	const { screen, filtering } = session;
	if (session.leaving.name === 'asked') return { ...session, leaving: { name: 'no' } };
	if (session.help) return { ...session, help: null };
	if (filtering) return withFilter(session, null, '');
	switch (screen.name) {
		case 'question':
			return leaveQuestion(session, screen);
		case 'decide':
			return leaveDecide(session, screen);
		case 'preview': {
			if (screen.writing) return { ...session, screen: { ...screen, writing: null } };
			const { work } = session;
			const turned = work.kind === 'plan' ? { ...session, work: { ...work, wanted: false } } : session;
			return { ...turned, screen: { name: 'browse' } };
		}
		case 'patch':
		case 'drop':
			return { ...session, screen: screen.log };
		case 'log': {
			const { work } = session;
			const turned = work.kind === 'trace' ? { ...session, work: { ...work, wanted: false } } : session;
			return { ...turned, screen: { name: 'browse' } };
		}
		case 'discard':
			return { ...session, screen: { name: 'summary', highlighted: 0 } };
		case 'try-out':
			return screen.step === 'ready' || screen.step === 'done'
				? { ...session, screen: { name: 'browse' } }
				: session;
		case 'choose':
		case 'info':
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
			const hasSummary = session.commits.length > 0 && session.work.kind === 'none' && !session.isPart;
			return hasSummary
				? step({ ...session, screen: { name: 'summary', highlighted: 0 }, notice: null })
				: wishToLeave(session, 0);
		}
		case 'try-out':
		case 'batch':
			return session.work.kind === 'none' ? step(close(session)) : wishToLeave(session, 0);
		case 'preview':
			return turnDown(session);
		case 'choose':
		case 'question':
		case 'log':
		case 'patch':
		case 'drop':
		case 'discard':
		case 'info':
		case 'decide':
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

const openEditor = (session: Session): Step => {
	const at = selectedSpot(session)?.finding.at;
	if (!at) return step(session);
	return step({ ...session, notice: null }, { type: 'edit', path: at.path, line: at.line ?? null });
};

const namePlace = (session: Session): Step => {
	const at = selectedSpot(session)?.finding.at;
	return at ? noticed(session, { kind: 'place', path: at.path, line: at.line ?? null }) : step(session);
};

const stopAudit = (session: Session): Step =>
	session.work.kind === 'audit'
		? step({ ...session, work: { ...session.work, isStopped: true } }, { type: 'stop-audit' })
		: step(session);

/** One thing at a time: a plan under way, the detail, then the filter. */
const escape = (session: Session, view: View): Step => {
	const turned = withoutPlan(session);
	if (turned) return turned;
	const { pane, filter } = session.browse;
	if (pane !== 'detail' && filter !== '') return step(withFilter(session, null, ''));
	if (pane !== 'detail' && session.work.kind === 'audit') return stopAudit(session);
	return step(browse(session, 'back', view));
};

const takeText = (session: Session): Step => {
	const { screen } = session;
	if (screen.name === 'decide') return takeInDecide(session, screen);
	return screen.name === 'preview' ? step(takeSubject(session, screen)) : takeDraft(session);
};

const inPreview = (session: Session, change: (preview: Preview) => Preview): Session =>
	session.screen.name === 'preview' ? { ...session, screen: change(session.screen) } : session;

const toggle = (session: Session): Step => {
	const { screen } = session;
	if (screen.name === 'preview') return toggleChoice(session, screen);
	return step(screen.name === 'batch' ? toggleItem(session, screen) : session);
};

/** The end of a batch: a fix that was left is looked at, with the batch behind it; anything else leads back to the list. */
const goOnFromBatch = (session: Session): Step => {
	const { screen } = session;
	const left = leftAtHand(session);
	const closed = close(session);
	if (!left || screen.name !== 'batch') return step(closed);
	const selected = goTo(withFilter(closed, null, ''), left.fix.practice);
	return begin({ ...selected, aside: screen }, left.fix.target, 'preview');
};

const auditAgain = (session: Session, audit: Effect): Step =>
	step(
		{
			...session,
			screen: session.report && !session.isPart ? session.screen : { name: 'scanning' },
			work: { kind: 'audit', progress: null },
			notice: null,
		},
		audit,
	);

const runs: Partial<Record<Command, (session: Session, view: View) => Step>> = {
	fix: session => startFix(session, 'fix'),
	preview: session => startFix(session, 'preview'),
	batch: startBatches,
	mark: session => step(mark(session)),
	edit: openEditor,
	'name-place': namePlace,
	mouse: session =>
		noticed(
			{ ...session, mouse: !session.mouse },
			{ kind: 'mouse', isOn: !session.mouse },
			{ type: 'mouse', isOn: !session.mouse },
		),
	'more-keys': session => step({ ...session, keyPage: session.keyPage + 1 }),
	decide: openDecide,
	'mark-all': session => step(markAll(session)),
	filter: session => step({ ...session, filtering: fieldOf(session.browse.filter), notice: null }),
	'take-filter': session => step({ ...session, filtering: null }),
	toggle,
	focus: session =>
		step(inPreview(session, screen => ({ ...screen, focus: screen.focus === 'diff' ? 'choice' : 'diff' }))),
	message: session =>
		session.screen.name === 'preview' ? step(writeSubject(session, session.screen)) : step(session),
	split: session =>
		step(inPreview({ ...session, splitsDiffs: !session.splitsDiffs }, screen => ({ ...screen, scroll: 0 }))),
	scope: session => step(nextScope(session, 1)),
	escape,
	undo,
	redo,
	patch: openPatch,
	'audit-again': session => auditAgain(session, { type: 'audit' }),
	'search-history': session => auditAgain(session, { type: 'audit', withHistory: true }),
	log: session => step(openLog(session)),
	'save-plan': session =>
		step(session, { type: 'save-plan', steps: session.commits.flatMap(commit => commit.step ?? []) }),
	'try-out': lookForTrials,
	'stop-trials': stopTrials,
	'save-report': session =>
		session.report ? step(session, { type: 'save-report', report: session.report }) : step(session),
	info: session => step({ ...session, screen: { name: 'info', scroll: 0 }, notice: null }),
	summary: session => step({ ...session, screen: { name: 'summary', highlighted: 0 }, notice: null }),
	help: session => step({ ...session, help: { query: emptyField, at: 0 }, notice: null }),
	'help-run': runHelp,
	'take-text': takeText,
	confirm,
	'open-results': session => step(withValidSelection({ ...session, screen: { name: 'browse' } })),
	'stop-audit': stopAudit,
	stop: session => step(stopBatch(session)),
	cancel: turnDown,
	close: session => step(close(session)),
	done: goOnFromBatch,
	quit,
	interrupt,
	suspend: session => step(session, { type: 'suspend' }),
	repaint: session => step(session, { type: 'repaint' }),
};

/** Does what a key stands for; the moving keys are left to the page that is open. */
export const run = (before: Session, command: Command, view: View): Step => {
	// Other keys are shown until one of them is used.
	const session = command === 'more-keys' || before.keyPage === 0 ? before : { ...before, keyPage: 0 };
	const why = obstacleOf(session, command);
	if (why) return hindered(session, why);
	if (isFieldCommand(command)) return step(edit(session, command));
	const moved = session.screen.name === 'browse' ? browse : scrolled;
	return runs[command]?.(session, view) ?? step(moved(session, command, view));
};
