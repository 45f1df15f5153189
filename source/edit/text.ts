import { Bug } from '../core/errors.ts';
import type { Declined } from '../core/fixer.ts';
import { applySplices } from '../core/text.ts';
import type { Splice } from '../core/tree.ts';

/** What an edit primitive makes: replacements in the text it was given. */
export interface Spliced {
	readonly outcome: 'spliced';
	/** In ascending order; empty where the text already says it. */
	readonly splices: readonly Splice[];
	/** Comments that go with what was removed, each as in the file, `#` included. */
	readonly dropsComments: readonly string[];
}

/** An edit, or the sentence that says why there is none. */
export type EditResult = Spliced | Declined;

export const spliced = (splices: readonly Splice[], dropsComments: readonly string[] = []): Spliced => ({
	outcome: 'spliced',
	splices: splices.toSorted((a, b) => a.start - b.start || a.end - b.end),
	dropsComments,
});

/** Part of a text: kept from the original, or new. */
type Piece =
	| { readonly kind: 'kept'; readonly start: number; readonly end: number }
	| { readonly kind: 'new'; readonly text: string };

const lengthOf = (piece: Piece): number =>
	piece.kind === 'kept' ? piece.end - piece.start : piece.text.length;

const partOf = (piece: Piece, from: number, to: number): Piece =>
	piece.kind === 'kept'
		? { kind: 'kept', start: piece.start + from, end: piece.start + to }
		: { kind: 'new', text: piece.text.slice(from, to) };

const sliceOf = (pieces: readonly Piece[], start: number, end: number): readonly Piece[] => {
	const out: Piece[] = [];
	let at = 0;
	for (const piece of pieces) {
		const length = lengthOf(piece);
		const from = Math.max(start - at, 0);
		const to = Math.min(end - at, length);
		if (from < to) out.push(partOf(piece, from, to));
		at += length;
	}
	return out;
};

const edited = (pieces: readonly Piece[], splices: readonly Splice[]): readonly Piece[] => {
	const total = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
	const out: Piece[] = [];
	let at = 0;
	for (const { start, end, text } of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
		out.push(...sliceOf(pieces, at, start));
		if (text !== '') out.push({ kind: 'new', text });
		at = end;
	}
	out.push(...sliceOf(pieces, at, total));
	return out;
};

const splicesOf = (pieces: readonly Piece[], length: number): readonly Splice[] => {
	const out: Splice[] = [];
	let at = 0;
	let inserted = '';
	const close = (start: number): void => {
		if (start > at || inserted !== '') out.push({ start: at, end: start, text: inserted });
		inserted = '';
	};
	for (const piece of pieces) {
		if (piece.kind === 'new') {
			inserted += piece.text;
			continue;
		}
		if (piece.start < at) throw new Bug('an edit moved text');
		close(piece.start);
		at = piece.end;
	}
	close(length);
	return out;
};

/**
 * Runs edits one after the other, each on the text the last one left, and gives them as replacements in the
 * first text. Declines with the first edit that does.
 */
export const chain = (text: string, steps: readonly ((text: string) => EditResult)[]): EditResult => {
	let pieces: readonly Piece[] = text === '' ? [] : [{ kind: 'kept', start: 0, end: text.length }];
	let current = text;
	const drops: string[] = [];
	for (const step of steps) {
		const result = step(current);
		if (result.outcome === 'declined') return result;
		pieces = edited(pieces, result.splices);
		current = applySplices(current, result.splices);
		drops.push(...result.dropsComments);
	}
	return spliced(splicesOf(pieces, text.length), drops);
};

/** Offset after the end of the line an offset is in, its line ending included. */
export const afterLine = (text: string, offset: number): number => {
	const end = text.indexOf('\n', offset);
	return end < 0 ? text.length : end + 1;
};

/** Offset of the first character of the line an offset is in. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Offset of the line's end, its line ending left out. */
export const lineEnd = (text: string, offset: number): number => {
	const end = text.indexOf('\n', offset);
	if (end < 0) return text.length;
	return end > 0 && text[end - 1] === '\r' && end > offset ? end - 1 : end;
};

/** Spaces and tabs a line begins with. */
export const indentOf = (text: string, offset: number): string =>
	/^[ \t]*/.exec(text.slice(lineStart(text, offset), lineEnd(text, offset)))?.[0] ?? '';

/** Nothing but blanks stands before the offset on its line. */
export const beginsLine = (text: string, offset: number): boolean =>
	text.slice(lineStart(text, offset), offset).trim() === '';
