import type { FixCommit } from './ports.ts';
import type { Session } from './state.ts';

export interface LogEntry {
	readonly commit: FixCommit;
	readonly isUndone: boolean;
}

/** Commits of the branch, newest first, and above them those that were undone. */
export const logEntriesOf = ({
	commits,
	undone,
}: Pick<Session, 'commits' | 'undone'>): readonly LogEntry[] => [
	...undone.toReversed().map(commit => ({ commit, isUndone: true })),
	...commits.toReversed().map(commit => ({ commit, isUndone: false })),
];

/** The entry that the keys are on; null outside of the log. */
export const selectedEntry = (session: Session): LogEntry | null =>
	session.screen.name === 'log' ? (logEntriesOf(session)[session.screen.at] ?? null) : null;
