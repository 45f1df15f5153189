import type { FixCommit } from '../../session/ports.ts';
import type { Session, Size } from '../../session/state.ts';
import { emptyLine, gap, line, paragraph, span, spread } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show } from '../safe-text.ts';
import { shortHash, words } from '../wording.ts';
import { diffView } from './diff.ts';
import { pageOfLines, windowOf } from './page.ts';
import type { Page } from './page.ts';

/** What a commit of the branch changes. */
export const patchPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen, splitsDiffs } = session;
	if (screen.name !== 'patch') return pageOfLines([]);
	const { commit, patch, scroll } = screen;
	const title: Line = [gap(1), span(words.patch, 'strong'), span(say` ${shortHash(commit.commit)}`, 'quiet')];
	const subject = paragraph(show(commit.subject), cols - 2, { indent: 1 });
	if (patch === null || patch.diff === '') {
		return pageOfLines([
			title,
			...subject,
			emptyLine,
			line(say` ${patch ? words.noPatch : words.loading}`, 'quiet'),
		]);
	}
	const diff = diffView(patch, cols, splitsDiffs && cols >= 100);
	const head = [
		spread(title, [span(say` ${diff.files.size} · +${diff.added} −${diff.removed} `, 'quiet')], cols),
		...subject,
		...(rows > 14 ? [emptyLine] : []),
	];
	const body = windowOf(diff.lines, scroll, Math.max(1, rows - head.length));
	return {
		lines: [...head, ...body.lines],
		reach: body.reach,
		stops: diff.stops,
		files: diff.files,
		menu: null,
	};
};

const commitLine = ({ commit, subject }: FixCommit): Line => [
	gap(3),
	span(say`● `, 'fixed'),
	span(say`${shortHash(commit)}  `, 'quiet'),
	span(show(subject)),
];

/** Asks before commits go that rest on the one to undo. */
export const dropPage = (session: Session, { cols }: Size): Page => {
	const { screen } = session;
	if (screen.name !== 'drop') return pageOfLines([]);
	return pageOfLines([
		line(say` ${words.dropTitle}`, 'strong'),
		emptyLine,
		commitLine(screen.commit),
		emptyLine,
		...paragraph(words.dropAsk, cols - 2, { indent: 1 }),
		emptyLine,
		...screen.dependants.map(commitLine),
	]);
};

/** Asks before everything goes. */
export const discardPage = (session: Session, { cols, rows }: Size): Page => {
	const shown = session.commits.toReversed().slice(0, Math.max(1, rows - 7));
	const rest = session.commits.length - shown.length;
	return pageOfLines([
		line(say` ${words.discardTitle}`, 'strong'),
		emptyLine,
		...paragraph(words.discardAsk, cols - 2, { indent: 1 }),
		emptyLine,
		...shown.map(commitLine),
		...(rest > 0 ? [line(say`   ${rest} more`, 'quiet')] : []),
	]);
};
