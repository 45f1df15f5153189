import type { Field } from '../../session/field.ts';
import { fit, span } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show } from '../safe-text.ts';
import { shortenStart, widthOf, cut } from '../width.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A field in so many cells: the caret is an inverse cell and always in sight. */
export const fieldLine = ({ text, caret }: Field, width: number): Line => {
	const before = show(text.slice(0, caret));
	let under = '';
	for (const { segment } of graphemes.segment(text.slice(caret))) {
		under = segment;
		break;
	}
	const cell = under === '' ? say` ` : show(under);
	const room = Math.max(4, width - widthOf(cell));
	const head = shortenStart(before, room);
	const tail = cut(show(text.slice(caret + under.length)), Math.max(0, room - widthOf(head)));
	return fit([span(head), span(cell, 'chosen'), span(tail)], width);
};
