import type { CheckReport, PracticeReport } from '../../../core/report.ts';
import { fixesOf, isDoable } from '../../../session/fixes.ts';
import { spotsOf } from '../../../session/spots.ts';
import type { Session } from '../../../session/state.ts';
import { emptyLine, gap, line, paragraph, span, spread } from '../../line.ts';
import type { Line } from '../../line.ts';
import { blank, say, show, showSource } from '../../safe-text.ts';
import type { SafeText } from '../../safe-text.ts';
import { statusLooks } from '../../status.ts';
import { chop } from '../../width.ts';
import { counted, findingsCounted, safetyWords, words } from '../../wording.ts';
import { heading } from './heading.ts';
import { leafLines } from './leaves.ts';
import { stageLines } from './stages.ts';
import { excerptLines, findingLines, placeText } from './place.ts';

/** Places listed before `n more`. */
const listed = 3;

/** A check's own word on itself, beside its findings. */
export const checkNote = ({ status, evidence, reason, question, message, waiver }: CheckReport): SafeText => {
	switch (status) {
		case 'pass':
			return show(evidence ?? '');
		case 'not-applicable':
			return show(reason ?? '');
		case 'manual':
			return show(question ?? '');
		case 'error':
			return show(message ?? '');
		case 'waived':
			return show(
				[waiver?.reason, waiver?.owner, waiver?.until && `until ${waiver.until}`].filter(Boolean).join(', '),
			);
		case 'fail':
		case 'warn':
			return blank;
	}
};

const notesOf = (practice: PracticeReport, width: number): readonly Line[] => {
	const heads = [
		['error', words.broken],
		['manual', words.question],
		['waived', words.waived],
		['pass', words.seen],
		['not-applicable', words.reason],
	] as const;
	const isClear = practice.checks.some(({ status }) => status === 'fail' || status === 'warn');
	return heads.flatMap(([status, title]): readonly Line[] => {
		if (isClear && (status === 'pass' || status === 'not-applicable')) return [];
		const notes = new Set(practice.checks.filter(each => each.status === status).map(checkNote));
		return notes.size === 0
			? []
			: [heading(title), ...[...notes].flatMap(note => paragraph(note, width - 1, { indent: 1 })), emptyLine];
	});
};

const brokenTitles = (practice: PracticeReport, width: number): readonly Line[] => {
	const failing = practice.checks.filter(({ status }) => status === 'fail' || status === 'warn');
	const titles = [...new Map(failing.map(check => [check.title, check])).values()];
	if (titles.length < 2) return [];
	return [
		heading(words.wrong),
		...titles.flatMap(({ title, status }) => {
			const { glyph, style } = statusLooks[status];
			return paragraph(show(title), width - 4).map((row, index): Line => [
				gap(1),
				span(index === 0 ? glyph : say` `, style),
				gap(1),
				...row,
			]);
		}),
		emptyLine,
	];
};

const evidence = (
	session: Session,
	practice: PracticeReport,
	width: number,
	height: number,
): readonly Line[] => {
	const spots = spotsOf(practice);
	const { place } = session.browse;
	const spot = spots[place] ?? spots[0];
	if (!spot) return [];
	const from = Math.max(0, Math.min(place - 1, spots.length - listed));
	const shown = spots.slice(from, from + listed);
	const rest = spots.length - shown.length;
	const of = span(say`${place + 1} of ${spots.length}`, 'quiet');
	return [
		spread(heading(words.evidence), [of, gap(1)], width),
		...shown.map((each, index): Line => {
			const isSelected = from + index === place;
			return [span(isSelected ? say` ▸ ` : say`   `, 'strong'), span(placeText(each, width - 4))];
		}),
		...(rest > 0 ? [line(say`   ${rest} more: 2`, 'quiet')] : []),
		emptyLine,
		...findingLines(spot, width),
		...excerptLines(session, spot, { width, height: Math.max(5, Math.min(9, Math.floor(height / 2))) }),
		emptyLine,
	];
};

/** What would pass, for a practice that does not. */
const goodLines = (session: Session, practice: PracticeReport, width: number): readonly Line[] => {
	const example = session.bench?.guides.practices.get(practice.id)?.example;
	if (!example || !practice.checks.some(({ status }) => status === 'fail' || status === 'warn')) return [];
	return [
		heading(words.good),
		...example.text
			.trimEnd()
			.split('\n')
			.flatMap(source => chop(showSource(source), width - 4).map(row => line(say`   ${row}`))),
		emptyLine,
	];
};

const fix = (session: Session, practice: PracticeReport, width: number): readonly Line[] => {
	const fixes = fixesOf(practice);
	if (fixes.length === 0) return [];
	const safeties = [...new Set(fixes.map(({ safety }) => safety))];
	const doable = fixes.filter(isDoable);
	const findings = doable.reduce((sum, each) => sum + each.findings, 0);
	return [
		heading(words.fix),
		...[...new Set(fixes.map(({ target }) => target.fixer))].flatMap(id => {
			const title = session.bench?.guides.fixers.get(id)?.title;
			return title === undefined ? [] : paragraph(show(title), width - 1, { indent: 1 });
		}),
		...safeties.flatMap(safety => paragraph(safetyWords[safety], width - 1, { indent: 1, style: 'quiet' })),
		...(doable.length > 0
			? [line(say` ${findingsCounted(findings)} in ${counted(doable.length, 'commit', 'commits')}`, 'quiet')]
			: []),
		emptyLine,
	];
};

/** The first tab: why it matters, where it is, and whether it can be fixed. */
export const whyLines = (
	session: Session,
	practice: PracticeReport,
	{ width, height }: { readonly width: number; readonly height: number },
): readonly Line[] => {
	const guide = session.bench?.guides.practices.get(practice.id);
	const why = guide ? show(guide.why) : practice.rollup ? words.noGuide : blank;
	const also = practice.seeAlso.map(show);
	return [
		...(why === '' ? [] : [heading(words.why), ...paragraph(why, width - 1, { indent: 1 }), emptyLine]),
		...stageLines(session, practice, width),
		...leafLines(practice, width),
		...brokenTitles(practice, width),
		...notesOf(practice, width),
		...evidence(session, practice, width, height),
		...goodLines(session, practice, width),
		...fix(session, practice, width),
		...(also.length > 0
			? [heading(words.also), ...paragraph(show(also.join(', ')), width - 1, { indent: 1 })]
			: []),
	];
};
