/** A longer one is taken apart first: a regular expression runs out of room on strings of a megabyte. */
const longest = 20_000;

const pieces = [
	String.raw`(?<gap>\s+|#[^\r\n]*|\\\r?\n)`,
	String.raw`(?<prefix>[A-Za-z]{0,2})(?:"""(?<a>(?:[^\\]|\\[\s\S])*?)"""|'''(?<b>(?:[^\\]|\\[\s\S])*?)'''|"(?<c>(?:[^"\\\r\n]|\\[\s\S])*)"|'(?<d>(?:[^'\\\r\n]|\\[\s\S])*)')`,
	String.raw`[^\s'"#\\()[\]{},:;=+\-*/%<>!&|^~@]+(?!['"])`,
	String.raw`[()[\]{},:;=+\-*/%<>!&|^~@]`,
];

/** Adds a token; without the comma that a formatter puts behind the last of several things in brackets. */
const push = (tokens: string[], commas: number[], token: string): void => {
	if (token === '(' || token === '[' || token === '{') commas.push(0);
	if (token === ',') commas.push((commas.pop() ?? 0) + 1);
	if (token === ')' || token === ']' || token === '}') {
		// With a single comma `(a,)` is a tuple and `x[a,]` an index of one.
		const isIdle = (commas.pop() ?? 0) > 1 || token === '}';
		if (isIdle && tokens.at(-1) === ',') tokens.pop();
	}
	tokens.push(token);
};

/**
 * The tokens of one simple statement or of a part of one, as a text to compare: white space, line breaks, comments and
 * idle commas are left out, and plain strings are written without their quotes. Two that parse and have the same
 * tokens are the same program, because line breaks mean nothing inside a simple statement. Null where this cannot
 * tell: an f-string has code in it, and a `lambda` has commas of its own.
 */
export const tokensOf = (text: string): string | null => {
	if (text.length > longest) return null;
	const pattern = new RegExp(pieces.join('|'), 'y');
	const tokens: string[] = [];
	const commas: number[] = [];
	while (pattern.lastIndex < text.length) {
		const match = pattern.exec(text);
		if (match === null || match[0] === 'lambda') return null;
		const { gap, prefix, a, b, c, d } = match.groups ?? {};
		if (gap !== undefined) continue;
		const body = a ?? b ?? c ?? d;
		if (body === undefined) push(tokens, commas, match[0]);
		else if (prefix === '' && !body.includes('\\')) tokens.push(`'${body}`);
		else if (/[ft]/i.test(prefix ?? '')) return null;
		else tokens.push(match[0]);
	}
	return tokens.join('\0');
};
