import { Lexer } from 'yaml';

// The lexer yields the text of each token; U+001F says that the next one is a scalar.
// https://eemeli.org/yaml/#lexer
const scalarMark = '\u001f';

/** A comment and the offset where it begins. */
export interface YamlComment {
	readonly text: string;
	readonly start: number;
}

// Control tokens of the lexer, which are not in the text.
// eslint-disable-next-line no-control-regex
const marks = /^[\u0002\u0018\u001f]$/;

export const findComments = (text: string): readonly YamlComment[] => {
	const found: YamlComment[] = [];
	let offset = 0;
	let scalar = false;
	for (const token of new Lexer().lex(text)) {
		if (token === scalarMark) scalar = true;
		if (marks.test(token)) continue;
		if (!scalar && token.startsWith('#')) found.push({ text: token.trimEnd(), start: offset });
		scalar = false;
		offset += token.length;
	}
	return found;
};

/** The text of each comment, in order. */
export const commentsOf = (text: string): readonly string[] =>
	findComments(text).map(comment => comment.text);
