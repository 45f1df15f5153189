const compound = /(?:if|elif|else|for|while|try|except|finally|with|def|class|async|match|case)\b/y;

const startsCompound = (text: string, start: number): boolean => {
	compound.lastIndex = start;
	return compound.test(text);
};

const quoteEnd = (text: string, at: number, quote: number): number => {
	const triple = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
	for (let next = at + (triple ? 3 : 1); next < text.length; next++) {
		const code = text.charCodeAt(next);
		if (code === 92) next++;
		else if (code === quote) {
			if (!triple) return next + 1;
			if (text.charCodeAt(next + 1) === quote && text.charCodeAt(next + 2) === quote) return next + 3;
		} else if (!triple && (code === 10 || code === 13)) return next;
	}
	return text.length;
};

/**
 * Walks the statements of a Python text in order, skipping strings, comments, brackets and continued lines.
 * One pass over the characters, far cheaper than a syntax tree; right for every file that Python accepts,
 * but for an f-string that holds its own quote character unpaired.
 */
export const forEachStatement = (
	text: string,
	visit: (start: number, end: number, indent: number, inline: boolean) => void,
): void => {
	let start = -1;
	let end = 0;
	let indent = 0;
	let column = 0;
	let depth = 0;
	let inline = false;
	let header = false;
	const close = (): void => {
		if (start !== -1) visit(start, end, indent, inline);
		start = -1;
	};
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 10 || code === 13) {
			if (depth > 0) continue;
			close();
			column = 0;
			inline = false;
			continue;
		}
		if (code === 32 || code === 9 || code === 12) {
			if (start === -1 && !inline)
				column = code === 9 ? (Math.floor(column / 8) + 1) * 8 : code === 12 ? 0 : column + 1;
			continue;
		}
		if (code === 35) {
			while (at + 1 < text.length && text.charCodeAt(at + 1) !== 10 && text.charCodeAt(at + 1) !== 13) at++;
			continue;
		}
		if (code === 92) {
			if (text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10) at++;
			at++;
			continue;
		}
		if (code === 59 && depth === 0) {
			close();
			inline = true;
			continue;
		}
		if (start === -1) {
			start = at;
			if (!inline) indent = column;
			header = !inline && startsCompound(text, at);
		}
		// Letters and `_` decide nothing; most characters are such.
		if (code > 93 && code < 123) {
			for (let next = text.charCodeAt(at + 1); next > 93 && next < 123; next = text.charCodeAt(at + 1)) at++;
			end = at + 1;
			continue;
		}
		end = at + 1;
		if (code === 34 || code === 39) {
			end = quoteEnd(text, at, code);
			at = end - 1;
		} else if (code === 40 || code === 91 || code === 123) depth++;
		else if (code === 41 || code === 93 || code === 125) depth = Math.max(0, depth - 1);
		else if (code === 58 && depth === 0 && header) {
			close();
			inline = true;
			header = false;
		}
	}
	close();
};
