import { contextOf } from '../../session/context.ts';
import { bindings, commandOf } from '../../session/keys.ts';
import { footers } from '../../session/footers.ts';
import type { Command, Context } from '../../session/keys.ts';
import { decideOf } from '../../session/decide.ts';
import { layoutOf } from '../../session/layout.ts';
import { obstacleOf } from '../../session/obstacles.ts';
import { goesThrough, leftAtHand } from '../../session/scopes.ts';
import type { Session } from '../../session/state.ts';
import { keyLabel } from '../key-names.ts';
import { gap, lineWidth, span, spread } from '../line.ts';
import type { Line, Span } from '../line.ts';
import { blank, say, show } from '../safe-text.ts';
import { shortenStart } from '../width.ts';
import { filesCounted, placeOf, words, workWords } from '../wording.ts';

/** Where fixes go, or what is audited where none can be made. */
const whereSpan = ({ bench }: Session, width: number): Span => {
	if (!bench) return span(blank);
	const { target } = bench;
	return 'branch' in target.fixes
		? span(say`▸${shortenStart(show(target.fixes.branch), width)}`, 'fixed')
		: span(say`${placeOf(target)} (read-only)`, 'quiet');
};

/** The first row: the repository, the branch that fixes go to, the score, and what is under way. */
export const headerLine = (session: Session): Line => {
	const { size, report, commits, name, work } = session;
	const isCompact = layoutOf(size) === 'compact';
	const fixed = commits.filter(({ decision }) => decision === undefined).length;
	const decided = commits.length - fixed;
	const [score, fixes, decisions] = [
		report && !session.isPart ? [gap(2), span(say`${report.summary.score}/100`, 'strong')] : [],
		fixed > 0 ? [gap(2), span(isCompact ? say`●${fixed}` : say`● ${fixed} fixed`, 'fixed')] : [],
		decided > 0 ? [gap(1), span(isCompact ? say`~${decided}` : say`~ ${decided} decided`, 'quiet')] : [],
	];
	const title = isCompact ? [] : [span(words.name, 'strong'), gap(2)];
	const left: Line = [
		gap(1),
		...title,
		span(show(name)),
		gap(isCompact ? 1 : 2),
		whereSpan(session, isCompact ? (commits.length > 0 ? 10 : 14) : 32),
		...score,
		...fixes,
		...decisions,
	];
	const busy = workWords(work);
	const facts = report && !session.isPart ? filesCounted(report.timings.files) : blank;
	const right = busy === '' ? (isCompact ? blank : facts) : busy;
	const style = busy === '' ? 'quiet' : 'warn';
	// What is under way goes before everything; the count of files only where there is room for it.
	const hasRoom = busy !== '' || lineWidth(left) + right.length + 3 <= size.cols;
	return right !== '' && hasRoom ? spread(left, [gap(2), span(right, style), gap(1)], size.cols) : left;
};

const keysOf = (command: Command, context: Context): string => {
	const keys =
		bindings.find(binding => binding.command === command && binding.contexts.includes(context))?.keys ?? [];
	const [first = ''] = keys;
	return command === 'menu-move' || command === 'help-move' || command === 'filter-move'
		? '↑↓'
		: keyLabel(first);
};

/** A word that says what the key does here rather than in general. */
const labelOf = (session: Session, command: Command): string => {
	const { screen, browse } = session;
	if (command === 'confirm' && screen.name === 'decide') return 'write it down';
	if (command === 'confirm')
		return screen.name === 'batch'
			? goesThrough(screen)
				? 'go through them'
				: 'commit them all'
			: screen.name === 'preview'
				? 'commit'
				: screen.name === 'drop' || screen.name === 'discard'
					? 'undo them'
					: 'yes';
	if (command === 'decide' && decideOf(session)?.subject.kind === 'attestation') return 'answer';
	if (command === 'close' && session.filtering) return 'clear';
	if (command === 'focus' && screen.name === 'preview' && screen.focus === 'choice') return 'diff';
	if (command === 'done' && screen.name === 'batch') return leftAtHand(session) ? 'look at it' : 'back';
	if (command === 'batch' && session.marks.size > 0) return `batch ${String(session.marks.size)}`;
	if (command === 'toggle-settled' && browse.showsSettled) return 'hide passed';
	if (command === 'quit' && screen.name === 'browse' && session.commits.length > 0) return 'finish';
	return bindings.find(binding => binding.command === command)?.label ?? '';
};

/** Whether a dialog would already take a yes. */
const isArmed = ({ leaving, screen }: Session): boolean =>
	leaving.name === 'asked' ? leaving.armed : !('armed' in screen) || screen.armed;

/** Keys that work now, most useful first, in as many rows as they take. */
const keyRows = (session: Session): readonly Line[] => {
	const context = contextOf(session);
	let left: readonly Line[] = footers[context]
		.filter(command => !obstacleOf(session, command) && (command !== 'confirm' || isArmed(session)))
		.map(command => [
			span(show(keysOf(command, context)), 'strong'),
			span(say` ${show(labelOf(session, command))}`),
		]);
	const rows: Line[] = [];
	while (left.length > 0) {
		const row: Span[] = [];
		const later: Line[] = [];
		for (const item of left) {
			const spaced = [gap(row.length === 0 ? 1 : 2), ...item];
			// One that is wider than the whole row is cut rather than never shown.
			if (row.length === 0 || lineWidth(row) + lineWidth(spaced) <= session.size.cols) row.push(...spaced);
			else later.push(item);
		}
		rows.push(row);
		left = later;
	}
	return rows;
};

const takesMoreKeys = (session: Session): boolean => commandOf(contextOf(session), '.') === 'more-keys';

/** The last row: the keys that work now, most useful first, as many as fit; the others when they are asked for. */
export const footerLine = (session: Session): Line => {
	const rows = keyRows(session);
	const row = rows[session.keyPage % Math.max(1, rows.length)] ?? [];
	const more: Line = [gap(2), span(say`.`, 'strong'), span(say` more`)];
	const hasRoom = lineWidth(row) + lineWidth(more) <= session.size.cols;
	return rows.length > 1 && hasRoom && takesMoreKeys(session) ? [...row, ...more] : row;
};
