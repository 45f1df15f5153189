import { visible, visibleLines } from '../core/safe-text.ts';
import type { Visible } from '../core/safe-text.ts';

/** The only text that rows are made of: nothing in it steers the terminal or hides from the reader. */
export type SafeText = Visible;

// Which of its two looks a symbol takes; terminals disagree on the cells that costs, so the narrow one is always used.
const looks = /[\uFE0E\uFE0F]/g;
const tab = 4;

/** Text of a repository, or of anybody else, in one line. */
export const show = (text: string): SafeText => visible(text.replace(looks, ''));

/** {@link show} for text of many lines. */
export const showLines = (text: string): readonly SafeText[] => visibleLines(text.replace(looks, ''));

/** A line of source: tabs become blanks up to the next stop, as an editor shows them. */
export const showSource = (line: string): SafeText => {
	const bare = line.replace(/[\r\n]+$/, '');
	if (!bare.includes('\t')) return show(bare);
	let expanded = '';
	for (const [index, part] of bare.split('\t').map(show).entries()) {
		expanded += (index === 0 ? '' : ' '.repeat(tab - (Array.from(expanded).length % tab))) + part;
	}
	return show(expanded);
};

/** Words of our own around safe values: the only other way to make text that a row takes. */
export const say = (words: TemplateStringsArray, ...values: readonly (SafeText | number)[]): SafeText =>
	visible(String.raw({ raw: words }, ...values));

export const blank = say``;
