import type { FixCommit } from '../ports.ts';
import type { Session } from '../state.ts';

/** Whatever its id: what stands on a commit that was taken off is built anew. */
const isSameFix = (one: FixCommit, other: FixCommit): boolean =>
	one.check === other.check &&
	one.project === other.project &&
	one.fixer === other.fixer &&
	one.subject === other.subject;

/** The session with the branch as it is now, where work failed after it had moved the branch. */
export const withBranch = (session: Session, commits: readonly FixCommit[]): Session => {
	const isThere = (commit: FixCommit): boolean => commits.some(each => isSameFix(each, commit));
	const gone = session.commits.filter(commit => !isThere(commit)).toReversed();
	return {
		...session,
		commits,
		undone: [...gone, ...session.undone.filter(commit => !isThere(commit))],
		excerpts: new Map(),
	};
};
