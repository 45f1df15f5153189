import { isOpen } from '../fixes.ts';
import type { OpenFix } from '../fixes.ts';
import type { Changed } from '../events.ts';
import type { Proposal } from '../ports.ts';
import type { BatchItem, Screen, Session } from '../state.ts';
import { withValidSelection } from './browse.ts';
import { step } from './step.ts';
import type { Step } from './step.ts';

type Batch = Extract<Screen, { readonly name: 'batch' }>;

/** Shows what would be committed and asks. */
export const batchOf = (session: Session, fixes: readonly OpenFix[]): Step => {
	const items = fixes.map((fix): BatchItem => ({ fix, state: { name: 'waiting' } }));
	return step(
		{ ...session, notice: null, screen: { name: 'batch', step: 'ready', items, scroll: 0, armed: false } },
		{ type: 'arm' },
	);
};

const replaced = (items: readonly BatchItem[], at: number, state: BatchItem['state']): readonly BatchItem[] =>
	items.map((item, index) => (index === at ? { ...item, state } : item));

/** Goes on with the first waiting fix that still has something to do, or ends. */
const advance = (session: Session, batch: Batch): Step => {
	const at = batch.items.findIndex(({ state }) => state.name === 'waiting');
	const next = batch.items[at];
	if (!next || batch.step === 'stopping') {
		const items = batch.items.map(item =>
			item.state.name === 'waiting' ? { ...item, state: { name: 'stopped' as const } } : item,
		);
		const done: Session = {
			...session,
			work: { kind: 'none' },
			screen: { ...batch, step: 'done', items, armed: false },
		};
		return step(withValidSelection(done));
	}
	const { target } = next.fix;
	if (session.report && !isOpen(session.report, target)) {
		return advance(session, { ...batch, items: replaced(batch.items, at, { name: 'not-needed' }) });
	}
	return step(
		{
			...session,
			work: { kind: 'plan', target, mode: 'fix', wanted: true },
			screen: { ...batch, items: replaced(batch.items, at, { name: 'running' }) },
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

/** Commits what is safe; what turned out graver in this case waits for a look. */
export const proposeInBatch = (session: Session, proposal: Proposal): Step => {
	if (proposal.outcome === 'declined')
		return ended(session, { name: 'not-committed', reason: proposal.reason });
	if (proposal.safety !== 'safe') return ended(session, { name: 'needs-review' });
	return step(
		{ ...session, work: { kind: 'commit', subject: proposal.subject } },
		{ type: 'commit', proposal: proposal.id },
	);
};

export const commitInBatch = (session: Session, { commit, report, commits }: Changed): Step =>
	ended(
		{ ...session, report, commits, undone: [], excerpts: new Map() },
		{ name: 'committed', commit: commit.commit },
	);

export const failInBatch = (session: Session, message: string): Step =>
	ended(session, { name: 'not-committed', reason: message });
