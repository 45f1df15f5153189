import type { Session, Size } from '../../session/state.ts';
import { emptyLine, gap, line, paragraph, span } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { shortenStart } from '../width.ts';
import { filesCounted, placeOf, words } from '../wording.ts';
import { pageOfLines, windowOf } from './page.ts';
import type { Page } from './page.ts';

const part = (title: SafeText, lines: readonly Line[]): readonly Line[] =>
	lines.length === 0 ? [] : [line(say` ${title}`, 'strong'), ...lines, emptyLine];

/** What was read, what was not and why, and what else there is to know. */
export const infoPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen, report, bench } = session;
	if (screen.name !== 'info' || !report || !bench) return pageOfLines([]);
	const { target } = bench;
	const { files, bytes, totalMs } = report.timings;
	const told = [...target.banners, ...(report.notices ?? [])];
	const pathLine = (path: string, note: SafeText): Line => [
		gap(3),
		span(note, 'quiet'),
		span(shortenStart(show(path), Math.max(10, cols - 4 - note.length))),
	];
	const lines: readonly Line[] = [
		...part(words.info, [
			[gap(3), span(say`${show(target.name)}, ${placeOf(target)}`)],
			line(
				say`   ${filesCounted(files)}, ${Math.round(bytes / 1024)} kB, ${show((totalMs / 1000).toFixed(1))} s`,
			),
		]),
		...part(
			words.projects,
			report.repo.projects.map(({ path, name, kinds }) => [
				gap(3),
				span(show(path === '.' ? name : `${path}  ${name}`)),
				span(say`  ${show(kinds.join(', '))}`, 'quiet'),
			]),
		),
		...part(
			words.notices,
			told.flatMap(text => paragraph(show(text), cols - 2, { indent: 3 })),
		),
		...part(
			words.dirtyFiles,
			target.dirty.map(path => pathLine(path, say``)),
		),
		...part(
			words.skippedFiles,
			report.skipped.length === 0
				? [[gap(3), span(words.nothingSkipped, 'quiet')]]
				: report.skipped.map(({ path, reason }) => pathLine(path, say`${show(reason)}  `)),
		),
	];
	const body = windowOf(lines, screen.scroll, rows);
	return { ...pageOfLines(body.lines), reach: body.reach };
};
