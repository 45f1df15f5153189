import type { PracticeReport } from '../core/report.ts';
import { fixesForSpots, fixesOf, inOrder, isDoable, isOpen, safeFixesOf } from './fixes.ts';
import type { OpenFix } from './fixes.ts';
import { markedSpots } from './marks.ts';
import { selectedRow } from './selection.ts';
import type { Batch, BatchItem, BatchScope, Session } from './state.ts';

/** Whether a batch has fixes on purpose whose diffs have to be looked at. */
export const showsDiffs = ({ scopes, scope }: Batch): boolean => {
	const name = scopes[scope]?.name;
	return name === 'marked' || name === 'all' || name === 'practice';
};

/** Whether a batch goes through diffs that a person says yes to, one by one. */
export const goesThrough = (batch: Batch): boolean =>
	showsDiffs(batch) && batch.items.some(({ fix }) => fix.safety !== 'safe');

/** Whether a fix of a batch was left for somebody to look at. */
export const isLeft = ({ state }: BatchItem): boolean =>
	state.name === 'not-committed' || state.name === 'needs-review';

/** The selected fix of a batch, where it was left and can still be made. */
export const leftAtHand = ({ screen, report }: Session): BatchItem | null => {
	const item = screen.name === 'batch' ? screen.items[screen.at] : undefined;
	return item && isLeft(item) && report && isOpen(report, item.fix.target) ? item : null;
};

/** What a marked practice, or its marked findings, have the session fix. */
const markedFixes = (practice: PracticeReport, marks: ReadonlySet<string>): readonly OpenFix[] =>
	(marks.has(practice.number)
		? fixesOf(practice)
		: fixesForSpots(practice, markedSpots(practice, marks))
	).filter(isDoable);

/**
 * What a batch could be about, without the empty ones: what is marked comes first, then all that is safe. Of what is
 * marked, and of all, whatever is not safe is shown before it is committed.
 */
export const scopesOf = (session: Session): readonly BatchScope[] => {
	const { report, bench, marks } = session;
	if (!report || !bench) return [];
	const { fixers } = bench.guides;
	const marked = report.sections.flatMap(({ practices }) =>
		practices.flatMap(practice => markedFixes(practice, marks)),
	);
	const section = selectedRow(session)?.section;
	const scopes: readonly BatchScope[] = [
		{ name: 'marked', fixes: inOrder(marked, fixers) },
		{ name: 'safe', fixes: safeFixesOf(report, fixers) },
		{ name: 'section', fixes: section ? safeFixesOf({ ...report, sections: [section] }, fixers) : [] },
		{
			name: 'all',
			fixes: inOrder(
				report.sections.flatMap(({ practices }) => practices.flatMap(fixesOf).filter(isDoable)),
				fixers,
			),
		},
	];
	return scopes.filter(({ fixes }) => fixes.length > 0);
};
