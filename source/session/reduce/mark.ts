import { canBeMarked, markOfSpot, toggled } from '../marks.ts';
import type { Row } from '../outline.ts';
import { isOnSpots, rowsOf, selectedPractice, selectedRow, selectedSpot } from '../selection.ts';
import type { Session } from '../state.ts';

const markableIn = (rows: readonly Row[]): readonly string[] =>
	rows.flatMap(row => (row.kind === 'practice' && canBeMarked(row.practice) ? [row.practice.number] : []));

/** Marks all of them, or unmarks them where they all are. */
const toggledAll = (marks: ReadonlySet<string>, all: readonly string[]): ReadonlySet<string> => {
	const isWhole = all.every(mark => marks.has(mark));
	return isWhole ? new Set([...marks].filter(mark => !all.includes(mark))) : new Set([...marks, ...all]);
};

/** Marks what the keys are on: a finding in the evidence, else the practice, or all of a section. */
export const mark = (session: Session): Session => {
	const { marks } = session;
	const practice = selectedPractice(session);
	const spot = selectedSpot(session);
	if (practice && spot && isOnSpots(session)) {
		return { ...session, marks: toggled(marks, markOfSpot(practice, spot)) };
	}
	if (practice) return { ...session, marks: toggled(marks, practice.number) };
	const section = selectedRow(session)?.section;
	const practices = section?.practices.filter(canBeMarked).map(({ number }) => number) ?? [];
	return { ...session, marks: toggledAll(marks, practices) };
};

export const markAll = (session: Session): Session => ({
	...session,
	marks: toggledAll(session.marks, markableIn(rowsOf(session))),
});
