import type { PracticeReport, SectionReport } from '../../core/report.ts';
import { fixesOf } from '../../session/fixes.ts';
import { selectedRow } from '../../session/selection.ts';
import { shownStatus } from '../../session/shown-status.ts';
import { filesOf, spotsOf } from '../../session/spots.ts';
import { tabs } from '../../session/state.ts';
import type { Session, Tab } from '../../session/state.ts';
import { emptyLine, gap, line, lineWidth, paragraph, span, spread } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { statusLooks } from '../status.ts';
import { filesCounted, findingsCounted, tabWords, tallyWords, words } from '../wording.ts';
import { heading } from './detail/heading.ts';
import { evidenceLines } from './detail/evidence.ts';
import { byHandLines, checksLines, fixLines } from './detail/tabs.ts';
import { whyLines } from './detail/why.ts';
import { noFiles, pageOfLines, windowOf } from './page.ts';
import type { Page } from './page.ts';

export interface DetailLook {
	readonly width: number;
	readonly height: number;
	readonly isFocused: boolean;
}

/** The tabs in one row; with their numbers only where there is no room for the words. */
const tabLine = (session: Session, { width, isFocused }: DetailLook): Line => {
	const lineOf = (wordOf: (tab: Tab) => SafeText): Line =>
		tabs.flatMap((tab): Line => {
			const isOpen = tab === session.browse.tab;
			const style = isOpen ? (isFocused ? 'chosen' : 'strong') : 'quiet';
			return [gap(1), span(isOpen ? say`[${tabWords[tab]}]` : wordOf(tab), style)];
		});
	const long = lineOf(tab => tabWords[tab]);
	return lineWidth(long) <= width ? long : lineOf(tab => show(tabWords[tab].slice(0, 1)));
};

const practiceHead = (session: Session, practice: PracticeReport, look: DetailLook): readonly Line[] => {
	const { glyph, word, style } = statusLooks[shownStatus(practice, session.commits)];
	const spots = spotsOf(practice);
	const fixes = fixesOf(practice);
	const facts = [
		...(spots.length > 0
			? [say`${findingsCounted(spots.length)} in ${filesCounted(filesOf(practice))}`]
			: []),
		...(fixes.length > 0 && look.width >= 56
			? [say`fix: ${show([...new Set(fixes.map(({ safety }) => safety))].join(', '))}`]
			: []),
	];
	const title = paragraph(show(practice.title), look.width - 2, { indent: 1, style: 'strong' });
	return [
		spread(
			[gap(1), span(say`${glyph} ${word}`, style), gap(2), span(show(facts.join(' · ')))],
			[gap(1), span(show(practice.number), 'quiet'), gap(1)],
			look.width,
		),
		...title.slice(0, look.height > 12 ? 2 : 1),
		tabLine(session, look),
		...(look.height > 12 ? [emptyLine] : []),
	];
};

const practicePage = (session: Session, practice: PracticeReport, look: DetailLook): Page => {
	const head = practiceHead(session, practice, look);
	const height = Math.max(1, look.height - head.length);
	const { width, isFocused } = look;
	const { tab, scroll } = session.browse;
	const whole = (): readonly Line[] => {
		if (practice.pending) {
			const told = session.work.kind === 'audit' ? words.pending : words.unread;
			const guide = session.bench?.guides.practices.get(practice.id);
			return [
				...paragraph(told, width - 1, { indent: 1 }),
				emptyLine,
				...(guide ? [heading(words.why), ...paragraph(show(guide.why), width - 1, { indent: 1 })] : []),
			];
		}
		switch (tab) {
			case 'why':
				return whyLines(session, practice, { width, height });
			case 'evidence':
				return evidenceLines(session, practice, { width, height, isFocused });
			case 'fix':
				return fixLines(session, practice, width);
			case 'by-hand':
				return byHandLines(session, practice, width);
			case 'checks':
				return checksLines(practice, width);
		}
	};
	const all = whole();
	const body = windowOf(all, scroll, height);
	const isCut = scroll < body.reach;
	const lines = isCut
		? [
				...body.lines.slice(0, -1),
				spread(
					body.lines.at(-1) ?? emptyLine,
					[span(say` ↓ ${body.reach - scroll} more`, 'quiet'), gap(1)],
					width,
				),
			]
		: body.lines;
	return { lines: [...head, ...lines], reach: body.reach, stops: [], files: noFiles, menu: null };
};

const sectionPage = (session: Session, section: SectionReport, { width, height }: DetailLook): Page => {
	const lines: readonly Line[] = [
		line(say` ${show(section.id)} ${show(section.title)}`, 'strong'),
		...(section.practices.every(({ pending }) => pending)
			? [line(say` ${words.waiting}`, 'quiet')]
			: paragraph(tallyWords(section.summary), width - 1, { indent: 1, style: 'quiet' })),
		emptyLine,
		...section.practices.map((practice): Line => {
			const { glyph, style } = statusLooks[shownStatus(practice, session.commits)];
			return [
				gap(1),
				span(glyph, style),
				span(say` ${show(practice.number.padEnd(4))} `, 'quiet'),
				span(show(practice.title)),
			];
		}),
	];
	const body = windowOf(lines, session.browse.scroll, height);
	return { ...pageOfLines(body.lines), reach: body.reach };
};

/** What is known of the selected row: one practice, or a section at a glance. */
export const detailPage = (session: Session, look: DetailLook): Page => {
	const row = selectedRow(session);
	if (!row) return pageOfLines([heading(session.browse.filter === '' ? words.nothingListed : words.noHit)]);
	return row.kind === 'practice'
		? practicePage(session, row.practice, look)
		: sectionPage(session, row.section, look);
};
