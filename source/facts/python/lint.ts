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

const strings = /(["'])(?:[^"'\\\n]|\\.)*\1|#.*/g;
/** How many brackets a text opens and leaves open; negative where it closes more. */
const openedIn = (text: string): number => {
	const code = text.replaceAll(strings, '');
	return (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);
};

const most = 12;

/** A hit with the lines that its brackets take in; as it is where one line has all. */
const withLines = (file: SourceFile, hit: LintHit): LintHit => {
	const lines = (from: number, to: number): string =>
		file.text.slice(file.lineStarts[from - 1] ?? 0, file.lineStarts[to] ?? file.text.length);
	let first = hit.line;
	// The keyword is reported and not the call, which may begin above.
	if (hit.code === 'S501')
		for (let line = hit.line - 1; line > 0 && hit.line - line < most; line--) {
			if (openedIn(lines(line, hit.line - 1)) <= 0) continue;
			first = line;
			break;
		}
	let last = hit.line;
	while (last - first < most && openedIn(lines(first, last)) > 0 && last < file.lineStarts.length) last++;
	if (first === last) return hit;
	return { ...hit, written: lines(first, last).replaceAll(/\s+/g, ' ').trim().slice(0, 600) };
};

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
	version: 3,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines) {
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const hits = engines
			.lint(file)
			.map(diagnostic => lintHitOf(file, diagnostic))
			.filter(hit => hit.code !== 'S202' || !isZip(file, hit))
			.map(hit => (hit.code.startsWith('S') ? withLines(file, hit) : hit));
		return hits.length > 0 ? hits : null;
	},
});
