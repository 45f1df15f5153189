/** Splits like a POSIX shell: quotes group, a backslash takes the next letter as it is. */
export const shellWords = (text: string): readonly string[] => {
	const words: string[] = [];
	let word: string | null = null;
	let quote: string | null = null;
	for (let at = 0; at < text.length; at++) {
		const letter = text[at] ?? '';
		if (quote !== null) {
			if (letter === quote) quote = null;
			else word = (word ?? '') + letter;
		} else if (letter === '"' || letter === "'") {
			quote = letter;
			word ??= '';
		} else if (letter === '\\') word = (word ?? '') + (text[++at] ?? '');
		else if (/\s/.test(letter)) {
			if (word !== null) words.push(word);
			word = null;
		} else word = (word ?? '') + letter;
	}
	if (word !== null) words.push(word);
	return words;
};
