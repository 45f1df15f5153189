// Takes the place of Ink's `build/output.js` in the bundle. Ink puts every cell of the screen together anew, which is
// nine tenths of what a key costs on a large terminal. Our tree has one text for each row, from its first column on
// and as wide as the screen, so that a row is its text. https://github.com/vadimdemedes/ink/blob/v6.8.0/src/output.ts

export default class Output {
	constructor({ height }) {
		this.rows = Array.from({ length: height }, () => '');
	}

	write(x, y, text, { transformers }) {
		if (x !== 0) throw new Error('a row does not begin at the first column');
		for (const [index, line] of text.split('\n').entries()) {
			if (y + index >= this.rows.length) return;
			this.rows[y + index] = transformers.reduce((shown, transform) => transform(shown, index), line);
		}
	}

	clip() {}

	unclip() {}

	get() {
		return { output: this.rows.map(row => row.trimEnd()).join('\n'), height: this.rows.length };
	}
}
