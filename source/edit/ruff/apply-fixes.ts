import type { RuffDiagnostic, SourceFile } from '../../core/gather.ts';
import { applySplices } from '../../core/text.ts';
import type { Splice } from '../../core/tree.ts';

const offsetOf = (
	file: SourceFile,
	{ row, column }: { readonly row: number; readonly column: number },
): number => Math.min((file.lineStarts[row - 1] ?? file.text.length) + column - 1, file.text.length);

/** The replacements of ruff's fix for a diagnostic, in ascending order; empty where it offers none. */
export const splicesOf = (file: SourceFile, { fix }: RuffDiagnostic): readonly Splice[] =>
	(fix?.edits ?? [])
		.map(({ location, end_location, content }) => ({
			start: offsetOf(file, location),
			end: offsetOf(file, end_location),
			text: content ?? '',
		}))
		.toSorted((a, b) => a.start - b.start || a.end - b.end);

const touches = (a: Splice, b: Splice): boolean => a.start <= b.end && b.start <= a.end;

/** The text after as many of the fixes as do not touch one another; the first one wins. */
export const applyFixes = (file: SourceFile, fixes: readonly (readonly Splice[])[]): string => {
	const taken: Splice[] = [];
	for (const fix of fixes) {
		if (fix.length === 0 || fix.some(splice => taken.some(other => touches(splice, other)))) continue;
		taken.push(...fix);
	}
	return applySplices(file.text, taken);
};
