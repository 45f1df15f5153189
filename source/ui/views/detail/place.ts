import type { Spot } from '../../../session/spots.ts';
import { excerptKey } from '../../../session/state.ts';
import type { Session } from '../../../session/state.ts';
import { emptyLine, gap, line, paragraph, span } from '../../line.ts';
import type { Line } from '../../line.ts';
import { blank, say, show, showSource } from '../../safe-text.ts';
import type { SafeText } from '../../safe-text.ts';
import { cut, shorten, shortenStart, widthOf } from '../../width.ts';
import { words } from '../../wording.ts';

/** `src/a.py:41`, cut at its beginning. */
export const placeText = ({ finding: { at } }: Spot, width: number): SafeText =>
	shortenStart(at.line === undefined ? show(at.path) : say`${show(at.path)}:${at.line}`, width);

/** Cells before a column of a source line, tabs expanded. */
const cellOf = (source: string, column: number): number => widthOf(showSource(source.slice(0, column - 1)));

/** The text without its first cells: for lines whose finding is far to the right. */
const behind = (text: SafeText, cells: number): SafeText =>
	cells <= 0 ? text : say`…${show(text.slice(cut(text, cells + 1).length))}`;

/** The lines around a finding, with what is meant underlined. */
export const excerptLines = (
	session: Session,
	spot: Spot,
	{ width, height }: { readonly width: number; readonly height: number },
): readonly Line[] => {
	const { path, line: number, column, endLine, endColumn } = spot.finding.at;
	if (number === undefined || height < 1) return [];
	const excerpt = session.excerpts.get(excerptKey(path, number));
	// As high as it will be, so that nothing below jumps when it comes.
	if (excerpt === undefined) {
		return [line(say`  ${words.loading}`, 'quiet'), ...Array.from({ length: height - 1 }, () => emptyLine)];
	}
	if (excerpt === null) return [line(say`  ${words.noExcerpt}`, 'quiet')];
	const gutter = String(excerpt.from + excerpt.lines.length).length;
	const room = Math.max(4, width - gutter - 5);
	const meant = excerpt.lines[number - excerpt.from] ?? '';
	const start = column === undefined ? 0 : cellOf(meant, column);
	const end =
		column !== undefined && endColumn !== undefined && (endLine === undefined || endLine === number)
			? cellOf(meant, endColumn)
			: widthOf(showSource(meant));
	const shift = Math.min(end, start + room) > room ? Math.max(0, start - Math.floor(room / 3)) : 0;
	// The marked line and its underline, and as many lines around it as there is room for, above first.
	const around = Math.max(0, height - 2);
	const above = Math.min(number - excerpt.from, Math.ceil(around / 2));
	const first = number - excerpt.from - above;
	return excerpt.lines
		.slice(first, first + above + 1 + (around - above))
		.flatMap((source, index): readonly Line[] => {
			const here = excerpt.from + first + index;
			const isMeant = here === number;
			const text = shorten(behind(showSource(source), shift), room);
			const row: Line = [
				span(say` ${show(String(here).padStart(gutter))} `, 'quiet'),
				span(isMeant ? say`▸ ` : say`  `, 'strong'),
				span(text, isMeant ? 'strong' : 'plain'),
			];
			if (!isMeant || column === undefined) return [row];
			const from = Math.max(0, start - shift);
			const long = Math.max(1, Math.min(end - start, room - from));
			return [row, [gap(gutter + 4 + from), span(show('─'.repeat(long)), 'fail')]];
		});
};

/** What was found at a place, in words. */
export const findingLines = ({ finding }: Spot, width: number): readonly Line[] => {
	const sure = finding.confidence === 'likely' ? say` (${words.likely})` : blank;
	const pair = (name: SafeText, value: string | undefined): readonly Line[] =>
		value === undefined ? [] : paragraph(say`${name} ${show(value)}`, width - 1, { indent: 3 });
	return [
		...paragraph(say`${show(finding.message)}${sure}`, width - 1, { indent: 1 }),
		...pair(words.found, finding.found),
		...pair(words.expected, finding.expected),
	];
};
