/** Stands for the root of the repository in paths that a script makes absolute. */
export const rootMark = '/:root:';

export interface WordScope {
	readonly variables: ReadonlyMap<string, string>;
	/** `$1`, `$2` … */
	readonly positional: readonly string[];
	/** The folder the shell is in, from the root; null where that is not known. */
	readonly folder: string | null;
	/** Folder of the script, from the root; null for text that is no file. */
	readonly scriptFolder: string | null;
}

export interface ExpandedWord {
	/** Several for an unquoted list, none for an empty one. */
	readonly words: readonly string[];
	/** Variables, substitutions and expressions that stay as they are written. */
	readonly unresolved: readonly string[];
}

const absolute = (folder: string): string => (folder === '.' ? rootMark : `${rootMark}/${folder}`);

/** What the few substitutions give that scripts use to find themselves. */
const substituted = (command: string, scope: WordScope): string | null => {
	if (/git\s+rev-parse\s+--show-toplevel/.test(command)) return rootMark;
	if (/\b(?:dirname|readlink|realpath)\b/.test(command) && /\$0|\$\{0\}|BASH_SOURCE/.test(command)) {
		if (scope.scriptFolder === null) return null;
		const up = /(?:\/\.\.)+/.exec(command)?.[0] ?? '';
		return absolute(scope.scriptFolder) + up;
	}
	if (/^\s*pwd(?:\s+-\w)?\s*$/.test(command)) return scope.folder === null ? null : absolute(scope.folder);
	const found = /^\s*(?:which|command\s+-v|type\s+-p)\s+([\w.-]+)(?:\s|$)/.exec(command);
	return found?.[1] ?? null;
};

const variable = /^\$(?:(\w+|[@*#?$!-])|\{(\w+|[@*])(\[[@*]\])?(?:(:?[-+=?])([\s\S]*))?\})/;

const closing = (text: string, from: number, open: string, close: string): number => {
	let depth = 0;
	for (let at = from; at < text.length; at++) {
		if (text[at] === open) depth++;
		else if (text[at] === close && --depth === 0) return at + 1;
	}
	return text.length;
};

/** The piece that begins with `$` or a backtick at an offset. */
const pieceAt = (raw: string, at: number): string => {
	if (raw[at] === '`') {
		const end = raw.indexOf('`', at + 1);
		return raw.slice(at, end < 0 ? raw.length : end + 1);
	}
	const next = raw[at + 1];
	if (raw.startsWith('${{', at)) {
		const end = raw.indexOf('}}', at);
		return raw.slice(at, end < 0 ? raw.length : end + 2);
	}
	if (next === '(') return raw.slice(at, closing(raw, at + 1, '(', ')'));
	if (next === '{') return raw.slice(at, closing(raw, at + 1, '{', '}'));
	return /^\$(?:\w+|[@*#?$!-])/.exec(raw.slice(at))?.[0] ?? '$';
};

type Value = { readonly known: readonly string[] } | null;

const valueOf = (piece: string, scope: WordScope, depth: number): Value => {
	if (piece.startsWith('${{')) return null;
	if (piece.startsWith('$(') || piece.startsWith('`')) {
		const value = substituted(piece.startsWith('$(') ? piece.slice(2, -1) : piece.slice(1, -1), scope);
		return value === null ? null : { known: [value] };
	}
	const match = variable.exec(piece);
	if (!match || match[0].length !== piece.length) {
		// `${0%/*}`
		const own = /^\$\{(?:0|BASH_SOURCE(?:\[0\])?)%\/\*\}$/.test(piece) && scope.scriptFolder !== null;
		return own ? { known: [absolute(scope.scriptFolder ?? '.')] } : null;
	}
	const name = match[1] ?? match[2] ?? '';
	const fallback = (): Value => {
		const operation = match[4] ?? '';
		if (operation.endsWith('+')) return { known: [] };
		if (!/[-=]$/.test(operation) || depth > 4) return null;
		return { known: expandWord(match[5] ?? '', scope, depth + 1).words };
	};
	const known = (value: string): Value =>
		match[4]?.endsWith('+') === true && depth <= 4
			? { known: expandWord(match[5] ?? '', scope, depth + 1).words }
			: { known: [value] };
	if (name === '@' || name === '*') {
		return scope.positional.length > 0 ? { known: scope.positional } : (fallback() ?? { known: [] });
	}
	if (/^[1-9]\d*$/.test(name)) {
		const value = scope.positional[Number(name) - 1];
		return value === undefined ? (fallback() ?? { known: [''] }) : known(value);
	}
	const value = scope.variables.get(name);
	if (value !== undefined && (value !== '' || match[4]?.startsWith(':') !== true)) return known(value);
	if (name === 'PWD' && scope.folder !== null) return { known: [absolute(scope.folder)] };
	return fallback();
};

/** Longer words come from values that grow in loops. */
const longest = 8192;

/** The words that a shell makes of one word as written. Globs stay as they are. */
export const expandWord = (raw: string, scope: WordScope, depth = 0): ExpandedWord => {
	const words: string[] = [];
	const unresolved: string[] = [];
	let word: string | null = null;
	let quoted = false;
	const add = (text: string): void => {
		if ((word?.length ?? 0) + text.length <= longest) word = (word ?? '') + text;
	};
	const end = (): void => {
		if (word !== null) words.push(word);
		word = null;
	};
	for (let at = 0; at < raw.length;) {
		const letter = raw[at] ?? '';
		if (letter === '"') {
			quoted = !quoted;
			word ??= '';
			// `"$@"` without arguments is no word at all.
			if (/^"\$(?:@|\{@\})"/.test(raw.slice(at)) && scope.positional.length === 0) {
				if (word === '') word = null;
				quoted = false;
				at = raw.indexOf('"', at + 1) + 1;
				continue;
			}
			at++;
		} else if (letter === "'" && !quoted) {
			const close = raw.indexOf("'", at + 1);
			const stop = close < 0 ? raw.length : close;
			add(raw.slice(at + 1, stop));
			at = stop + 1;
		} else if (letter === '\\') {
			const next = raw[at + 1] ?? '';
			if (next === '\n' || (next === '\r' && raw[at + 2] === '\n')) at += next === '\n' ? 2 : 3;
			else {
				add(quoted && !'"\\$`'.includes(next) ? `\\${next}` : next);
				at += 2;
			}
		} else if (letter === '$' || letter === '`') {
			const piece = pieceAt(raw, at);
			at += piece.length;
			const value = piece === '$' ? null : valueOf(piece, scope, depth);
			if (value === null) {
				if (piece !== '$') unresolved.push(piece);
				add(piece);
				continue;
			}
			const all = /^\$\{?@/.test(piece);
			const parts = quoted
				? all
					? value.known
					: [value.known.join(' ')]
				: value.known.flatMap(text => text.split(/\s+/).filter(part => part !== ''));
			parts.forEach((part, index) => {
				if (index > 0) end();
				add(part);
			});
		} else {
			add(letter);
			at++;
		}
	}
	end();
	return { words, unresolved };
};
