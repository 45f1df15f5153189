import type { Edit, Splice } from '../core/tree.ts';

/** Splices of one file that several edits add to. */
export interface SpliceSet {
	add(more: readonly Splice[]): void;
	/** In the order of the text. */
	all(): readonly Splice[];
	/** As an edit of the file; null where there are none. */
	edit(path: string): Edit | null;
}

/** Collects splices of one file; the same one twice, such as an import that two calls need, counts once. */
export const createSpliceSet = (): SpliceSet => {
	const splices = new Map<string, Splice>();
	const all = (): readonly Splice[] =>
		[...splices.values()].toSorted((a, b) => a.start - b.start || a.end - b.end);
	return {
		add(more) {
			for (const splice of more) splices.set(`${splice.start}:${splice.end}:${splice.text}`, splice);
		},
		all,
		edit(path) {
			const [first, ...rest] = all();
			return first ? { kind: 'splice', path, splices: [first, ...rest] } : null;
		},
	};
};
