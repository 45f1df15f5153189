import { nameIn } from '../folders.ts';
import type { Globs } from '../facts/tools.ts';

// Ruff's globs: https://docs.rs/globset; `*` also crosses `/`. Matched without backtracking: patterns are the repository's.

type Token =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'one' }
	| { readonly kind: 'many' }
	/** No folder, or any number of them, each with its slash. */
	| { readonly kind: 'folders' }
	| {
			readonly kind: 'class';
			readonly negated: boolean;
			readonly ranges: readonly (readonly [string, string])[];
	  };

const mostAlternatives = 64;

/** The alternatives of `{a,b}`, which may be nested. */
export const expandBraces = (pattern: string): readonly string[] => {
	const open = pattern.indexOf('{');
	if (open < 0) return [pattern];
	const parts: string[] = [];
	let depth = 0;
	let from = open + 1;
	for (let at = open; at < pattern.length; at++) {
		const letter = pattern[at];
		if (letter === '{') depth++;
		else if (letter === ',' && depth === 1) {
			parts.push(pattern.slice(from, at));
			from = at + 1;
		} else if (letter === '}' && --depth === 0) {
			parts.push(pattern.slice(from, at));
			const head = pattern.slice(0, open);
			const tails = expandBraces(pattern.slice(at + 1));
			const middles = parts.flatMap(part => expandBraces(part));
			return middles.flatMap(middle => tails.map(tail => head + middle + tail)).slice(0, mostAlternatives);
		}
	}
	return [pattern];
};

const classAt = (pattern: string, at: number): { readonly token: Token; readonly end: number } | null => {
	const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
	const from = at + (negated ? 2 : 1);
	const end = pattern.indexOf(']', from + 1);
	if (end < 0) return null;
	const letters = pattern.slice(from, end);
	const ranges: (readonly [string, string])[] = [];
	for (let index = 0; index < letters.length; index++) {
		const first = letters[index] ?? '';
		const last = letters[index + 1] === '-' ? letters[index + 2] : undefined;
		ranges.push([first, last ?? first]);
		if (last !== undefined) index += 2;
	}
	return { token: { kind: 'class', negated, ranges }, end: end + 1 };
};

const tokensOf = (pattern: string): readonly Token[] => {
	const tokens: Token[] = [];
	let at = 0;
	while (at < pattern.length) {
		const letter = pattern[at] ?? '';
		const startsPart = at === 0 || pattern[at - 1] === '/';
		if (startsPart && pattern.startsWith('**/', at)) {
			tokens.push({ kind: 'folders' });
			at += 3;
			continue;
		}
		if (letter === '*') {
			tokens.push({ kind: 'many' });
			while (pattern[at] === '*') at++;
			continue;
		}
		const group = letter === '[' ? classAt(pattern, at) : null;
		if (group) {
			tokens.push(group.token);
			at = group.end;
			continue;
		}
		if (letter === '?') tokens.push({ kind: 'one' });
		else if (letter === '\\' && at + 1 < pattern.length)
			tokens.push({ kind: 'text', text: pattern[++at] ?? '' });
		else tokens.push({ kind: 'text', text: letter });
		at++;
	}
	return tokens;
};

const step = (token: Token, text: string, positions: ReadonlySet<number>): ReadonlySet<number> => {
	const next = new Set<number>();
	for (const at of positions) {
		const letter = text[at];
		switch (token.kind) {
			case 'text':
				if (letter === token.text) next.add(at + 1);
				break;
			case 'one':
				if (letter !== undefined) next.add(at + 1);
				break;
			case 'class': {
				if (letter === undefined) break;
				const inside = token.ranges.some(([first, last]) => letter >= first && letter <= last);
				if (inside !== token.negated) next.add(at + 1);
				break;
			}
			case 'many':
				for (let end = at; end <= text.length && !next.has(end); end++) next.add(end);
				break;
			case 'folders':
				next.add(at);
				for (
					let end = text.indexOf('/', at);
					end >= 0 && !next.has(end + 1);
					end = text.indexOf('/', end + 1)
				) {
					next.add(end + 1);
				}
				break;
		}
	}
	return next;
};

const compiled = new Map<string, readonly (readonly Token[])[]>();

/** The whole text matches the glob. */
export const matchesGlob = (pattern: string, text: string): boolean => {
	let alternatives = compiled.get(pattern);
	if (!alternatives) {
		alternatives = expandBraces(pattern).map(tokensOf);
		if (compiled.size > 1000) compiled.clear();
		compiled.set(pattern, alternatives);
	}
	return alternatives.some(tokens => {
		let positions: ReadonlySet<number> = new Set([0]);
		for (const token of tokens) {
			positions = step(token, text, positions);
			if (positions.size === 0) return false;
		}
		return positions.has(text.length);
	});
};

/** A glob as a path from the root: `./` and `../` are followed. */
export const rooted = (base: string, pattern: string): string => {
	const parts = base === '.' ? [] : base.split('/');
	for (const part of pattern.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return parts.join('/');
};

/** Excluded as ruff has it: the file or a folder above it, by whole path, or by name where the glob has no `/`. */
export const isExcluded = (path: string, globs: readonly Globs[]): boolean => {
	const ancestors = path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
	return globs.some(({ base, patterns }) =>
		patterns.some(pattern => {
			const whole = rooted(base, pattern);
			return ancestors.some(
				ancestor =>
					matchesGlob(whole, ancestor) || (!pattern.includes('/') && matchesGlob(pattern, nameIn(ancestor))),
			);
		}),
	);
};

/** Whether a key of `per-file-ignores` takes in the file; `!` in front turns it round. */
export const isPerFile = (path: string, base: string, pattern: string): boolean => {
	const negated = pattern.startsWith('!');
	const plain = negated ? pattern.slice(1) : pattern;
	return (matchesGlob(plain, nameIn(path)) || matchesGlob(rooted(base, plain), path)) !== negated;
};
