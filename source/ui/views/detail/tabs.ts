import type { PracticeReport } from '../../../core/report.ts';
import { fixesOf, isDoable } from '../../../session/fixes.ts';
import type { Session } from '../../../session/state.ts';
import { commandOfProgram } from '../../../session/summary.ts';
import { emptyLine, gap, line, paragraph, span } from '../../line.ts';
import type { Line } from '../../line.ts';
import { say, show, showLines, showSource } from '../../safe-text.ts';
import { statusLooks } from '../../status.ts';
import { chop } from '../../width.ts';
import { filesCounted, findingsCounted, safetyWords, words } from '../../wording.ts';
import { heading } from './heading.ts';
import { leafLines } from './leaves.ts';
import { checkNote } from './why.ts';

/** The third tab: each fix that could be made, and what it would do. */
export const fixLines = (session: Session, practice: PracticeReport, width: number): readonly Line[] => {
	const fixes = fixesOf(practice);
	const fixers = session.bench?.guides.fixers;
	const root = session.bench?.target.root ?? '.';
	if (fixes.length === 0) return paragraph(words.noFixer, width - 1, { indent: 1 });
	return fixes.flatMap(({ target, safety, findings, files }): readonly Line[] => {
		const guide = fixers?.get(target.fixer);
		const project = target.project === '.' ? say`` : say` · ${show(target.project)}`;
		return [
			...paragraph(show(guide?.title ?? target.fixer), width - 1, { indent: 1, style: 'strong' }),
			...paragraph(isDoable({ safety }) ? safetyWords[safety] : words.program, width - 1, { indent: 1 }),
			...(isDoable({ safety })
				? []
				: [
						line(say` ${words.afterLeaving}`, 'quiet'),
						...paragraph(show(commandOfProgram(target.fixer, root)), width - 1, { indent: 3 }),
					]),
			...(guide ? paragraph(show(guide.safetyNote), width - 1, { indent: 1 }) : []),
			line(say` ${findingsCounted(findings)} in ${filesCounted(files)}${project}`, 'quiet'),
			emptyLine,
		];
	});
};

/** The fourth tab: how to mend it without a fixer. */
export const byHandLines = (session: Session, practice: PracticeReport, width: number): readonly Line[] => {
	const guide = session.bench?.guides.practices.get(practice.id);
	if (!guide) return paragraph(words.noGuide, width - 1, { indent: 1 });
	const errata = guide.errata ?? [];
	return [
		heading(words.byHand),
		...showLines(guide.remedy).flatMap(text => paragraph(text, width - 1, { indent: 1 })),
		emptyLine,
		heading(words.good),
		...guide.example.text
			.split('\n')
			.flatMap(source => chop(showSource(source), width - 4).map(row => line(say`   ${row}`))),
		emptyLine,
		...(errata.length > 0
			? [
					heading(words.differs),
					...errata.flatMap(text => paragraph(show(text), width - 1, { indent: 1 })),
					emptyLine,
				]
			: []),
		...(guide.links.length > 0
			? [
					heading(words.more),
					...guide.links.flatMap(link => chop(show(link), width - 2).map(row => line(say` ${row}`))),
				]
			: []),
	];
};

/** The fifth tab: each check and what it says, passed ones too. */
export const checksLines = (practice: PracticeReport, width: number): readonly Line[] => [
	...leafLines(practice, width),
	...practice.checks.flatMap((check): readonly Line[] => {
		const { glyph, style } = statusLooks[check.status];
		const project = check.project === '.' ? say`` : say` (${show(check.project)})`;
		const note = checkNote(check);
		return [
			...paragraph(say`${show(check.title)}${project}`, width - 4).map((row, index): Line => [
				gap(1),
				span(index === 0 ? glyph : say` `, style),
				gap(1),
				...row,
			]),
			...(note === '' ? [] : paragraph(note, width - 1, { indent: 3, style: 'quiet' })),
			line(say`   ${show(check.id)} · ${show(check.severity)}`, 'quiet'),
			emptyLine,
		];
	}),
];
