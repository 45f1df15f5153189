import type { Token } from './lex.ts';
import { tokensOf } from './lex.ts';

/** Offsets of the text it was read from, end exclusive. */
interface Span {
	readonly start: number;
	readonly end: number;
}

export interface SimpleCommand extends Span {
	readonly kind: 'simple';
	/** `NAME=value` before the first word, as written. */
	readonly assignments: readonly string[];
	/** As written: quotes and variables are still in them. */
	readonly words: readonly string[];
}

export type ShellNode =
	| SimpleCommand
	| (Span & { readonly kind: 'pipe'; readonly items: readonly ShellNode[]; readonly negated: boolean })
	| (Span & { readonly kind: 'group'; readonly body: ShellList; readonly subshell: boolean })
	| (Span & {
			readonly kind: 'if';
			readonly clauses: readonly { readonly condition: ShellList; readonly body: ShellList }[];
			readonly otherwise: ShellList | null;
	  })
	| (Span & {
			readonly kind: 'for';
			readonly variable: string;
			readonly words: readonly string[];
			readonly body: ShellList;
	  })
	| (Span & { readonly kind: 'while'; readonly condition: ShellList; readonly body: ShellList })
	| (Span & {
			readonly kind: 'case';
			readonly word: string;
			readonly branches: readonly { readonly patterns: readonly string[]; readonly body: ShellList }[];
	  })
	| (Span & { readonly kind: 'function'; readonly name: string; readonly body: ShellNode });

/** Commands joined by `&&` and `||`. */
export interface AndOr extends Span {
	/** `join` stands before the command; null for the first one. */
	readonly items: readonly { readonly join: '&&' | '||' | null; readonly node: ShellNode }[];
	readonly background: boolean;
}
export type ShellList = readonly AndOr[];

/** Scripts nest a few levels; what goes deeper is no script. */
const deepest = 60;

const closers = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}', ')', ';;', ';&', ';;&']);

/**
 * Reads a script of a POSIX shell or of bash. It never fails: what is no valid script is read as simple commands, as
 * far as that goes.
 */
export const parseShell = (text: string): ShellList => {
	const tokens = tokensOf(text);
	let at = 0;
	let depth = 0;
	const peek = (): Token | undefined => tokens[at];
	const is = (...texts: readonly string[]): boolean => texts.includes(tokens[at]?.text ?? '');
	const skipLines = (): void => {
		while (is('\n', ';')) at++;
	};
	const endOfLast = (): number => tokens[at - 1]?.end ?? 0;

	/** Up to one of the words that close a body; a closer that closes nothing is passed over. */
	const list = (...until: readonly string[]): ShellList => {
		const items: AndOr[] = [];
		depth++;
		for (;;) {
			skipLines();
			const token = peek();
			if (!token || until.includes(token.text)) break;
			if (closers.has(token.text) && (until.length > 0 || token.kind === 'break')) {
				// Somebody above waits for it; at the top it is stray.
				if (until.length > 0) break;
				at++;
				continue;
			}
			const before = at;
			items.push(andOr());
			if (at === before) at++;
		}
		depth--;
		return items;
	};

	const andOr = (): AndOr => {
		const start = peek()?.start ?? 0;
		const items: { join: '&&' | '||' | null; node: ShellNode }[] = [{ join: null, node: pipe() }];
		for (;;) {
			const join = peek()?.text;
			if (join !== '&&' && join !== '||') break;
			at++;
			while (is('\n')) at++;
			items.push({ join, node: pipe() });
		}
		const background = is('&');
		const end = endOfLast();
		if (background) at++;
		return { items, background, start, end };
	};

	const pipe = (): ShellNode => {
		const start = peek()?.start ?? 0;
		const negated = is('!') && peek()?.kind === 'word';
		if (negated) at++;
		const items = [command()];
		while (is('|', '|&')) {
			at++;
			while (is('\n')) at++;
			items.push(command());
		}
		const [only] = items;
		return items.length === 1 && !negated && only
			? only
			: { kind: 'pipe', items, negated, start, end: endOfLast() };
	};

	const accept = (word: string): void => {
		skipLines();
		if (is(word)) at++;
	};

	const ifCommand = (start: number): ShellNode => {
		const clauses: { condition: ShellList; body: ShellList }[] = [];
		let otherwise: ShellList | null = null;
		do {
			at++;
			const condition = list('then', 'fi');
			accept('then');
			clauses.push({ condition, body: list('elif', 'else', 'fi') });
		} while (is('elif'));
		if (is('else')) {
			at++;
			otherwise = list('fi');
		}
		accept('fi');
		return { kind: 'if', clauses, otherwise, start, end: endOfLast() };
	};

	const forCommand = (start: number): ShellNode => {
		at++;
		const variable = peek()?.text ?? '';
		at++;
		const words: string[] = [];
		while (is('\n')) at++;
		if (is('in')) {
			at++;
			for (let token = peek(); token?.kind === 'word'; token = peek()) {
				words.push(token.text);
				at++;
			}
		}
		// `for ((i = 0; …))`: its head is not needed.
		while (peek() && !is('do', 'done')) at++;
		accept('do');
		const body = list('done');
		accept('done');
		return { kind: 'for', variable, words, body, start, end: endOfLast() };
	};

	const caseCommand = (start: number): ShellNode => {
		at++;
		const word = peek()?.text ?? '';
		at++;
		accept('in');
		const branches: { patterns: string[]; body: ShellList }[] = [];
		for (;;) {
			skipLines();
			if (!peek() || is('esac')) break;
			if (is('(')) at++;
			const patterns: string[] = [];
			while (peek() && !is(')', 'esac')) {
				const token = peek();
				if (token?.kind === 'word') patterns.push(token.text);
				at++;
			}
			if (is(')')) at++;
			branches.push({ patterns, body: list(';;', ';&', ';;&', 'esac') });
			if (is(';;', ';&', ';;&')) at++;
		}
		accept('esac');
		return { kind: 'case', word, branches, start, end: endOfLast() };
	};

	const functionCommand = (start: number, name: string): ShellNode => {
		while (is('\n')) at++;
		const body = command();
		return { kind: 'function', name, body, start, end: endOfLast() };
	};

	/** `[[ … ]]` and `(( … ))` hold operators of their own. */
	const test = (start: number, close: string): ShellNode => {
		while (peek() && !is(close, '\n')) at++;
		if (is(close)) at++;
		return { kind: 'simple', assignments: [], words: ['['], start, end: endOfLast() };
	};

	const simple = (start: number): ShellNode => {
		const assignments: string[] = [];
		const words: string[] = [];
		for (let token = peek(); token?.kind === 'word'; token = peek()) {
			if (words.length === 0 && /^[A-Za-z_]\w*\+?=/.test(token.text)) assignments.push(token.text);
			else words.push(token.text);
			at++;
			const [name] = words;
			if (words.length === 1 && name !== undefined && is('(') && tokens[at + 1]?.text === ')') {
				at += 2;
				return functionCommand(start, name);
			}
			// `NAME=(a b)`: an array.
			if (words.length === 0 && token.text.endsWith('=') && is('('))
				while (peek() && tokens[at++]?.text !== ')');
		}
		return { kind: 'simple', assignments, words, start, end: endOfLast() };
	};

	const command = (): ShellNode => {
		const token = peek();
		const start = token?.start ?? 0;
		if (!token || depth > deepest) {
			at++;
			return { kind: 'simple', assignments: [], words: [], start, end: endOfLast() };
		}
		if (token.kind === 'break') {
			if (token.text !== '(') {
				return { kind: 'simple', assignments: [], words: [], start, end: start };
			}
			if (tokens[at + 1]?.text === '(' && tokens[at + 1]?.start === token.end) {
				while (peek() && !(is(')') && tokens[at + 1]?.text === ')')) at++;
				at += 2;
				return { kind: 'simple', assignments: [], words: ['['], start, end: endOfLast() };
			}
			at++;
			const body = list(')');
			accept(')');
			return { kind: 'group', body, subshell: true, start, end: endOfLast() };
		}
		switch (token.text) {
			case 'if':
				return ifCommand(start);
			case 'for':
			case 'select':
				return forCommand(start);
			case 'while':
			case 'until': {
				at++;
				const condition = list('do', 'done');
				accept('do');
				const body = list('done');
				accept('done');
				return { kind: 'while', condition, body, start, end: endOfLast() };
			}
			case 'case':
				return caseCommand(start);
			case 'function': {
				at++;
				const name = peek()?.text ?? '';
				at++;
				if (is('(')) at += 2;
				return functionCommand(start, name);
			}
			case '{': {
				at++;
				const body = list('}');
				accept('}');
				return { kind: 'group', body, subshell: false, start, end: endOfLast() };
			}
			case '[[':
				return test(start, ']]');
			default:
				return simple(start);
		}
	};

	return list();
};
