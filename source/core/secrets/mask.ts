import { secretsIn } from './scan.ts';
import type { SecretRange } from './scan.ts';

const shown = '••••';

const replaced = (text: string, ranges: readonly SecretRange[], by: (secret: string) => string): string => {
	let out = '';
	let at = 0;
	for (const { start, end } of ranges) {
		out += text.slice(at, start) + by(text.slice(start, end));
		at = end;
	}
	return out + text.slice(at);
};

/** Lines of nothing but base64: the inside of a key whose first line is not in the piece. */
const body = /^([ +-]?[ \t]*["']?)[A-Za-z0-9+/=]{60,}(?=(?:\\n)?["']?[ \t]*\r?$)/gm;

/**
 * A text for people: each credential becomes four dots, whatever its length, and each line stays a line. `path` is
 * null for a piece of any file, such as a diff, a message or what a program printed.
 */
export const maskedForPeople = (text: string, path: string | null = null): string => {
	const masked = replaced(text, secretsIn(text, path), secret => secret.replaceAll(/[^\r\n]+/g, shown));
	return path === null ? masked.replaceAll(body, `$1${shown}`) : masked;
};

/**
 * A text for parsers: as long as before, so that every place stays where it was. All that a fact may come from goes
 * through here. The letter is `n`, because an escape such as `\n` or `\u…` stays one.
 */
export const maskedForParsers = (text: string, ranges: readonly SecretRange[]): string =>
	replaced(text, ranges, secret => secret.replaceAll(/[^\s"'\\]/g, 'n'));
