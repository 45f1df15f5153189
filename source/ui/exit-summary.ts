import { followUpsOf, nextCommandsOf } from '../session/summary.ts';
import type { Session } from '../session/state.ts';
import { line } from './line.ts';
import { say, show } from './safe-text.ts';
import type { SafeText } from './safe-text.ts';
import { paint } from './theme.ts';
import type { Theme } from './theme.ts';
import { commitsCounted, tallyWords, words } from './wording.ts';

export interface ExitLook extends Pick<Theme, 'ascii'> {
	/** The repository is gone by now. */
	readonly passing: boolean;
}

/** What stays on the normal screen after the session: the score, the branch, and what to type next. */
export const exitSummary = (session: Session, { ascii, passing }: ExitLook): readonly string[] => {
	const { report, isPart, before, commits, bench } = session;
	// Of an audit that was left early there is nothing to sum up.
	if (!report || isPart || !bench) return [];
	const score =
		before && before.score !== report.summary.score
			? say`${before.score} → ${report.summary.score}/100`
			: say`${report.summary.score}/100`;
	const branch: SafeText =
		commits.length > 0 && 'branch' in bench.target.fixes
			? say` · ${commitsCounted(commits.length)} on ${show(bench.target.fixes.branch)}`
			: say``;
	return [
		say`bp-audit: ${score}${branch} · ${tallyWords(report.summary)}`,
		...(passing
			? [words.sampleGone]
			: [
					...nextCommandsOf(session).map(({ command }) => say`  ${show(command)}`),
					...followUpsOf(session).map(text => say`${words.next}: ${show(text)}`),
				]),
	].map(text => paint(line(text), { color: false, ascii }));
};
