import type { PracticeReport } from '../core/report.ts';
import { fixesOf, isDoable, safeFixesOf } from './fixes.ts';
import type { OpenFix } from './fixes.ts';
import type { Command } from './keys.ts';
import type { Obstacle } from './notice.ts';
import { isProblem, outlineOf, spotsOf } from './outline.ts';
import type { Row, Spot } from './outline.ts';
import type { Session } from './state.ts';

/** The rows that can be selected now. */
export const rowsOf = ({ report, commits, browse }: Session): readonly Row[] =>
	report ? outlineOf(report, commits, browse.showsSettled, browse.at) : [];

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

/** What is fixed here or by a program: in the list of evidence the finding's own fix, elsewhere all of the practice. */
const fixesInView = (session: Session): readonly OpenFix[] => {
	const practice = selectedPractice(session);
	if (!practice) return [];
	const fixes = fixesOf(practice);
	const { pane, tab } = session.browse;
	const spot = selectedSpot(session);
	if (pane !== 'detail' || tab !== 'evidence' || !spot) return fixes;
	return fixes.filter(
		({ target }) =>
			target.check === spot.check.id &&
			target.project === spot.check.project &&
			target.fixer === spot.finding.fix?.fixer,
	);
};

/** What the fix key would fix. */
export const fixesAtHand = (session: Session): readonly OpenFix[] => fixesInView(session).filter(isDoable);

/** What stands in the way of changing the branch. */
const branchObstacle = ({ bench, work }: Session): Obstacle | null => {
	if (!bench || 'reason' in bench.target.fixes) return 'no-branch';
	return work.kind === 'none' ? null : 'busy';
};

const fixObstacle = (session: Session): Obstacle | null => {
	if (!selectedPractice(session)) return 'no-practice';
	if (fixesAtHand(session).length > 0) return branchObstacle(session);
	return fixesInView(session).length > 0 ? 'needs-program' : 'no-fix-here';
};

const problemObstacle = (session: Session): Obstacle | null =>
	rowsOf(session).some(isProblem) ? null : 'no-problem';

const obstacles: Partial<Record<Command, (session: Session) => Obstacle | null>> = {
	fix: fixObstacle,
	preview: fixObstacle,
	batch(session) {
		if (!session.report || !session.bench) return 'busy';
		const isEmpty = safeFixesOf(session.report, session.bench.guides.fixers).length === 0;
		return isEmpty ? 'no-safe-fix' : branchObstacle(session);
	},
	undo: session => (session.commits.length === 0 ? 'nothing-to-undo' : branchObstacle(session)),
	redo: session => (session.undone.length === 0 ? 'nothing-to-redo' : branchObstacle(session)),
	'audit-again': ({ work }) => (work.kind === 'none' ? null : 'busy'),
	log: ({ commits, undone }) => (commits.length + undone.length === 0 ? 'no-commits' : null),
	'next-problem': problemObstacle,
	'previous-problem': problemObstacle,
};

/** Why a command cannot be run now; null where it can. */
export const obstacleOf = (session: Session, command: Command): Obstacle | null =>
	obstacles[command]?.(session) ?? null;
