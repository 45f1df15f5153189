import type { PracticeReport } from '../core/report.ts';
import { fixesForSpots, fixesOf, isDoable } from './fixes.ts';
import type { OpenFix } from './fixes.ts';
import { markedSpots } from './marks.ts';
import { outlineOf } from './outline.ts';
import type { Row } from './outline.ts';
import { spotsOf } from './spots.ts';
import type { Spot } from './spots.ts';
import type { Session } from './state.ts';

/** The rows that can be selected now. */
export const rowsOf = ({ report, commits, browse, marks }: Session): readonly Row[] =>
	report
		? outlineOf(report, {
				commits,
				marks,
				showsSettled: browse.showsSettled,
				filter: browse.filter,
				keep: browse.at,
			})
		: [];

export const selectedRow = (session: Session): Row | null =>
	rowsOf(session).find(({ id }) => id === session.browse.at) ?? null;

export const selectedPractice = (session: Session): PracticeReport | null => {
	const row = selectedRow(session);
	return row?.kind === 'practice' ? row.practice : null;
};

/** The finding that the detail shows. */
export const selectedSpot = (session: Session): Spot | null => {
	const practice = selectedPractice(session);
	return practice ? (spotsOf(practice)[session.browse.place] ?? null) : null;
};

/** Whether the keys are on single findings. */
export const isOnSpots = ({ browse }: Session): boolean =>
	browse.pane === 'detail' && browse.tab === 'evidence';

/**
 * What is fixed here or by a program: in the list of evidence the findings that are marked, or else the selected
 * one; everywhere else all of the practice.
 */
export const fixesInView = (session: Session): readonly OpenFix[] => {
	const practice = selectedPractice(session);
	if (!practice) return [];
	const spot = selectedSpot(session);
	if (!isOnSpots(session) || !spot) return fixesOf(practice);
	const marked = markedSpots(practice, session.marks);
	return fixesForSpots(practice, marked.length > 0 ? marked : [spot]);
};

/** What the fix key would fix. */
export const fixesAtHand = (session: Session): readonly OpenFix[] => fixesInView(session).filter(isDoable);
