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

/**
 * Whether what is unpacked is a ZIP archive, as the last binding of its name has it: Python keeps the entries of those
 * inside the folder, and ruff asks all that has an `extractall` for the filter of tar archives.
 */
const isZip = (file: SourceFile, { line, source }: LintHit): boolean => {
	const [, receiver] = /([\w.)\]]+)\s*\.extractall\(/.exec(source) ?? [];
	if (receiver === undefined) return false;
	if (/ZipFile\([^)]*\)\.extractall\(/.test(source)) return true;
	if (!/^[\w.]+$/.test(receiver)) return false;
	const name = receiver.replaceAll('.', '\\.');
	const before = file.text.slice(0, file.lineStarts[line - 1] ?? 0);
	const bound = new RegExp(
		`(\\w*)\\([^()]*(?:\\([^()]*\\)[^()]*)*\\)\\s+as\\s+${name}\\b|(?<![\\w.])${name}\\s*(?::[^=\\n]*)?=(?!=)\\s*([\\w.]*)|(?<![\\w.])${name}\\s*:\\s*([\\w.]+)`,
		'g',
	);
	const last = [...before.matchAll(bound)].at(-1);
	return /(?:^|\.)\w*ZipFile$/.test(last?.[1] ?? last?.[2] ?? last?.[3] ?? '');
};

export default defineFileGatherer({
	fact: 'lint',
	version: 2,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines) {
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const hits = engines
			.lint(file)
			.map(diagnostic => lintHitOf(file, diagnostic))
			.filter(hit => hit.code !== 'S202' || !isZip(file, hit));
		return hits.length > 0 ? hits : null;
	},
});
