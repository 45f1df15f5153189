import type { SectionReport } from '../../core/report.ts';
import { fixesOf, isDoable } from '../../session/fixes.ts';
import { isMarked } from '../../session/marks.ts';
import { rowsOf, selectedRow } from '../../session/selection.ts';
import { settledOf } from '../../session/outline.ts';
import { spotsOf } from '../../session/spots.ts';
import type { Row } from '../../session/outline.ts';
import type { Session } from '../../session/state.ts';
import { emptyLine, fit, gap, line, lineWidth, restyled, span, spread } from '../line.ts';
import type { Line, Span } from '../line.ts';
import { blank, say, show } from '../safe-text.ts';
import { statusLooks } from '../status.ts';
import { words } from '../wording.ts';
import { fieldLine } from './field.ts';
import { topOf } from './page.ts';

export interface ListLook {
	readonly width: number;
	readonly height: number;
	/** The pane has the keys. */
	readonly isFocused: boolean;
	/** Shows the status as a word too. */
	readonly hasWords: boolean;
}

/** `✗ 2 ! 1` of a section; a tick where nothing is left. */
export const tally = ({ practices }: SectionReport): Line => {
	const own = practices.some(({ rollup }) => !rollup) ? practices.filter(({ rollup }) => !rollup) : practices;
	const count = (status: 'fail' | 'warn' | 'error' | 'pass') =>
		own.filter(each => each.status === status && !each.pending).length;
	const parts = (['fail', 'warn', 'error'] as const)
		.map(status => ({ status, many: count(status) }))
		.filter(({ many }) => many > 0)
		.flatMap(({ status, many }, index): Span[] => [
			gap(index === 0 ? 0 : 1),
			span(say`${statusLooks[status].glyph} ${many}`, statusLooks[status].style),
		]);
	const waits = own.some(({ pending }) => pending);
	if (parts.length > 0) return waits ? [...parts, gap(1), span(statusLooks.pending.glyph, 'quiet')] : parts;
	if (waits) return line(statusLooks.pending.glyph, 'quiet');
	return count('pass') > 0 ? line(statusLooks.pass.glyph, 'pass') : emptyLine;
};

const mark = (isSelected: boolean): Span => span(isSelected ? say`▸` : say` `, 'strong');

const sectionLine = (row: Extract<Row, { kind: 'section' }>, isSelected: boolean, width: number): Line => {
	const title = span(say`${show(row.section.id)} ${show(row.section.title)}`, 'strong');
	return spread([mark(isSelected), title], [gap(1), ...tally(row.section), gap(1)], width);
};

const practiceLine = (
	{ practice, status }: Extract<Row, { kind: 'practice' }>,
	isSelected: boolean,
	{ width, hasWords }: ListLook,
	marks: ReadonlySet<string>,
): Line => {
	const look = statusLooks[status];
	const spots = spotsOf(practice).length;
	const findings = spots > 0 ? show(String(spots)) : blank;
	const canFix = fixesOf(practice).some(isDoable);
	const fixed = isMarked(practice, marks) ? say` ■ ` : canFix ? say` ▸f` : say`   `;
	const right: Line = [gap(1), span(findings), span(fixed, 'fixed')];
	const word = hasWords ? [span(show(look.word.padEnd(7)), look.style)] : [];
	const left: Line = [
		mark(isSelected),
		span(look.glyph, look.style),
		gap(1),
		...word,
		span(say`${show(practice.number)} `, 'quiet'),
		span(show(practice.title)),
	];
	return spread(left, right, width - 1);
};

const rowLine = (row: Row, isSelected: boolean, look: ListLook, marks: ReadonlySet<string>): Line => {
	const shown =
		row.kind === 'section'
			? sectionLine(row, isSelected, look.width)
			: practiceLine(row, isSelected, look, marks);
	const fitted = fit(shown, look.width);
	if (!isSelected) return fitted;
	return look.isFocused ? restyled(fitted, 'chosen') : fitted;
};

/** The filter, being typed or at work; and else what is folded away, so that nothing seems missing. */
const lastLine = (session: Session, width: number): Line => {
	const { report, browse, filtering, marks } = session;
	const marked: Line =
		marks.size > 0 ? [gap(1), span(say`■ ${marks.size}`, 'fixed'), span(say` marked`, 'quiet')] : [];
	const hits = rowsOf(session).filter(({ kind }) => kind === 'practice').length;
	if (filtering) {
		const count = line(say` ${hits}`, 'quiet');
		return spread(
			[span(say` /`, 'strong'), ...fieldLine(filtering, width - 3 - lineWidth(count))],
			count,
			width,
		);
	}
	if (browse.filter !== '') {
		return spread(
			[span(say` /`, 'strong'), span(show(browse.filter))],
			[span(say` ${hits}`, 'quiet'), ...marked, span(say`  esc`, 'strong'), gap(1)],
			width,
		);
	}
	if (!report || browse.showsSettled) return marked;
	const { pass, notApplicable, waived, pending } = settledOf(report, session.commits);
	const parts = [
		pending > 0 ? say`… ${pending} ${words.waiting}` : blank,
		pass > 0 ? say`✓ ${pass} passed` : blank,
		notApplicable > 0 ? say`– ${notApplicable} n/a` : blank,
		waived > 0 ? say`~ ${waived} waived` : blank,
	].filter(part => part !== '');
	if (parts.length === 0) return marked;
	const foldedWith = (texts: readonly string[]): Line => [
		gap(1),
		span(show(texts.join(' · ')), 'quiet'),
		gap(2),
		span(say`x`, 'strong'),
		...(marked.length > 0 ? [gap(1), ...marked] : []),
	];
	const long = foldedWith(parts);
	// Without the words where there is no room for them.
	return lineWidth(long) <= width ? long : foldedWith(parts.map(part => part.replace(/ \D+$/, '')));
};

/** The rows that there is room for, with the selected one among them. */
const around = (session: Session, rows: readonly Row[], room: number): readonly Row[] => {
	const at = rows.findIndex(({ id }) => id === session.browse.at);
	const top = topOf(rows.length, at, room);
	return rows.slice(top, top + room);
};

const roomOf = (folded: Line, { height }: Pick<ListLook, 'height'>): number =>
	height - (lineWidth(folded) > 0 ? 1 : 0);

/** The row on each line of {@link listLines}. */
export const listRows = (session: Session, look: Pick<ListLook, 'width' | 'height'>): readonly Row[] =>
	around(session, rowsOf(session), roomOf(lastLine(session, look.width), look));

/** Lines of {@link sectionListLines} above the practices. */
export const aboveSectionList = 2;

/** The row on each line of {@link sectionListLines}, below those above the practices. */
export const sectionListRows = (
	session: Session,
	section: SectionReport,
	{ height }: Pick<ListLook, 'height'>,
): readonly Row[] =>
	around(
		session,
		rowsOf(session)
			.filter(row => row.section.id === section.id)
			.slice(1),
		height - aboveSectionList - 1,
	);

/** The checklist as one list: sections, and the practices that want attention. */
export const listLines = (session: Session, look: ListLook): readonly Line[] => {
	const folded = lastLine(session, look.width);
	const room = roomOf(folded, look);
	const lines =
		rowsOf(session).length === 0 && session.browse.filter !== ''
			? [emptyLine, line(say`  ${words.noHit}`, 'quiet')]
			: around(session, rowsOf(session), room).map(row =>
					rowLine(row, row.id === session.browse.at, look, session.marks),
				);
	if (lineWidth(folded) === 0) return lines;
	return [...lines, ...Array.from({ length: room - lines.length }, () => emptyLine), folded];
};

/** The practices of one section, under its name. */
export const sectionListLines = (
	session: Session,
	section: SectionReport,
	look: ListLook,
): readonly Line[] => {
	const head = rowsOf(session).find(row => row.section.id === section.id);
	if (!head) return [];
	const folded = lastLine(session, look.width);
	const room = look.height - aboveSectionList - 1;
	const practices = sectionListRows(session, section, look);
	const lines =
		practices.length > 0
			? practices.map(row => rowLine(row, row.id === session.browse.at, look, session.marks))
			: [[gap(2), span(words.nothingListed, 'quiet')]];
	return [
		rowLine(head, head.id === session.browse.at, look, session.marks),
		emptyLine,
		...lines,
		...Array.from({ length: Math.max(0, room - lines.length) }, () => emptyLine),
		folded,
	];
};

/** No section is selected, because nothing fits: the filter is still to be seen, and typed. */
export const noSectionLines = (session: Session, { width, height }: ListLook): readonly Line[] => [
	...Array.from({ length: height - 1 }, () => emptyLine),
	lastLine(session, width),
];

/** The section on each line of {@link sectionsLines}, below the two above them. */
export const shownSections = (
	session: Session,
	{ height }: Pick<ListLook, 'height'>,
): readonly SectionReport[] => {
	const sections = session.report?.sections ?? [];
	const selected = selectedRow(session)?.section.id;
	const at = sections.findIndex(({ id }) => id === selected);
	const top = topOf(sections.length, at, height - 2);
	return sections.slice(top, top + height - 2);
};

/** All sections with what is open in them. */
export const sectionsLines = (session: Session, { width, height, isFocused }: ListLook): readonly Line[] => {
	const selected = selectedRow(session)?.section.id;
	const lines = shownSections(session, { height }).map(section => {
		const isSelected = section.id === selected;
		const title = span(
			say`${show(section.id.padStart(2))} ${show(section.title)}`,
			isSelected ? 'strong' : 'plain',
		);
		const shown = fit(spread([mark(isSelected), title], [gap(1), ...tally(section), gap(1)], width), width);
		return isSelected && isFocused ? restyled(shown, 'chosen') : shown;
	});
	return [line(say` Sections`, isFocused ? 'strong' : 'quiet'), emptyLine, ...lines];
};
