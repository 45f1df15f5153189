import { logEntriesOf, selectedEntry } from '../log-entries.ts';
import { marksLeft } from '../marks.ts';
import type { FixCommit } from '../ports.ts';
import type { Report } from '../../core/report.ts';
import type { Log, Session } from '../state.ts';
import { clamp, goTo, withValidSelection } from './browse.ts';
import { noticed, step } from './step.ts';
import type { Step } from './step.ts';

/** Opens the log on the newest commit. */
export const openLog = (session: Session): Session => {
	const newest = logEntriesOf(session).findIndex(({ isUndone }) => !isUndone);
	return { ...session, screen: { name: 'log', at: Math.max(0, newest) }, notice: null };
};

/** The log after entries came or went. */
const within = (session: Session, log: Log): Log => ({
	...log,
	at: clamp(log.at, 0, Math.max(0, logEntriesOf(session).length - 1)),
});

/** After an undo the keys are on the next commit that is there, so that the same key goes on. */
export const behindUndone = (session: Session): Session => {
	const { screen } = session;
	if (screen.name !== 'log') return session;
	const next = logEntriesOf(session).findIndex(({ isUndone }, index) => index >= screen.at && !isUndone);
	return { ...session, screen: within(session, next < 0 ? screen : { ...screen, at: next }) };
};

/** Shows what the selected commit changes. */
export const openPatch = (session: Session): Step => {
	const { screen } = session;
	const entry = selectedEntry(session);
	if (!entry || screen.name !== 'log') return step(session);
	return step(
		{
			...session,
			notice: null,
			screen: { name: 'patch', commit: entry.commit, patch: null, scroll: 0, log: screen },
		},
		{ type: 'show', commit: entry.commit.commit },
	);
};

export const takePatch = (session: Session, commit: string, diff: string): Session => {
	const { screen } = session;
	return screen.name === 'patch' && screen.commit.commit === commit
		? { ...session, screen: { ...screen, patch: { diff } } }
		: session;
};

const undoLast = (session: Session): Step =>
	step({ ...session, work: { kind: 'undo' }, notice: null }, { type: 'undo' });

/** In the log the selected commit is undone, with all that rests on it; elsewhere the last one. */
export const undo = (session: Session): Step => {
	const entry = selectedEntry(session);
	if (!entry || entry.commit.commit === session.commits.at(-1)?.commit) return undoLast(session);
	return step(
		{ ...session, work: { kind: 'trace', commit: entry.commit, wanted: true }, notice: null },
		{ type: 'trace', commit: entry.commit },
	);
};

const drop = (session: Session, commits: readonly FixCommit[]): Step =>
	step(
		{ ...session, work: { kind: 'undo' }, notice: null },
		{ type: 'drop', commits: commits.map(({ commit }) => commit) },
	);

/** What rests on the commit is known: alone it goes at once, a group is asked for. */
export const takeTrace = (
	session: Session,
	commit: FixCommit,
	[first, ...others]: readonly FixCommit[],
): Step => {
	const { screen, work } = session;
	const idle: Session = { ...session, work: { kind: 'none' } };
	if (work.kind !== 'trace' || !work.wanted || screen.name !== 'log') return step(idle);
	if (!first) return drop(idle, [commit]);
	return step(
		{
			...idle,
			help: null,
			screen: { name: 'drop', commit, dependants: [first, ...others], log: screen, armed: false },
		},
		{ type: 'arm' },
	);
};

export const confirmDrop = (session: Session): Step => {
	const { screen, work } = session;
	if (screen.name !== 'drop' || !screen.armed || work.kind !== 'none') return step(session);
	return drop({ ...session, screen: screen.log }, [screen.commit, ...screen.dependants]);
};

/** Takes every commit back. */
export const confirmDiscard = (session: Session): Step => {
	const { screen, work, commits } = session;
	if (screen.name !== 'discard' || !screen.armed || work.kind !== 'none') return step(session);
	return step(
		{ ...session, screen: { name: 'browse' }, work: { kind: 'undo' }, notice: null },
		{ type: 'discard', count: commits.length },
	);
};

/** In the log an undone commit that is selected comes back, elsewhere the one undone last. */
export const redo = (session: Session): Step => {
	const entry = selectedEntry(session);
	const commit = entry?.isUndone ? entry.commit.commit : null;
	return step({ ...session, work: { kind: 'redo' }, notice: null }, { type: 'redo', commit });
};

export const afterDrop = (
	session: Session,
	{
		dropped,
		report,
		commits,
	}: {
		readonly dropped: readonly FixCommit[];
		readonly report: Report;
		readonly commits: readonly FixCommit[];
	},
): Step => {
	const changed: Session = {
		...session,
		work: { kind: 'none' },
		report,
		commits,
		undone: [...dropped.toReversed(), ...session.undone],
		marks: marksLeft(session.marks, report),
		excerpts: new Map(),
	};
	const [newest] = dropped;
	const shown = newest ? goTo(changed, newest.practice) : changed;
	return noticed(behindUndone(withValidSelection(shown)), { kind: 'dropped', commits: dropped });
};
