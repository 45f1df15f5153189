import { Bug } from './errors.ts';

declare const brand: unique symbol;

/** Text that cannot move a cursor, write a clipboard, or hide or reorder what is read. Made by {@link visible}. */
export type Visible = string & { readonly [brand]: 'visible' };

// C0, DEL, C1; soft hyphen, Arabic letter mark, zero-width and bidi controls, line separators, invisible operators,
// BOM, interlinear marks, tag characters, and surrogates that stand alone.
const hidden =
	// eslint-disable-next-line no-control-regex
	/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}\p{Surrogate}]/u;
const hiddenAll = new RegExp(hidden.source, 'gu');

const shown = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	if (code === 9) return '    ';
	if (code < 32) return String.fromCodePoint(0x2400 + code);
	if (code === 127) return '\u2421';
	if (code < 0xa0) return `<${code.toString(16)}>`;
	return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
};

const isVisible = (text: string): text is Visible => !hidden.test(text);

/** Shows every control and invisible character as visible text, newlines too. The second time nothing changes. */
export const visible = (text: string): Visible => {
	const clean = hidden.test(text) ? text.replace(hiddenAll, shown) : text;
	if (!isVisible(clean)) throw new Bug('text is still not safe to show');
	return clean;
};

/** {@link visible} for text of many lines: one entry a line, whatever the line endings. */
export const visibleLines = (text: string): readonly Visible[] => text.split(/\r\n|\n|\r/).map(visible);
