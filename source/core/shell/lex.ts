/** A part of a shell script. Offsets count in the script's text. */
export interface Token {
	/** `break` is an operator that ends a command, a line end (`\n`) among them. */
	readonly kind: 'word' | 'break';
	/** As written; line continuations are kept. */
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

const blank = (letter: string): boolean => letter === ' ' || letter === '\t' || letter === '\r';

/** Offset after a quoted or bracketed part that starts at `at`; the end of the text where it is not closed. */
const afterPart = (text: string, at: number): number => {
	const open: string[] = [];
	let place = at;
	do {
		const letter = text[place] ?? '';
		const top = open.at(-1);
		if (letter === '\\' && top !== "'") place += 2;
		else if (top === "'") {
			const close = text.indexOf("'", place);
			if (close < 0) return text.length;
			open.pop();
			place = close + 1;
		} else if (letter === top) {
			open.pop();
			place++;
		} else if (letter === '$' && text[place + 1] === '(') {
			open.push(')');
			place += 2;
		} else if (letter === '$' && text[place + 1] === '{') {
			open.push('}');
			place += 2;
		} else if (letter === '`') {
			open.push('`');
			place++;
		} else if (top === '"') place++;
		else if (letter === '"' || letter === "'") {
			open.push(letter);
			place++;
		} else if (letter === '(' && (top === ')' || top === undefined)) {
			open.push(')');
			place++;
		} else if (letter === '{' && top === '}') {
			open.push('}');
			place++;
		} else place++;
	} while (open.length > 0 && place < text.length);
	return Math.min(place, text.length);
};

const expression = /\$\{\{[^\n]*?\}\}/y;

/** Offset after the word that starts at `at`. */
const afterWord = (text: string, at: number): number => {
	let place = at;
	while (place < text.length) {
		const letter = text[place] ?? '';
		if (letter === '\\') {
			place += 2;
			continue;
		}
		if (letter === '$') {
			expression.lastIndex = place;
			const found = expression.exec(text);
			if (found) {
				place += found[0].length;
				continue;
			}
			place = text[place + 1] === '(' || text[place + 1] === '{' ? afterPart(text, place) : place + 1;
			continue;
		}
		if (letter === '"' || letter === "'" || letter === '`') {
			place = afterPart(text, place);
			continue;
		}
		if (blank(letter) || letter === '\n' || ';&|()<>'.includes(letter)) break;
		place++;
	}
	return Math.min(place, text.length);
};

const redirection = /(?:\d+|&)?(?:>>|>\||>&|<&|<>|>|<(?![<(]))(?:-|\d+(?![\w./]))?/y;
const here = /\d*<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([\w.-]+))/y;
const operator = /&&|\|\||;;&|;;|;&|\|&|[;|&()\n]/y;

const sticky = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
	pattern.lastIndex = at;
	return pattern.exec(text);
};

/** Offset of the line after a here-document's end mark; of the text's end where there is none. */
const afterHereDocument = (text: string, from: number, mark: string): number => {
	for (let at = from; at < text.length;) {
		const end = text.indexOf('\n', at);
		const line = text.slice(at, end < 0 ? text.length : end);
		at = end < 0 ? text.length : end + 1;
		if (line.trim() === mark) return at;
	}
	return text.length;
};

const afterBlanks = (text: string, from: number): number => {
	let at = from;
	for (;;) {
		if (blank(text[at] ?? '')) at++;
		else if (text[at] === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3)))
			at += text[at + 1] === '\r' ? 3 : 2;
		else return at;
	}
};

/** Splits a script into words and operators; comments, redirections and here-documents are left out. */
export const tokensOf = (text: string): readonly Token[] => {
	const tokens: Token[] = [];
	const marks: string[] = [];
	let at = 0;
	const skipTarget = (): void => {
		at = afterBlanks(text, at);
		at = text[at] === '(' ? afterPart(text, at) : afterWord(text, at);
	};
	while ((at = afterBlanks(text, at)) < text.length) {
		const letter = text[at] ?? '';
		if (letter === '#') {
			const end = text.indexOf('\n', at);
			at = end < 0 ? text.length : end;
			continue;
		}
		const document = sticky(here, text, at);
		if (document && text[at + document[0].indexOf('<') + 2] !== '<') {
			marks.push(document[2] ?? document[3] ?? document[4] ?? '');
			at += document[0].length;
			continue;
		}
		if (text.startsWith('<<<', at)) {
			at += 3;
			skipTarget();
			continue;
		}
		const redirected = sticky(redirection, text, at);
		if (redirected) {
			at += redirected[0].length;
			if (!/[\d-]$/.test(redirected[0])) skipTarget();
			continue;
		}
		const found = sticky(operator, text, at);
		if (found) {
			tokens.push({ kind: 'break', text: found[0], start: at, end: at + found[0].length });
			at += found[0].length;
			if (found[0] === '\n') for (const mark of marks.splice(0)) at = afterHereDocument(text, at, mark);
			continue;
		}
		const start = at;
		// `<(…)` is a word; anything else that no rule takes is one letter long.
		at = letter === '<' ? afterPart(text, at + 1) : afterWord(text, at);
		if (at === start) at++;
		tokens.push({ kind: 'word', text: text.slice(start, at), start, end: at });
	}
	return tokens;
};
