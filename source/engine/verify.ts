import { parseForESLint } from 'toml-eslint-parser';
import { parseAllDocuments } from 'yaml';
import { messageOf } from '../core/errors.ts';
import type { Engines } from '../core/gather.ts';
import type { DecodedText } from '../core/text.ts';
import { decode, eolOf } from '../core/text.ts';
import { commentsOf } from './comments.ts';
import { gateCodes } from './engines.ts';
import type { FileCheck, Problem } from './protocol.ts';
import { isTrap, sourceFileOf } from './source-file.ts';

const counted = (items: readonly string[]): Map<string, number> => {
	const counts = new Map<string, number>();
	for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
	return counts;
};

/** The first item that stands more often in `more` than in `fewer`, or null. */
const surplusOf = (more: readonly string[], fewer: readonly string[]): string | null => {
	const available = counted(fewer);
	for (const item of more) {
		const left = available.get(item) ?? 0;
		if (left === 0) return item;
		available.set(item, left - 1);
	}
	return null;
};

const codesOf = (path: string, text: string, engines: Engines): readonly string[] =>
	engines
		.lint(sourceFileOf(path, text))
		.map(({ code }) => code ?? 'invalid-syntax')
		.filter(code => code === 'invalid-syntax' || gateCodes.includes(code));

const pythonProblem = (
	path: string,
	before: string | null,
	after: string,
	engines: Engines,
): string | null => {
	const worse = surplusOf(
		codesOf(path, after, engines),
		before === null ? [] : codesOf(path, before, engines),
	);
	if (worse === null) return null;
	return worse === 'invalid-syntax' ? 'it would no longer parse' : `ruff would report a new \`${worse}\``;
};

const tomlProblem = (text: string): string | null => {
	try {
		parseForESLint(text, { tomlVersion: '1.0' });
		return null;
	} catch (thrown) {
		if (isTrap(thrown)) throw thrown;
		return `it would not be valid TOML 1.0: ${messageOf(thrown)}`;
	}
};

const yamlProblem = (text: string): string | null => {
	const [error] = parseAllDocuments(text, { logLevel: 'silent' }).flatMap(document => document.errors);
	return error ? `it would not be valid YAML: ${error.message.split('\n', 1)[0] ?? ''}` : null;
};

const endsWithNewline = (text: string): boolean => /[\r\n]$/.test(text);

const isMixed = (text: string): boolean => /\r\n/.test(text) && /(?<!\r)\n/.test(text);

const bytesProblem = (before: DecodedText, after: DecodedText, endsFiles: boolean): string | null => {
	if (before.bom !== after.bom) return 'its byte order mark would change';
	if (before.encoding !== after.encoding) return 'its encoding would change';
	const isEnded = endsFiles && endsWithNewline(after.text);
	if (before.text !== '' && endsWithNewline(before.text) !== endsWithNewline(after.text) && !isEnded) {
		return 'its final newline would change';
	}
	if (before.text.includes('\n') && eolOf(before.text) !== eolOf(after.text))
		return 'its line endings would change';
	return !isMixed(before.text) && isMixed(after.text) ? 'its line endings would be mixed' : null;
};

const fileProblem = (
	{ path, before, after }: FileCheck,
	engines: Engines,
	endsFiles: boolean,
): string | null => {
	if (after === null) return null;
	const now = decode(after, path);
	if (now.outcome === 'skipped') return `it would no longer be text (${now.reason})`;
	const then = before === null ? null : decode(before, path);
	if (then?.outcome === 'skipped') return `it is not text (${then.reason})`;
	const bytes = then === null ? null : bytesProblem(then, now, endsFiles);
	if (bytes !== null) return bytes;
	if (/\.pyi?$/.test(path)) return pythonProblem(path, then?.text ?? null, now.text, engines);
	if (/\.toml$|(?:^|\/)Pipfile$/.test(path)) return tomlProblem(now.text);
	if (/\.(?:ya?ml|json|template)$/.test(path)) {
		// JSON with comments, and a template of another program, were no YAML before either.
		return then && yamlProblem(then.text) !== null ? null : yamlProblem(now.text);
	}
	return null;
};

const commentsIn = (path: string, bytes: Uint8Array | null, engines: Engines): readonly string[] => {
	if (bytes === null) return [];
	const decoded = decode(bytes, path);
	return decoded.outcome === 'text' ? commentsOf(path, decoded.text, engines) : [];
};

/**
 * What is wrong with a plan's files, or null. Comments are counted over all of them, because a
 * plan may move code from one file to another.
 */
export const problemOf = (
	files: readonly FileCheck[],
	dropsComments: readonly string[],
	engines: Engines,
	endsFiles = false,
): Problem | null => {
	for (const file of files) {
		const problem = fileProblem(file, engines, endsFiles);
		if (problem !== null) return { message: `\`${file.path}\`: ${problem}`, path: file.path };
	}
	const before = files.flatMap(({ path, before: bytes }) => commentsIn(path, bytes, engines));
	const after = files.flatMap(({ path, after: bytes }) => commentsIn(path, bytes, engines));
	const lost = surplusOf(before, [...after, ...dropsComments.map(comment => comment.trim())]);
	return lost === null ? null : { message: `a comment would be lost: \`${lost.slice(0, 80)}\``, path: null };
};
