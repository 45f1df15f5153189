import type { Session } from '../session/state.ts';
import { gap, paragraph, span } from './line.ts';
import type { Line, Style } from './line.ts';
import { say, show } from './safe-text.ts';
import type { SafeText } from './safe-text.ts';
import {
	commitsCounted,
	filesCounted,
	findingsCounted,
	obstacleWords,
	shortHash,
	stepsCounted,
} from './wording.ts';

interface Told {
	readonly glyph: SafeText;
	readonly style: Style;
	readonly paragraphs: readonly SafeText[];
}

const branchOf = ({ bench }: Session): SafeText =>
	bench && 'branch' in bench.target.fixes ? show(bench.target.fixes.branch) : say`the branch`;

const told = (session: Session): Told | null => {
	const { notice, bench } = session;
	if (!notice) return null;
	// In front of the list a letter does it, in front of a batch its own key leads there.
	const inBatch = session.screen.name === 'batch';
	const again = inBatch ? say`enter asks again` : say`f asks again`;
	const list = inBatch ? say` in the list` : say``;
	switch (notice.kind) {
		case 'obstacle':
			return {
				glyph: say`·`,
				style: 'quiet',
				paragraphs: [obstacleWords(notice.why, bench?.target ?? null)],
			};
		case 'committed': {
			const { commit, findingsLeft, scoreBefore, scoreAfter } = notice;
			const left =
				findingsLeft === 0
					? say`${show(commit.practice)} has no finding left`
					: say`${show(commit.practice)} has ${findingsCounted(findingsLeft)} left`;
			if (commit.decision !== undefined) {
				return {
					glyph: say`~`,
					style: 'pass',
					paragraphs: [
						say`Recorded ${shortHash(commit.commit)} on ${branchOf(session)}: ${show(commit.subject)} · u undoes it`,
					],
				};
			}
			const follow = commit.followUps.map(show);
			return {
				glyph: say`✓`,
				style: 'pass',
				paragraphs: [
					say`Committed ${shortHash(commit.commit)} on ${branchOf(session)}: ${show(commit.subject)}`,
					say`${left} · score ${scoreBefore} → ${scoreAfter} · u undoes it`,
					...(commit.conflicts.length > 0
						? [say`Will conflict with your uncommitted changes in ${show(commit.conflicts.join(', '))}`]
						: follow.map(command => say`Afterwards: ${command}`)),
				],
			};
		}
		case 'undone':
			return {
				glyph: say`○`,
				style: 'fixed',
				paragraphs: [say`Undone: ${show(notice.commit.subject)} · U brings it back`],
			};
		case 'dropped': {
			const [first, ...others] = notice.commits;
			const also = others.length > 0 ? say` and ${commitsCounted(others.length)} more` : say``;
			return {
				glyph: say`○`,
				style: 'fixed',
				paragraphs: [say`Undone: ${show(first?.subject ?? '')}${also} · U in the log brings one back`],
			};
		}
		case 'redone':
			return { glyph: say`●`, style: 'fixed', paragraphs: [say`Back again: ${show(notice.commit.subject)}`] };
		case 'edited':
			return {
				glyph: say`✓`,
				style: 'pass',
				paragraphs: [
					say`Back from ${show(notice.path)}`,
					say`The session audits a commit: what you changed counts once it is committed and bp-audit starts again`,
				],
			};
		case 'place':
			return {
				glyph: say`·`,
				style: 'quiet',
				paragraphs: [notice.line === null ? show(notice.path) : say`${show(notice.path)}:${notice.line}`],
			};
		case 'plan-saved':
			return {
				glyph: say`✓`,
				style: 'pass',
				paragraphs: [
					say`Saved ${stepsCounted(notice.steps)} in ${show(notice.path)}`,
					say`bp-audit fix --plan FILE makes them again, here or in another checkout`,
				],
			};
		case 'mouse':
			return {
				glyph: say`·`,
				style: 'quiet',
				paragraphs: [
					notice.isOn
						? say`The mouse is on: the wheel moves, a click chooses, a second one opens · m gives it back`
						: say`The mouse is off: text can be selected`,
				],
			};
		case 'report-saved':
			return { glyph: say`✓`, style: 'pass', paragraphs: [say`The report is in ${show(notice.path)}`] };
		case 'declined':
			return {
				glyph: say`!`,
				style: 'warn',
				paragraphs: [
					say`Not fixed automatically: ${show(notice.reason)}`,
					notice.wasAsked
						? say`${again}; 4${list} shows how to mend it by hand`
						: say`4${list} shows how to mend it by hand`,
				],
			};
		case 'kept':
			return {
				glyph: say`●`,
				style: 'strong',
				paragraphs: [
					say`Nothing was changed: ${show(notice.reason)}`,
					say`w${list} writes it down as accepted, so that it no longer counts; ${again}; 4 shows what to do by hand`,
				],
			};
		case 'broke':
			return {
				glyph: say`✗`,
				style: 'fail',
				paragraphs: [
					say`${show(notice.message)} · nothing was changed`,
					...(notice.tryThis === '' ? [] : [show(notice.tryThis)]),
				],
			};
		case 'banners': {
			const target = bench?.target;
			const dirty = target?.dirty.length ?? 0;
			return {
				glyph: say`!`,
				style: 'warn',
				paragraphs: [
					...(target?.banners ?? []).map(show),
					...(dirty > 0
						? [say`${filesCounted(dirty)} with uncommitted changes: the commit is audited, not these changes`]
						: []),
				],
			};
		}
		case 'all-judged':
			return { glyph: say`✓`, style: 'pass', paragraphs: [say`Everything is judged now`] };
		case 'stopped':
			return {
				glyph: say`!`,
				style: 'warn',
				paragraphs: [
					say`The audit was stopped: what is marked … was not judged, and nothing can be fixed yet`,
					say`r audits everything`,
				],
			};
		case 'audited':
			return { glyph: say`✓`, style: 'pass', paragraphs: [say`Audited again`] };
		case 'dropped-plan':
			return {
				glyph: say`·`,
				style: 'quiet',
				paragraphs: [say`Turned away from the fix; nothing was changed`],
			};
		case 'dropped-paste':
			return {
				glyph: say`·`,
				style: 'quiet',
				paragraphs: [say`Pasted text was dropped: here letters are keys`],
			};
		case 'quits-when-done':
			return { glyph: say`·`, style: 'quiet', paragraphs: [say`Quits when the fix under way is committed`] };
	}
};

/** What is told, without its looks. */
export const noticeTexts = (session: Session): readonly SafeText[] => told(session)?.paragraphs ?? [];

/** What is told above the footer, at most so many rows. */
export const noticeLines = (session: Session, width: number, most: number): readonly Line[] => {
	const notice = told(session);
	if (!notice) return [];
	const { glyph, style, paragraphs } = notice;
	const lines = paragraphs.flatMap(text => paragraph(text, width - 4));
	return lines.slice(0, most).map((row, index, shown): Line => {
		const lead = index === 0 ? [gap(1), span(glyph, style), gap(1)] : [gap(3)];
		const isCut = index === shown.length - 1 && shown.length < lines.length;
		return [...lead, ...row, ...(isCut ? [span(say`…`, 'quiet')] : [])];
	});
};
