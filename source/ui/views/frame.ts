import { isTooSmall, smallest } from '../../session/context.ts';
import { layoutOf } from '../../session/layout.ts';
import type { Session, Size } from '../../session/state.ts';
import { emptyLine, fit, line, paragraph, span } from '../line.ts';
import type { Line } from '../line.ts';
import { noticeLines } from '../notice-lines.ts';
import { say, show } from '../safe-text.ts';
import { paint } from '../theme.ts';
import type { Theme } from '../theme.ts';
import { words } from '../wording.ts';
import { choosePage, questionPage } from './ask.ts';
import { footerLine, headerLine } from './bars.ts';
import { batchPage } from './batch.ts';
import { browsePage } from './browse.ts';
import { helpPage, leavePage } from './help.ts';
import { decidePage } from './decide.ts';
import { infoPage } from './info.ts';
import { logPage } from './log.ts';
import { noFiles } from './page.ts';
import type { Menu, Page } from './page.ts';
import { discardPage, dropPage, patchPage } from './patch.ts';
import { previewPage } from './preview.ts';
import { failedPage, scanPage } from './scan.ts';
import { summaryPage } from './summary.ts';
import { tryOutPage } from './try-out.ts';

/** The whole screen: as many rows as the terminal has, each exactly as wide. */
export interface Frame {
	/** Painted: text and colour codes. */
	readonly rows: readonly string[];
	readonly menu: Menu | null;
	readonly reach: number;
	readonly stops: readonly number[];
	readonly files: ReadonlyMap<string, number>;
}

const pageOf = (session: Session, size: Size): Page => {
	if (session.leaving.name === 'asked') return leavePage();
	if (session.help) return helpPage(session, size);
	switch (session.screen.name) {
		case 'opening':
		case 'scanning':
			return scanPage(session, size);
		case 'failed':
			return failedPage(session, size);
		case 'browse':
			return browsePage(session, size);
		case 'choose':
			return choosePage(session, size);
		case 'question':
			return questionPage(session, size);
		case 'preview':
			return previewPage(session, size);
		case 'batch':
			return batchPage(session, size);
		case 'log':
			return logPage(session, size);
		case 'patch':
			return patchPage(session, size);
		case 'drop':
			return dropPage(session, size);
		case 'discard':
			return discardPage(session, size);
		case 'try-out':
			return tryOutPage(session, size);
		case 'info':
			return infoPage(session, size);
		case 'decide':
			return decidePage(session, size);
		case 'summary':
			return summaryPage(session, size);
	}
};

const hintLines = ({ cols, rows }: Size): readonly Line[] =>
	paragraph(words.filterHint, cols - 2, { indent: 1, style: 'quiet' }).slice(0, rows < 16 ? 1 : 2);

const tooSmall = ({ size }: Session): readonly Line[] => [
	line(say`bp-audit needs ${smallest.cols}x${smallest.rows}`, 'strong'),
	line(say`(now ${size.cols}x${size.rows}), q quits`),
];

const painted = (lines: readonly Line[], { cols, rows }: Size, theme: Theme): readonly string[] =>
	Array.from({ length: rows }, (_, y) => paint(fit(lines[y] ?? emptyLine, cols), theme));

const isCompact = ({ size }: Session): boolean => layoutOf(size) === 'compact';

const noticeOf = (session: Session): readonly Line[] =>
	session.filtering
		? hintLines(session.size)
		: noticeLines(session, session.size.cols, isCompact(session) ? 2 : 4);

/** Where the page is: rows of the screen above it, and how many it has. */
export const bodyOf = (
	session: Session,
	notice: readonly Line[] = noticeOf(session),
): { readonly top: number; readonly height: number } => {
	const top = isCompact(session) ? 1 : 2;
	return { top, height: session.size.rows - top - notice.length - 1 };
};

/** Draws a session. Pure: the same session gives the same rows. */
export const frameOf = (session: Session, theme: Theme): Frame => {
	const { size } = session;
	if (isTooSmall(session)) {
		return { rows: painted(tooSmall(session), size, theme), menu: null, reach: 0, stops: [], files: noFiles };
	}
	const rule: readonly Line[] = isCompact(session) ? [] : [[span(show('─'.repeat(size.cols)), 'quiet')]];
	const top = [headerLine(session), ...rule];
	const notice = noticeOf(session);
	const { height } = bodyOf(session, notice);
	const page = pageOf(session, { cols: size.cols, rows: height });
	const body = Array.from({ length: height }, (_, y) => page.lines[y] ?? emptyLine);
	// A menu that does not fit is left to its first entries; the rest is reached by moving in it.
	const menu =
		page.menu && page.menu.from < height ? { ...page.menu, from: page.menu.from + top.length } : null;
	return {
		rows: painted([...top, ...body, ...notice, footerLine(session)], size, theme),
		menu,
		reach: page.reach,
		stops: page.stops,
		files: page.files,
	};
};
