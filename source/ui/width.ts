import stringWidth from 'string-width';
import { blank, say, show } from './safe-text.ts';
import type { SafeText } from './safe-text.ts';

// Characters of one cell and one code unit each: ASCII, and the glyphs of our own that every terminal agrees on.
const plain = /^[ -~✓✗–●○▸→↑↓…│─█░■·−]*$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ellipsis = say`…`;

/** Cells that a text takes. */
export const widthOf = (text: string): number => (plain.test(text) ? text.length : stringWidth(text));

const charactersOf = (text: string): readonly string[] =>
	plain.test(text) ? text.split('') : Array.from(graphemes.segment(text), ({ segment }) => segment);

/** As many whole characters as fit. */
export const cut = (text: SafeText, width: number): SafeText => {
	if (widthOf(text) <= width) return text;
	if (plain.test(text)) return show(text.slice(0, Math.max(0, width)));
	let used = 0;
	let end = '';
	for (const character of charactersOf(text)) {
		used += widthOf(character);
		if (used > width) break;
		end += character;
	}
	return show(end);
};

/** Cut at the end, with an ellipsis where something is missing. */
export const shorten = (text: SafeText, width: number): SafeText => {
	if (widthOf(text) <= width) return text;
	return width < 1 ? blank : say`${cut(text, width - 1)}…`;
};

/** Cut at the beginning: what matters of a path is its end. */
export const shortenStart = (text: SafeText, width: number): SafeText => {
	if (widthOf(text) <= width) return text;
	if (width < 1) return blank;
	let used = widthOf(ellipsis);
	let kept = '';
	for (const character of charactersOf(text).toReversed()) {
		used += widthOf(character);
		if (used > width) break;
		kept = character + kept;
	}
	return say`…${show(kept)}`;
};

const chopped = (word: SafeText, width: number): readonly SafeText[] => {
	const pieces: SafeText[] = [];
	let rest = word;
	while (widthOf(rest) > width) {
		const piece = cut(rest, width);
		if (piece === '') break;
		pieces.push(piece);
		rest = show(rest.slice(piece.length));
	}
	return [...pieces, rest];
};

/** Cuts anywhere, loses nothing: for code, where a lost character would hide a change. */
export const chop = (text: SafeText, width: number): readonly SafeText[] => chopped(text, Math.max(2, width));

/** Wraps between words; a word longer than a line is cut. At least one line. */
export const wrap = (text: SafeText, width: number): readonly SafeText[] => {
	const room = Math.max(2, width);
	const lines: string[] = [];
	let line = '';
	for (const word of text
		.split(/ +/)
		.filter(Boolean)
		.flatMap(each => chopped(show(each), room))) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (widthOf(longer) <= room) line = longer;
		else {
			lines.push(line);
			line = word;
		}
	}
	return [...lines, line].map(show);
};
