import type { PracticeReport, ReportStatus } from '../core/report.ts';
import type { FixCommit } from './ports.ts';

/**
 * What a practice's row shows: `fixed` takes the place of `pass` where a commit of the branch made it so, and `pending`
 * that of everything while it is not judged.
 */
export type ShownStatus = ReportStatus | 'fixed' | 'pending';

export const shownStatus = (practice: PracticeReport, commits: readonly FixCommit[]): ShownStatus =>
	practice.pending
		? 'pending'
		: practice.status === 'pass' &&
			  commits.some(commit => commit.decision === undefined && commit.practice === practice.number)
			? 'fixed'
			: practice.status;
