import type { FileChange } from '../core/tree.ts';
import { subtree } from '../core/tree.ts';
import type { FixBranch } from './ports.ts';

/** A branch seen from a folder of the repository: its tree is the folder's, and changes land below it. */
export const rootedBranch = (branch: FixBranch, folder: string): FixBranch => {
	const placed = (changes: readonly FileChange[]): readonly FileChange[] =>
		changes.map(change => ({
			...change,
			path: `${folder}/${change.path}`,
			...(change.from === undefined ? {} : { from: `${folder}/${change.from}` }),
		}));
	return {
		...branch,
		tree: async () => subtree(await branch.tree(), folder),
		commit: ({ changes, message, record }) => branch.commit({ changes: placed(changes), message, record }),
		diff: changes => branch.diff(placed(changes)),
	};
};
