/** Edits between two words, where a swap of neighbours is one edit (optimal string alignment). */
const distance = (a: string, b: string): number => {
	let beforeLast: readonly number[] = [];
	let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			current.push(
				Math.min(
					(last[column] ?? 0) + 1,
					(current[column - 1] ?? 0) + 1,
					(last[column - 1] ?? 0) + (same ? 0 : 1),
					swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
				),
			);
		}
		beforeLast = last;
		last = current;
	}
	return last[b.length] ?? 0;
};

const bare = (text: string): string => text.toLowerCase().replace(/^-+/, '');

/** The known word that the user most likely meant; null when none is close. Case and leading dashes do not count. */
export const findNearest = (word: string, known: Iterable<string>): string | null => {
	const asked = bare(word).slice(0, 64);
	let best: { readonly word: string; readonly edits: number } | null = null;
	for (const candidate of known) {
		const edits = distance(asked, bare(candidate));
		const allowed = Math.max(1, Math.floor(Math.max(asked.length, candidate.length) / 3));
		const prefix = asked.length >= 2 && bare(candidate).startsWith(asked);
		const score = prefix ? Math.min(edits, 1) : edits;
		if ((prefix || edits <= allowed) && (!best || score < best.edits))
			best = { word: candidate, edits: score };
	}
	return best?.word ?? null;
};
