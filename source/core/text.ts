import { Bug } from './errors.ts';
import type { Splice } from './tree.ts';

/** A decoded text file; encoding it again without edits gives the very same bytes. */
export interface DecodedText {
	/** Without the BOM; line endings as they are. */
	readonly text: string;
	readonly encoding: 'utf-8' | 'latin1';
	readonly bom: boolean;
}

export type Decoding =
	| ({ readonly outcome: 'text' } & DecodedText)
	| { readonly outcome: 'skipped'; readonly reason: 'binary' | 'undecodable' | 'Git LFS pointer' };

const lfsPointer = 'version https://git-lfs.github.com/spec/';
// PEP 263: a comment on the first or second line.
const codingCookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const latin1Names = new Set(['latin-1', 'latin1', 'iso-8859-1', 'iso8859-1', 'iso_8859_1', 'l1']);
const utf8Names = new Set(['utf-8', 'utf8', 'utf-8-sig', 'ascii', 'us-ascii']);

const cookieOf = (head: string): string | null => {
	const lines = head.split(/\r\n|\r|\n/, 2);
	for (const line of lines) {
		const match = codingCookie.exec(line);
		if (match?.[1]) return match[1].toLowerCase();
		if (!/^[ \t\f]*(?:#.*)?$/.test(line)) return null;
	}
	return null;
};

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes the bytes of a file, refusing whatever would not come back byte for byte. */
export const decode = (bytes: Uint8Array, path: string): Decoding => {
	if (bytes.subarray(0, 8192).includes(0)) return { outcome: 'skipped', reason: 'binary' };
	const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
	const body = bom ? bytes.subarray(3) : bytes;
	const python = path.endsWith('.py') || path.endsWith('.pyi');
	const cookie = python ? cookieOf(Buffer.from(body.subarray(0, 512)).toString('latin1')) : null;
	if (cookie !== null && latin1Names.has(cookie) && !bom) {
		return { outcome: 'text', text: Buffer.from(body).toString('latin1'), encoding: 'latin1', bom };
	}
	if (cookie !== null && !utf8Names.has(cookie)) return { outcome: 'skipped', reason: 'undecodable' };
	try {
		const text = strictUtf8.decode(body);
		if (text.startsWith(lfsPointer)) return { outcome: 'skipped', reason: 'Git LFS pointer' };
		return { outcome: 'text', text, encoding: 'utf-8', bom };
	} catch {
		return { outcome: 'skipped', reason: 'undecodable' };
	}
};

/** The bytes of a decoded text with another content. Throws a {@link Bug} for a character that latin-1 lacks. */
export const encode = (text: string, like: Pick<DecodedText, 'encoding' | 'bom'>): Uint8Array => {
	// eslint-disable-next-line no-control-regex
	if (like.encoding === 'latin1' && /[^\u0000-\u00ff]/.test(text)) throw new Bug('not a latin-1 text');
	const body = Buffer.from(text, like.encoding);
	return like.bom ? Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]) : body;
};

/** The text after the splices, which must not overlap. Order does not matter. */
export const applySplices = (text: string, splices: readonly Splice[]): string => {
	const sorted = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
	let at = 0;
	let out = '';
	for (const { start, end, text: inserted } of sorted) {
		if (start < at || end < start || end > text.length) throw new Bug('splices overlap or leave the text');
		out += text.slice(at, start) + inserted;
		at = end;
	}
	return out + text.slice(at);
};

/** The line ending most lines of a text have; `\n` for a text without any. */
export const eolOf = (text: string): '\n' | '\r\n' => {
	const all = text.split('\n').length - 1;
	const crlf = text.split('\r\n').length - 1;
	return crlf > all / 2 ? '\r\n' : '\n';
};

/** A place in a text, counted from 1; columns in UTF-16 units. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** Offsets where the lines of a text start; line ends are `\n`, `\r\n` and lone `\r`, as Python has them. */
export const lineStartsOf = (text: string): readonly number[] => {
	const starts = [0];
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
	}
	return starts;
};

/** The place of an offset, given the text's line starts. */
export const positionAt = (lineStarts: readonly number[], offset: number): Position => {
	let low = 0;
	let high = lineStarts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((lineStarts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
};

/** A line with its end, counted from 1; empty for one that the text does not have. */
export const lineAt = (
	{ text, lineStarts }: { readonly text: string; readonly lineStarts: readonly number[] },
	line: number,
): string => text.slice(lineStarts[line - 1] ?? text.length, lineStarts[line] ?? text.length);

/** The last line that says something, of what a program printed; at most 200 characters. */
export const lastLineOf = (output: string): string =>
	output.trim().split(/\r?\n/).at(-1)?.trim().slice(0, 200) ?? '';
