import { decideOf } from './decide.ts';
import { canBeMarked, isMarkableSpot } from './marks.ts';
import type { Command } from './keys.ts';
import type { Obstacle } from './notice.ts';
import { selectedEntry } from './log-entries.ts';
import { isProblem } from './outline.ts';
import { scopesOf } from './scopes.ts';
import {
	fixesAtHand,
	fixesInView,
	isOnSpots,
	rowsOf,
	selectedPractice,
	selectedRow,
	selectedSpot,
} from './selection.ts';
import type { Session } from './state.ts';

/** What stands in the way of changing the branch. */
const branchObstacle = ({ bench, work, isPart }: Session): Obstacle | null => {
	if (!bench || 'reason' in bench.target.fixes) return 'no-branch';
	if (work.kind !== 'none') return 'busy';
	return isPart ? 'unfinished' : null;
};

/** Why no practice is selected. */
const practiceObstacle = (session: Session): Obstacle =>
	rowsOf(session).length === 0 ? 'nothing-listed' : 'no-practice';

const fixObstacle = (session: Session): Obstacle | null => {
	if (!selectedPractice(session)) return practiceObstacle(session);
	if (fixesAtHand(session).length > 0) return branchObstacle(session);
	return fixesInView(session).length > 0 ? 'needs-program' : 'no-fix-here';
};

const problemObstacle = (session: Session): Obstacle | null => {
	if (rowsOf(session).some(isProblem)) return null;
	return session.browse.filter === '' ? 'no-problem' : 'no-problem-listed';
};

const markObstacle = (session: Session): Obstacle | null => {
	if (isOnSpots(session)) {
		const spot = selectedSpot(session);
		return spot && isMarkableSpot(spot) ? null : 'no-mark-here';
	}
	const row = selectedRow(session);
	if (!row) return 'no-mark-here';
	const practices = row.kind === 'practice' ? [row.practice] : row.section.practices;
	return practices.some(canBeMarked) ? null : 'no-mark-here';
};

const placeObstacle = (session: Session): Obstacle | null => (selectedSpot(session) ? null : 'no-place');

const isCurrent = ({ screen }: Session): boolean =>
	screen.name === 'decide'
		? screen.draft?.outcome === 'ready'
		: screen.name !== 'preview' || screen.state.name === 'current';

const obstacles: Partial<Record<Command, (session: Session) => Obstacle | null>> = {
	fix: fixObstacle,
	preview: fixObstacle,
	decide: session =>
		selectedPractice(session)
			? decideOf(session)
				? branchObstacle(session)
				: 'nothing-to-decide'
			: practiceObstacle(session),
	edit: placeObstacle,
	'name-place': placeObstacle,
	mark: markObstacle,
	'mark-all': session =>
		rowsOf(session).some(row => row.kind === 'practice' && canBeMarked(row.practice)) ? null : 'no-mark-here',
	batch(session) {
		if (!session.report || !session.bench) return 'busy';
		return scopesOf(session).length === 0 ? 'no-safe-fix' : branchObstacle(session);
	},
	scope: ({ screen }) => (screen.name === 'batch' && screen.scopes.length < 2 ? 'one-scope' : null),
	confirm: session => (isCurrent(session) ? null : 'not-planned'),
	undo(session) {
		if (session.commits.length === 0) return 'nothing-to-undo';
		return selectedEntry(session)?.isUndone ? 'is-undone' : branchObstacle(session);
	},
	redo: session => (session.undone.length === 0 ? 'nothing-to-redo' : branchObstacle(session)),
	'open-results': ({ report }) =>
		report?.sections.some(({ practices }) => practices.some(({ pending }) => !pending))
			? null
			: 'nothing-judged',
	summary: ({ isPart, work }) => (isPart ? (work.kind === 'none' ? 'unfinished' : 'busy') : null),
	'stop-audit': ({ work }) => (work.kind === 'audit' ? null : 'busy'),
	'audit-again': ({ work }) => (work.kind === 'none' ? null : 'busy'),
	'search-history'({ work, bench }) {
		if (work.kind !== 'none') return 'busy';
		return bench?.target.commit == null ? 'no-history' : null;
	},
	'save-plan'({ commits }) {
		if (commits.length === 0) return 'no-commits';
		return commits.some(({ step }) => step) ? null : 'no-choices';
	},
	log: ({ commits, undone }) => (commits.length + undone.length === 0 ? 'no-commits' : null),
	'try-out'({ report, isPart, work, bench }) {
		if (!report || isPart || work.kind !== 'none') return 'busy';
		return bench?.target.commit == null ? 'no-commit' : null;
	},
	'save-report': ({ report, isPart }) => (report && !isPart ? null : 'busy'),
	info: ({ report, isPart }) => (report && !isPart ? null : 'busy'),
	split: ({ size }) => (size.cols < 100 ? 'too-narrow' : null),
	'next-problem': problemObstacle,
	'previous-problem': problemObstacle,
};

/** Why a command cannot be run now; null where it can. */
export const obstacleOf = (session: Session, command: Command): Obstacle | null =>
	obstacles[command]?.(session) ?? null;
