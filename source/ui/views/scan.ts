import type { SectionReport } from '../../core/report.ts';
import type { Progress } from '../../session/ports.ts';
import type { Session, Size } from '../../session/state.ts';
import { emptyLine, gap, line, paragraph, span, spread } from '../line.ts';
import type { Line } from '../line.ts';
import { blank, say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { shortenStart, widthOf } from '../width.ts';
import { percentOf, placeOf, words } from '../wording.ts';
import { tally } from './list.ts';
import { pageOfLines } from './page.ts';
import type { Page } from './page.ts';

/** Where the number alone would look as if nothing went on. */
const stageOf = (progress: Progress | null): SafeText => {
	if (!progress || progress.of === 0) return words.collecting;
	if (progress.done === 0) return words.startingParsers;
	return progress.done >= progress.of ? words.judging : blank;
};

const barLine = (session: Session, width: number): Line => {
	const progress = session.work.kind === 'audit' ? session.work.progress : null;
	const percent = progress ? percentOf(progress) : 0;
	const label = say`  ${show(String(percent).padStart(3))} %  ${stageOf(progress)}`;
	const room = Math.max(8, Math.min(44, width - widthOf(label) - 3));
	const full = Math.floor((percent * room) / 100);
	return [
		gap(1),
		span(show('█'.repeat(full)), 'fixed'),
		span(show('░'.repeat(room - full)), 'quiet'),
		span(label),
	];
};

/** What is judged already, section by section; roll-ups come with the whole. */
const sectionLine = (section: SectionReport, width: number): Line => {
	const judged = section.practices.filter(({ pending }) => !pending);
	const title = [gap(1), span(say`${show(section.id.padStart(2))} ${show(section.title)}`)];
	const passed = judged.filter(({ status }) => status === 'pass').length;
	const told: Line =
		judged.length === 0
			? line(words.waiting, 'quiet')
			: [
					span(say`${judged.length} of ${section.practices.length} judged`, 'quiet'),
					gap(2),
					...(passed > 0 ? [span(say`✓ ${passed} `, 'pass')] : []),
					...tally(section),
				];
	return spread(title, [...told, gap(1)], Math.min(width, 80));
};

/** The first screen: what is opened and how far the audit is. */
export const scanPage = (session: Session, { cols, rows }: Size): Page => {
	const { bench, screen, work } = session;
	const target = bench?.target;
	const head =
		screen.name === 'opening' || !target
			? say`${words.opening}`
			: say`${words.auditing} ${show(session.name)}, ${placeOf(target)}`;
	const path = work.kind === 'audit' && work.progress ? show(work.progress.path) : say``;
	const banners = (target?.banners ?? []).flatMap((banner): readonly Line[] =>
		paragraph(show(banner), cols - 4).map((row, index): Line => [
			gap(1),
			span(index === 0 ? say`!` : say` `, 'warn'),
			gap(1),
			...row,
		]),
	);
	const sections = rows >= 19 ? (session.report?.sections ?? []) : [];
	const judged = sections.map(section => sectionLine(section, cols));
	const lines: readonly Line[] = [
		...(rows > 12 ? [emptyLine] : []),
		...paragraph(head, cols - 2, { indent: 1, style: 'strong' }),
		...paragraph(words.readOnly, cols - 2, { indent: 1, style: 'quiet' }),
		emptyLine,
		screen.name === 'opening' ? [gap(1), span(say`…`, 'quiet')] : barLine(session, cols),
		emptyLine,
		[gap(1), span(shortenStart(path, cols - 2), 'quiet')],
		...(judged.length > 0 && rows >= 21 ? [emptyLine] : []),
		...judged,
		...(banners.length > 0 ? [emptyLine] : []),
		...banners,
	];
	return pageOfLines(lines.slice(0, rows));
};

/** The first audit failed: what happened and what to try. */
export const failedPage = ({ screen }: Session, { cols }: Size): Page => {
	if (screen.name !== 'failed') return pageOfLines([]);
	return pageOfLines([
		emptyLine,
		[gap(1), span(say`✗`, 'fail'), gap(1), span(words.failed, 'strong')],
		emptyLine,
		...paragraph(show(screen.message), cols - 4, { indent: 3 }),
		...(screen.tryThis === ''
			? []
			: [emptyLine, ...paragraph(show(screen.tryThis), cols - 4, { indent: 3 })]),
	]);
};
