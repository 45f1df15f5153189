import type { Question } from '../../core/fixer.ts';
import { choicesOf } from '../fixes.ts';
import type { Choice } from '../fixes.ts';
import { marksLeft } from '../marks.ts';
import { fixesAtHand, rowsOf, selectedPractice } from '../selection.ts';
import { isProblem } from '../outline.ts';
import { spotsOf } from '../spots.ts';
import type { FixTarget, Proposal } from '../ports.ts';
import type { Ready } from '../state.ts';
import type { Changed } from '../events.ts';
import { fieldOf } from '../field.ts';
import type { FixMode, Session } from '../state.ts';
import { batchOf } from './batch.ts';
import { previewOf, takeReplanned } from './preview.ts';
import { fallbackOptionOf } from './question.ts';
import { goTo, nextProblem, withValidSelection } from './browse.ts';
import { behindUndone } from './log.ts';
import { noticed, step } from './step.ts';
import type { Step } from './step.ts';

/** Asks the fixer's questions first; most have none. */
export const begin = (session: Session, target: FixTarget, mode: FixMode): Step =>
	step(
		{
			...session,
			screen: { name: 'browse' },
			work: { kind: 'plan', target, mode, answers: {}, wanted: true },
			notice: null,
		},
		{ type: 'ask', target },
	);

/** The fix key: plans the only fix there is, or asks which. */
export const startFix = (session: Session, mode: FixMode): Step => {
	const [only, ...others] = fixesAtHand(session);
	if (!only) return noticed(session, { kind: 'obstacle', why: 'no-fix-here' });
	if (others.length === 0) return begin(session, only.target, mode);
	return step({ ...session, screen: { name: 'choose', fixes: [only, ...others], mode, highlighted: 0 } });
};

const take = (session: Session, choice: Choice, mode: FixMode): Step =>
	choice.kind === 'one' ? begin(session, choice.fix.target, mode) : batchOf(session, choice.fixes);

/** The menu of fixes took an entry. */
export const chooseFix = (session: Session, index: number): Step => {
	if (session.screen.name !== 'choose') return step(session);
	const { fixes, mode } = session.screen;
	const choice = choicesOf(fixes, mode)[index];
	return choice ? take(session, choice, mode) : step(session);
};

/** The fixer's questions are here; without any it plans at once. */
export const ask = (session: Session, target: FixTarget, questions: readonly Question[]): Step => {
	const { work } = session;
	if (work.kind !== 'plan') return step(session);
	const idle: Session = { ...session, work: { kind: 'none' } };
	if (!work.wanted) return step(idle);
	const [first] = questions;
	if (!first) return step(session, { type: 'propose', target, answers: {} });
	return step({
		...idle,
		help: null,
		screen: {
			name: 'question',
			target,
			mode: work.mode,
			questions,
			at: 0,
			answers: {},
			draft: fieldOf(first.fallback),
			highlighted: fallbackOptionOf(first),
			isRefused: false,
		},
	});
};

/** `subject` where the user wrote another first line than the fixer's. */
export const commitOf = (session: Session, proposal: Ready, subject: string | null): Step =>
	step(
		{ ...session, work: { kind: 'commit', subject: subject ?? proposal.subject }, notice: null },
		{ type: 'commit', proposal: proposal.id, subject },
	);

/** A proposal came: a safe fix is committed at once where the key asked for it, anything else is looked at first. */
export const propose = (session: Session, proposal: Proposal): Step => {
	const { work, screen } = session;
	if (work.kind !== 'plan') return step(session);
	const idle: Session = { ...session, work: { kind: 'none' } };
	if (!work.wanted) return step(idle);
	if (screen.name === 'preview') return takeReplanned(session, screen, proposal);
	if (proposal.outcome === 'declined') {
		const { reason } = proposal;
		const answers = Object.values(work.answers);
		if (answers.includes('no')) return noticed(idle, { kind: 'kept', reason });
		return noticed(idle, { kind: 'declined', reason, wasAsked: answers.length > 0 });
	}
	if (work.mode === 'fix' && proposal.safety === 'safe') return commitOf(idle, proposal, null);
	return previewOf(idle, proposal, work.answers, null);
};

/** The fix is on the branch: tells so and goes on to the next problem, once the practice has none left. */
export const afterCommit = (session: Session, { commit, report, commits }: Changed): Step => {
	const before = session.report?.summary.score ?? report.summary.score;
	const changed: Session = {
		...session,
		report,
		commits,
		undone: [],
		work: { kind: 'none' },
		screen: session.screen.name === 'preview' ? { name: 'browse' } : session.screen,
		excerpts: new Map(),
		marks: marksLeft(session.marks, report),
	};
	const practice = report.sections
		.flatMap(({ practices }) => practices)
		.find(({ number }) => number === commit.practice);
	const isMended = !rowsOf(changed).some(row => row.id === commit.practice && isProblem(row));
	const next =
		isMended && selectedPractice(changed)?.number === commit.practice ? nextProblem(changed, 1) : null;
	return noticed(withValidSelection(next ? goTo(changed, next.id) : changed), {
		kind: 'committed',
		commit,
		findingsLeft: practice ? spotsOf(practice).length : 0,
		scoreBefore: before,
		scoreAfter: report.summary.score,
	});
};

/** A fix was taken off the branch, or put back on it. */
export const afterTurn = (
	session: Session,
	kind: 'undone' | 'redone',
	changed: Changed | null,
	asked: string | null = null,
): Step => {
	const idle: Session = { ...session, work: { kind: 'none' } };
	if (!changed) {
		return noticed(kind === 'redone' ? { ...idle, undone: [] } : idle, {
			kind: 'obstacle',
			why: kind === 'undone' ? 'nothing-to-undo' : 'nothing-to-redo',
		});
	}
	const { commit, report, commits } = changed;
	const undone =
		kind === 'undone'
			? [commit, ...session.undone]
			: session.undone.filter((each, index) => (asked === null ? index > 0 : each.commit !== asked));
	const next = goTo(
		{ ...idle, report, commits, undone, excerpts: new Map(), marks: marksLeft(session.marks, report) },
		commit.practice,
	);
	const valid = withValidSelection(next);
	return noticed(kind === 'undone' ? behindUndone(valid) : valid, { kind, commit });
};
