import { parseForESLint } from 'toml-eslint-parser';
import { Lexer } from 'yaml';
import type { Engines } from '../core/gather.ts';
import { lineStartsOf } from '../core/text.ts';

// The lexer yields the text of each token; U+001F says that the next one is a scalar.
// https://eemeli.org/yaml/#lexer
const scalarMark = '\u001f';

const yamlComments = (text: string): readonly string[] => {
	const found: string[] = [];
	let scalar = false;
	for (const token of new Lexer().lex(text)) {
		if (!scalar && token.startsWith('#')) found.push(token.trim());
		scalar = token === scalarMark;
	}
	return found;
};

const pythonComments = (path: string, text: string, engines: Engines): readonly string[] =>
	text.includes('#')
		? engines
				.python({ path, text, lineStarts: lineStartsOf(text) })
				.findAll({ rule: { kind: 'comment' } })
				.map(node => node.text().trim())
		: [];

const wholeLineComments = (text: string): readonly string[] =>
	text
		.split(/\r\n|\r|\n/)
		.map(line => line.trim())
		.filter(line => line.startsWith('#') || line.startsWith(';'));

/** Every comment of a file, trimmed, in order; for formats without a parser here, lines that are only a comment. */
export const commentsOf = (path: string, text: string, engines: Engines): readonly string[] => {
	if (/\.pyi?$/.test(path)) return pythonComments(path, text, engines);
	if (/\.toml$|(?:^|\/)Pipfile$/.test(path)) {
		return parseForESLint(text, { tomlVersion: '1.0' }).ast.comments.map(({ value }) => `#${value}`.trim());
	}
	if (/\.(?:ya?ml|template)$/.test(path)) return yamlComments(text);
	if (/\.(?:json|md|rst|txt|lock)$/.test(path) && !/requirements[^/]*\.txt$/.test(path)) return [];
	return wholeLineComments(text);
};
