import type { Line, Style } from './line.ts';
import { widthOf } from './width.ts';

export interface Theme {
	readonly color: boolean;
	/** Nothing but ASCII is written. */
	readonly ascii: boolean;
}

// Only the sixteen colours of the terminal on its own ground, so that every scheme stays readable.
const colored: Readonly<Record<Style, string>> = {
	plain: '',
	strong: '1',
	quiet: '2',
	chosen: '7',
	fail: '31',
	warn: '33',
	manual: '34',
	pass: '32',
	fixed: '36',
	error: '35',
	added: '32',
	removed: '31',
	hunk: '36',
};

// https://no-color.org is about colour; weight and the inverse of the selected row stay.
const colorless: ReadonlySet<Style> = new Set(['strong', 'quiet', 'chosen']);

/** One cell for one cell, so that no row changes its width. */
const asciiGlyphs: ReadonlyMap<string, string> = new Map([
	['✓', 'v'],
	['✗', 'x'],
	['–', '-'],
	['●', '*'],
	['○', 'o'],
	['▸', '>'],
	['→', '>'],
	['←', '<'],
	['↑', '^'],
	['↓', 'v'],
	['…', '~'],
	['│', '|'],
	['─', '-'],
	['┬', '+'],
	['┴', '+'],
	['■', '#'],
	['█', '#'],
	['░', '.'],
	['·', '.'],
	['−', '-'],
	['’', "'"],
	['“', '"'],
	['”', '"'],
]);

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const inAscii = (text: string): string =>
	/^[ -~]*$/.test(text)
		? text
		: Array.from(graphemes.segment(text), ({ segment }) =>
				/^[ -~]$/.test(segment) ? segment : (asciiGlyphs.get(segment) ?? '?'.repeat(widthOf(segment))),
			).join('');

/** A row as the terminal takes it: text and our own colour codes, nothing else. */
export const paint = (row: Line, { color, ascii }: Theme): string =>
	row
		.filter(({ text }) => text !== '')
		.map(({ text, style }) => {
			const code = color || colorless.has(style) ? colored[style] : '';
			const shown = ascii ? inAscii(text) : text;
			return code === '' ? shown : `\u001B[${code}m${shown}\u001B[0m`;
		})
		.join('');
