/** Comments of a Python text as written, found line by line; `#` inside strings may be among them. */
const candidates = (text: string): readonly string[] =>
	[...text.matchAll(/#[^\r\n]*/g)].map(([comment]) => comment.trimEnd());

const bare = (comment: string): string => comment.replaceAll(/[#!:\s]/g, '');

/**
 * Comments that a formatter wrote otherwise (`#so` becomes `# so`), as they were; null where the words of one are
 * gone.
 */
export const respacedComments = (before: string, after: string): readonly string[] | null => {
	const old = candidates(before);
	const left = [...candidates(after)];
	const gone = old.filter(comment => {
		const at = left.indexOf(comment);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
	const words = left.map(bare);
	for (const comment of gone) {
		const at = words.indexOf(bare(comment));
		if (at < 0) return null;
		words.splice(at, 1);
	}
	return gone;
};
