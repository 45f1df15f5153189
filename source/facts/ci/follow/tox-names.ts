// https://tox.wiki/en/latest/config.html#generative-environments

const mostNames = 200;

/** `py{310,311}-lint` as each of the names that it stands for. */
export const generated = (text: string): readonly string[] => {
	let names: readonly string[] = [text];
	for (let round = 0; round < 20; round++) {
		if (!names.some(name => /\{[^{}]*\}/.test(name))) break;
		names = names
			.flatMap(name => {
				const match = /^([^{]*)\{([^{}]*)\}(.*)$/s.exec(name);
				if (!match) return [name];
				const [, head = '', middle = '', tail = ''] = match;
				const range = /^(\d+)-(\d+)$/.exec(middle);
				const from = Number(range?.[1] ?? 0);
				const options = range
					? Array.from({ length: Math.max(0, Math.min(30, Number(range[2]) - from + 1)) }, (_, at) =>
							String(from + at),
						)
					: middle.split(',').map(option => option.trim());
				return options.slice(0, mostNames).map(option => `${head}${option}${tail}`);
			})
			.slice(0, mostNames);
	}
	return names;
};

/** Names separated by commas or lines, commas in braces left together. */
export const namesIn = (text: string): readonly string[] => {
	const names: string[] = [];
	let depth = 0;
	let name = '';
	for (const letter of text) {
		if (letter === '{') depth++;
		if (letter === '}') depth--;
		if (depth === 0 && /[,\s]/.test(letter)) {
			if (name !== '') names.push(name);
			name = '';
		} else name += letter;
	}
	if (name !== '') names.push(name);
	return names.flatMap(generated);
};
