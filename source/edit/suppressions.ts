import { lineAt } from '../core/text.ts';
import type { SourceFile } from '../core/gather.ts';
import type { Suppression } from '../core/facts/suppression.ts';

/** What a comment may name to silence a finding. */
export interface Silenced {
	/** Practice number, practice id and check ids: `8.2`, `safe-deserialization`, `safe-deserialization/pickle`. */
	readonly ids: readonly string[];
	/** Ruff's codes, such as `S301`; bandit knows the `S` ones with a `B`. */
	readonly codes: readonly string[];
	/** Bandit's names, such as `pickle`. */
	readonly names?: readonly string[];
}

const own = /#[ \t]*bp-audit:[ \t]*ignore\[([^\]\r\n]*)\][ \t]*([^\r\n]*)/;
const noqa = /#[ \t]*noqa(?::[ \t]*([A-Z]+[0-9]+(?:[ \t,]+[A-Z]+[0-9]+)*))?(?![\w:])([^#\r\n]*)/i;
// https://bandit.readthedocs.io/en/latest/config.html#exclusions
const nosec = /#[ \t]*nosec\b:?[ \t]*([^#\r\n]*)/;

const trimmed = (reason: string): string => reason.replace(/^[\s:–—-]+/, '').trim();

const ownIn = (line: string, { ids }: Silenced): Suppression | null => {
	const match = own.exec(line);
	const reason = trimmed(match?.[2] ?? '');
	if (!match || reason === '') return null;
	const named = (match[1] ?? '').split(',').map(id => id.trim());
	return named.some(id => ids.includes(id)) ? { by: 'bp-audit', reason } : null;
};

const noqaIn = (line: string, { codes }: Silenced): Suppression | null => {
	const match = noqa.exec(line);
	if (!match) return null;
	const listed = match[1]?.toUpperCase().split(/[\s,]+/);
	if (listed && !codes.some(code => listed.some(prefix => code.startsWith(prefix)))) return null;
	return { by: 'noqa', reason: trimmed(match[2] ?? '') };
};

const nosecIn = (line: string, { codes, names = [] }: Silenced): Suppression | null => {
	const match = nosec.exec(line);
	if (!match) return null;
	const text = match[1] ?? '';
	const tests: readonly string[] = text.match(/\bB\d{3}\b/g) ?? [];
	const bandit = new Set(codes.filter(code => code.startsWith('S')).map(code => `B${code.slice(1)}`));
	const first = /^([a-z]+(?:_[a-z]+)*)(?:[\s,]|$)/.exec(text)?.[1];
	if (tests.length > 0) {
		return tests.some(test => bandit.has(test))
			? { by: 'nosec', reason: trimmed(text.replaceAll(/\bB\d{3}\b[\s,]*/g, '')) }
			: null;
	}
	// A word with `_` can only be the name of one of bandit's tests, and then names what is silenced.
	if (first?.includes('_') && !names.includes(first)) return null;
	return {
		by: 'nosec',
		reason: trimmed(names.includes(first ?? '') ? text.slice((first ?? '').length) : text),
	};
};

/**
 * The comment that silences what stands on the lines: `# bp-audit: ignore[8.2] reason` on one of them or above the
 * first, `# noqa: S301` or `# nosec B301` on the first or last.
 */
export const suppressionAt = (
	file: Pick<SourceFile, 'text' | 'lineStarts'>,
	first: number,
	last: number,
	silenced: Silenced,
): Suppression | null => {
	const ends = first === last ? [first] : [first, last];
	for (const line of [...ends, first - 1]) {
		const text = line < 1 ? '' : lineAt(file, line);
		if (!text.includes('#')) continue;
		const found = ownIn(text, silenced);
		if (found) return found;
		if (line < first) continue;
		const theirs = noqaIn(text, silenced) ?? nosecIn(text, silenced);
		if (theirs) return theirs;
	}
	return null;
};
