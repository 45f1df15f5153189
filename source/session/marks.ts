import type { PracticeReport, Report } from '../core/report.ts';
import { fixesOf, isDoable } from './fixes.ts';
import { spotsOf } from './spots.ts';
import type { Spot } from './spots.ts';

export const markOfSpot = (practice: PracticeReport, { finding }: Spot): string =>
	`${practice.number} ${finding.fingerprint}`;

export const canBeMarked = (practice: PracticeReport): boolean => fixesOf(practice).some(isDoable);

export const isMarkableSpot = ({ finding: { fix } }: Spot): boolean => fix !== undefined && isDoable(fix);

/** Findings of a practice that are marked one by one. */
export const markedSpots = (practice: PracticeReport, marks: ReadonlySet<string>): readonly Spot[] =>
	marks.size === 0 ? [] : spotsOf(practice).filter(spot => marks.has(markOfSpot(practice, spot)));

export const isMarked = (practice: PracticeReport, marks: ReadonlySet<string>): boolean =>
	marks.has(practice.number) || markedSpots(practice, marks).length > 0;

/** With the mark where it was not, without it where it was. */
export const toggled = (marks: ReadonlySet<string>, mark: string): ReadonlySet<string> => {
	const next = new Set(marks);
	if (!next.delete(mark)) next.add(mark);
	return next;
};

/** Marks of what can still be fixed. */
export const marksLeft = (marks: ReadonlySet<string>, report: Report): ReadonlySet<string> => {
	if (marks.size === 0) return marks;
	const left = new Set<string>();
	for (const practice of report.sections.flatMap(({ practices }) => practices)) {
		if (marks.has(practice.number) && canBeMarked(practice)) left.add(practice.number);
		for (const spot of markedSpots(practice, marks)) {
			if (isMarkableSpot(spot)) left.add(markOfSpot(practice, spot));
		}
	}
	return left;
};
