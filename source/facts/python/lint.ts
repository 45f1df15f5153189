import { defineFileGatherer } from '../../core/gather.ts';
import type { RuffDiagnostic, SourceFile } from '../../core/gather.ts';
import type { LintHit } from '../../core/facts/python.ts';

/** One line of a file, trimmed, at most 200 characters: evidence to show. */
const sourceLineOf = (file: SourceFile, row: number): string => {
	const start = file.lineStarts[row - 1] ?? 0;
	return file.text
		.slice(start, Math.min(file.lineStarts[row] ?? file.text.length, start + 400))
		.trim()
		.slice(0, 200);
};

/** A diagnostic of ruff as a fact. */
export const lintHitOf = (file: SourceFile, diagnostic: RuffDiagnostic): LintHit => ({
	code: diagnostic.code ?? 'invalid-syntax',
	message: diagnostic.message,
	line: diagnostic.start_location.row,
	column: diagnostic.start_location.column,
	endLine: diagnostic.end_location.row,
	endColumn: diagnostic.end_location.column,
	source: sourceLineOf(file, diagnostic.start_location.row),
});

export default defineFileGatherer({
	fact: 'lint',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines) {
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const hits = engines.lint(file).map(diagnostic => lintHitOf(file, diagnostic));
		return hits.length > 0 ? hits : null;
	},
});
