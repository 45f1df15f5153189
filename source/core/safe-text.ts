import { Bug } from './errors.ts';

declare const safe: unique symbol;

/** Text that can be written to a terminal: every character shows itself, and none of them steers. One line. */
export type SafeText = string & { readonly [safe]: true };

/**
 * What must never be written as it is: controls (C0, C1), format characters (bidirectional, zero-width, tags, soft
 * hyphen), line separators, lone surrogates, and marks that hide in other characters without being seen.
 */
const unsafe =
	/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFE00-\uFE0D\uFFA0\u{E0100}-\u{E01EF}]/u;
const eachUnsafe = new RegExp(unsafe.source, 'gu');

const named: ReadonlyMap<string, string> = new Map([
	['\n', '\\n'],
	['\r', '\\r'],
	['\t', '\\t'],
]);

const escaped = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	return named.get(character) ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
};

const isSafe = (text: string): text is SafeText => !unsafe.test(text);

/**
 * Shows a string from outside as it is: what would steer a terminal or deceive a reader becomes an escape that can be
 * read, such as `\x1b` or `\u{202e}`. Idempotent.
 */
export const visible = (text: string): SafeText => {
	if (isSafe(text)) return text;
	const shown = text.replace(eachUnsafe, escaped);
	if (isSafe(shown)) return shown;
	throw new Bug('an escape is not safe itself');
};

/** {@link visible} for text of many lines: one entry a line, whatever the line endings. */
export const visibleLines = (text: string): readonly SafeText[] => text.split(/\r\n|\n|\r/).map(visible);
