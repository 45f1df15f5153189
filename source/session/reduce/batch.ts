import { isOpen } from '../fixes.ts';
import type { OpenFix } from '../fixes.ts';
import type { Changed } from '../events.ts';
import { marksLeft } from '../marks.ts';
import type { Proposal } from '../ports.ts';
import { isLeft, scopesOf, showsDiffs } from '../scopes.ts';
import type { Batch, BatchItem, BatchScope, Session } from '../state.ts';
import { clamp, withValidSelection } from './browse.ts';
import { previewOf } from './preview.ts';
import { step } from './step.ts';
import type { Step } from './step.ts';

const itemsOf = ({ fixes }: BatchScope): readonly BatchItem[] =>
	fixes.map((fix): BatchItem => ({ fix, state: { name: 'waiting' } }));

/** Shows what would be committed and asks. */
const open = (session: Session, scopes: Batch['scopes']): Step =>
	step(
		{
			...session,
			notice: null,
			screen: {
				name: 'batch',
				step: 'ready',
				scopes,
				scope: 0,
				items: itemsOf(scopes[0]),
				at: 0,
				armed: false,
			},
		},
		{ type: 'arm' },
	);

/** The batch key: what is marked, else all that is safe. */
export const startBatches = (session: Session): Step => {
	const [first, ...others] = scopesOf(session);
	return first ? open(session, [first, ...others]) : step(session);
};

/** Some fixes of one practice. */
export const batchOf = (session: Session, fixes: readonly OpenFix[]): Step =>
	open(session, [{ name: 'practice', fixes }]);

/** Goes on to the next scope; what was left out is taken in again. */
export const nextScope = (session: Session, by: 1 | -1): Session => {
	const { screen } = session;
	if (screen.name !== 'batch' || screen.step !== 'ready') return session;
	const scope = (screen.scope + by + screen.scopes.length) % screen.scopes.length;
	const items = itemsOf(screen.scopes[scope] ?? screen.scopes[0]);
	return { ...session, screen: { ...screen, scope, items, at: 0 } };
};

const replaced = (items: readonly BatchItem[], at: number, state: BatchItem['state']): readonly BatchItem[] =>
	items.map((item, index) => (index === at ? { ...item, state } : item));

/** Leaves the selected fix out, or takes it in again. */
export const toggleItem = (session: Session, batch: Batch): Session => {
	const item = batch.items[batch.at];
	if (!item || batch.step !== 'ready') return session;
	const name = item.state.name === 'left-out' ? 'waiting' : 'left-out';
	const at = clamp(batch.at + 1, 0, batch.items.length - 1);
	return { ...session, screen: { ...batch, items: replaced(batch.items, batch.at, { name }), at } };
};

/** What was declined before the last commit waits again: what stood in its way may be gone. */
const waitingAgain = (items: readonly BatchItem[], commits: number): readonly BatchItem[] =>
	items.map(item =>
		item.state.name === 'not-committed' && item.state.behind !== null && item.state.behind < commits
			? { ...item, state: { name: 'waiting' as const } }
			: item,
	);

/** Goes on with the first waiting fix that still has something to do, or ends. */
const advance = (session: Session, stood: Batch): Step => {
	const isOut = stood.step === 'running' && !stood.items.some(({ state }) => state.name === 'waiting');
	const batch = isOut ? { ...stood, items: waitingAgain(stood.items, session.commits.length) } : stood;
	const at = batch.items.findIndex(({ state }) => state.name === 'waiting');
	const next = batch.items[at];
	if (!next || batch.step === 'stopping') {
		const items = batch.items.map(item =>
			item.state.name === 'waiting' ? { ...item, state: { name: 'stopped' as const } } : item,
		);
		// The first that needs somebody is where the keys are.
		const failed = items.findIndex(isLeft);
		const done: Session = {
			...session,
			work: { kind: 'none' },
			screen: { ...batch, step: 'done', items, at: Math.max(0, failed), armed: false },
		};
		return step(withValidSelection(done));
	}
	const { target, safety } = next.fix;
	if (session.report && !isOpen(session.report, target)) {
		return advance(session, { ...batch, items: replaced(batch.items, at, { name: 'not-needed' }) });
	}
	// Questions are asked one fix at a time.
	if (safety === 'guided') {
		return advance(session, { ...batch, items: replaced(batch.items, at, { name: 'needs-review' }) });
	}
	return step(
		{
			...session,
			work: { kind: 'plan', target, mode: 'fix', answers: {}, wanted: true },
			screen: { ...batch, items: replaced(batch.items, at, { name: 'running' }), at },
		},
		{ type: 'propose', target, answers: {} },
	);
};

export const startBatch = (session: Session): Step => {
	const { screen } = session;
	return screen.name === 'batch' && screen.step === 'ready'
		? advance(session, { ...screen, step: 'running', armed: false })
		: step(session);
};

export const stopBatch = (session: Session): Session => {
	const { screen } = session;
	return screen.name === 'batch' && screen.step === 'running'
		? { ...session, screen: { ...screen, step: 'stopping' } }
		: session;
};

/** The batch whose fix is under way, and where it is. */
const runningOf = ({ screen }: Session): { readonly batch: Batch; readonly at: number } | null => {
	if (screen.name !== 'batch') return null;
	const at = screen.items.findIndex(({ state }) => state.name === 'running');
	return at < 0 ? null : { batch: screen, at };
};

export const isBatchRunning = (session: Session): boolean => runningOf(session) !== null;

const ended = (session: Session, state: BatchItem['state']): Step => {
	const running = runningOf(session);
	if (!running) return step(session);
	const { batch, at } = running;
	return advance(
		{ ...session, work: { kind: 'none' } },
		{ ...batch, items: replaced(batch.items, at, state) },
	);
};

/** Commits what is safe; shows the diff of anything else, where the batch has such on purpose. */
export const proposeInBatch = (session: Session, proposal: Proposal): Step => {
	if (proposal.outcome === 'declined') {
		const behind = session.commits.length;
		return ended(session, { name: 'not-committed', reason: proposal.reason, behind });
	}
	if (proposal.safety === 'safe') {
		return step(
			{ ...session, work: { kind: 'commit', subject: proposal.subject } },
			{ type: 'commit', proposal: proposal.id, subject: null },
		);
	}
	const running = runningOf(session);
	if (!running || !showsDiffs(running.batch)) {
		return ended(session, { name: 'needs-review' });
	}
	return previewOf({ ...session, work: { kind: 'none' } }, proposal, {}, running.batch);
};

/** The diff was turned down: the batch goes on without it. */
export const skipInBatch = (session: Session, batch: Batch): Step =>
	ended({ ...session, screen: batch }, { name: 'skipped' });

export const commitInBatch = (session: Session, { commit, report, commits }: Changed): Step =>
	ended(
		{
			...session,
			report,
			commits,
			undone: [],
			excerpts: new Map(),
			marks: marksLeft(session.marks, report),
		},
		{ name: 'committed', commit: commit.commit },
	);

export const failInBatch = (session: Session, message: string): Step =>
	ended(session, { name: 'not-committed', reason: message, behind: null });

/** What became of a fix that was left, once another look was taken. */
const settled = (session: Session, item: BatchItem): BatchItem => {
	const { report, commits } = session;
	const { fixer } = item.fix.target;
	if (!isLeft(item) || !report || isOpen(report, item.fix.target)) return item;
	const made = commits.findLast(commit => commit.fixer === fixer && commit.practice === item.fix.practice);
	return { ...item, state: made ? { name: 'committed', commit: made.commit } : { name: 'not-needed' } };
};

/** The batch comes back once what was looked at is committed, declined or turned away from. */
export const withBatchBack = (session: Session): Session => {
	const { aside, screen, work } = session;
	const isOver = work.kind === 'none' || (work.kind === 'plan' && !work.wanted);
	if (!aside || screen.name !== 'browse' || !isOver) return session;
	const items = aside.items.map(item => settled(session, item));
	const next = items.findIndex((item, index) => index > aside.at && isLeft(item));
	const isSettled = !items.slice(aside.at, aside.at + 1).some(isLeft);
	const at = isSettled && next > 0 ? next : aside.at;
	return { ...session, aside: null, screen: { ...aside, items, at } };
};
