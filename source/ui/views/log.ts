import { logEntriesOf } from '../../session/log-entries.ts';
import type { Session, Size } from '../../session/state.ts';
import { emptyLine, fit, gap, line, paragraph, restyled, span, spread } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show } from '../safe-text.ts';
import { commitsCounted, findingsCounted, placeOf, shortHash, words } from '../wording.ts';
import { pageOfLines, topOf } from './page.ts';
import type { Page } from './page.ts';

/** Commits of the branch, newest first, and above them those that were undone. */
export const logPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen, commits, bench } = session;
	if (screen.name !== 'log') return pageOfLines([]);
	const entries = logEntriesOf(session);
	const selected = entries[screen.at];
	const base = bench ? say`${commitsCounted(commits.length)} on top of ${placeOf(bench.target)} ` : say``;
	const about: readonly Line[] = selected
		? [
				emptyLine,
				...paragraph(
					say`${show(selected.commit.commit)} · ${show(selected.commit.check)} · ${show(selected.commit.safety)} · ${findingsCounted(selected.commit.fingerprints.length)}`,
					cols - 2,
					{ indent: 1, style: 'quiet' },
				),
				...selected.commit.followUps.flatMap(text =>
					paragraph(say`${words.next}: ${show(text)}`, cols - 2, { indent: 1 }),
				),
				...(selected.commit.conflicts.length > 0
					? paragraph(
							say`Will conflict with your uncommitted changes in ${show(selected.commit.conflicts.join(', '))}`,
							cols - 2,
							{ indent: 1, style: 'warn' },
						)
					: []),
			].slice(0, Math.max(0, rows - 6))
		: [];
	const height = Math.max(1, rows - 2 - about.length);
	const top = topOf(entries.length, screen.at, height);
	const lines = entries.slice(top, top + height).map(({ commit, isUndone }, index): Line => {
		const isSelected = top + index === screen.at;
		const style = isUndone ? 'quiet' : 'fixed';
		const row = spread(
			[
				span(isSelected ? say`▸` : say` `, 'strong'),
				span(isUndone ? say`○` : say`●`, style),
				span(say` ${shortHash(commit.commit)}  `, 'quiet'),
				span(show(commit.subject), isUndone ? 'quiet' : 'plain'),
			],
			isUndone ? [gap(2), span(say`undone `, 'quiet')] : [gap(1)],
			cols,
		);
		return isSelected ? restyled(fit(row, cols), 'chosen') : row;
	});
	return pageOfLines([
		spread([gap(1), span(words.log, 'strong')], [gap(1), span(base, 'quiet')], cols),
		emptyLine,
		...(lines.length > 0 ? lines : [line(say` The branch has no fix.`, 'quiet')]),
		...about,
	]);
};
