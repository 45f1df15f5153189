import { helpEntriesOf } from '../../session/context.ts';
import type { Binding } from '../../session/keys.ts';
import { obstacleOf } from '../../session/obstacles.ts';
import type { Session, Size } from '../../session/state.ts';
import { keyLabel } from '../key-names.ts';
import { emptyLine, fit, gap, line, paragraph, restyled, span, spread } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show } from '../safe-text.ts';
import { obstacleWords, words } from '../wording.ts';
import { fieldLine } from './field.ts';
import { pageOfLines, topOf } from './page.ts';
import type { Page } from './page.ts';

const entryLine = (
	session: Session,
	{ keys, help, command }: Binding,
	isSelected: boolean,
	width: number,
): Line => {
	const why = obstacleOf(session, command);
	const row: Line = [
		span(isSelected ? say` ▸ ` : say`   `, 'strong'),
		span(show(keys.map(keyLabel).join(' ').padEnd(12)), 'strong'),
		gap(1),
		span(show(help), why ? 'quiet' : 'plain'),
		span(why ? say` (${obstacleWords(why, session.bench?.target ?? null)})` : say``, 'quiet'),
	];
	return isSelected ? restyled(fit(row, width), 'chosen') : row;
};

/** All keys of the screen below: searched by typing, run with enter. */
export const helpPage = (session: Session, { cols, rows }: Size): Page => {
	const { help } = session;
	if (!help) return pageOfLines([]);
	const entries = helpEntriesOf(session);
	// What the signs and words of the other screens mean, where that leaves room for the keys.
	const legend =
		rows < 16
			? []
			: [
					emptyLine,
					...[words.legend, words.legendWords].flatMap(text => paragraph(text, cols - 2, { indent: 1 })),
				];
	const height = Math.max(1, rows - 2 - legend.length);
	const top = topOf(entries.length, help.at, height);
	const field: Line =
		help.query.text === ''
			? [gap(2), span(words.helpHint, 'quiet')]
			: [gap(2), ...fieldLine(help.query, Math.max(8, cols - 20))];
	return pageOfLines([
		spread([gap(1), span(words.help, 'strong'), ...field], [span(say` ${entries.length} `, 'quiet')], cols),
		emptyLine,
		...(entries.length === 0 ? [line(say`   ${words.helpNone}`, 'quiet')] : []),
		...entries
			.slice(top, top + height)
			.map((entry, index) => entryLine(session, entry, top + index === help.at, cols)),
		...legend,
	]);
};

/** Asks before leaving while a commit is made. */
export const leavePage = (): Page =>
	pageOfLines([
		emptyLine,
		line(say` ${words.leaveTitle}`, 'strong'),
		emptyLine,
		line(say` ${words.leaveAsk}`),
	]);
