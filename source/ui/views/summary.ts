import { followUpsOf, nextCommandsOf, summaryChoicesOf } from '../../session/summary.ts';
import type { Session, Size } from '../../session/state.ts';
import { emptyLine, gap, line, lineWidth, paragraph, span } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { shorten, widthOf } from '../width.ts';
import { commitsCounted, purposeWords, placeOf, summaryChoiceWords, tallyWords, words } from '../wording.ts';
import { menuPage } from './menu.ts';
import { pageOfLines } from './page.ts';
import type { Page } from './page.ts';

const fact = (name: SafeText, value: SafeText, width: number): readonly Line[] =>
	paragraph(value, width - 12).map((row, index): Line => [
		span(show(` ${(index === 0 ? name : '').padEnd(10)}`), 'strong'),
		...row,
	]);

const commandLines = (session: Session, width: number): readonly Line[] => {
	const commands = nextCommandsOf(session);
	const longest = Math.max(0, ...commands.map(({ command }) => widthOf(show(command))));
	const hasPurpose = longest + 26 < width;
	return commands.map(({ command, purpose }): Line => {
		const text = shorten(show(command), width - 4);
		return hasPurpose
			? [gap(3), span(text), gap(longest - widthOf(text) + 2), span(purposeWords[purpose], 'quiet')]
			: [gap(3), span(text)];
	});
};

/** What was reached, where it is, and what to do with it. */
export const summaryPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen, report, before, bench, commits } = session;
	if (screen.name !== 'summary' || !report || !bench) return pageOfLines([]);
	const { target } = bench;
	const score =
		before && before.score !== report.summary.score
			? say`${before.score} → ${report.summary.score} of 100`
			: say`${report.summary.score} of 100`;
	const where =
		'branch' in target.fixes
			? commits.length === 0
				? say`none yet`
				: say`${commitsCounted(commits.length)} on ${show(target.fixes.branch)}, from ${placeOf(target)}`
			: say`none: ${show(target.fixes.reason)}`;
	const conflicts = [...new Set(commits.flatMap(commit => commit.conflicts))];
	const above: readonly Line[] = [
		line(say` ${words.summary}`, 'strong'),
		...(rows > 16 ? [emptyLine] : []),
		...fact(say`Score`, score, cols),
		...fact(say`Left`, tallyWords(report.summary), cols),
		...(before && before.fail + before.warn !== report.summary.fail + report.summary.warn
			? fact(say`At first`, tallyWords(before), cols)
			: []),
		...fact(say`Commits`, where, cols),
		...(conflicts.length > 0
			? fact(say`Conflicts`, say`with your uncommitted changes in ${show(conflicts.join(', '))}`, cols)
			: []),
		...(commits.length > 0 ? fact(say`Tests`, words.yourTests, cols) : []),
		emptyLine,
	];
	const followUps = followUpsOf(session).flatMap(text => paragraph(show(text), cols - 4, { indent: 3 }));
	const below: readonly Line[] = [
		...(commits.length > 0 ? [emptyLine, ...commandLines(session, cols)] : []),
		...(followUps.length > 0 ? [emptyLine, line(say` ${words.afterwards}`, 'strong'), ...followUps] : []),
	];
	const items = summaryChoicesOf(session).map(choice => line(summaryChoiceWords[choice]));
	const room = Math.max(0, rows - items.length);
	const kept = above.slice(0, room).filter((row, index) => index < room || lineWidth(row) > 0);
	return menuPage(kept, { items, highlighted: screen.highlighted, id: 'summary' }, below, cols);
};
