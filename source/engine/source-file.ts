import type { SourceFile } from '../core/gather.ts';
import { lineStartsOf } from '../core/text.ts';

/** An error that leaves WebAssembly in doubt: the process must be replaced. */
export const isTrap = (thrown: unknown): boolean =>
	thrown instanceof RangeError || (thrown instanceof Error && thrown.name === 'RuntimeError');

export const sourceFileOf = (path: string, text: string): SourceFile => ({
	path,
	text,
	lineStarts: lineStartsOf(text),
});
