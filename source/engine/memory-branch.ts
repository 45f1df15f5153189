import type { FileChange, Tree } from '../core/tree.ts';
import { overlay } from '../core/tree.ts';
import type { FixBranch } from './ports.ts';

/** A branch that writes nothing: `--dry-run`, and previews where there is nothing to commit to. */
export const memoryBranch = (
	base: { readonly commit: string; readonly tree: Tree; readonly name: string },
	diff: (tree: Tree, changes: readonly FileChange[]) => Promise<string>,
): FixBranch => {
	const commits: { readonly commit: string; readonly record: unknown; readonly tree: Tree }[] = [];
	const undone: typeof commits = [];
	const treeNow = (): Tree => commits.at(-1)?.tree ?? base.tree;
	return {
		name: base.name,
		base: base.commit,
		tip: () => commits.at(-1)?.commit ?? base.commit,
		tree: async () => treeNow(),
		async commit({ changes, record }) {
			const commit = `dry-run-${commits.length + 1}`;
			commits.push({ commit, record, tree: overlay(treeNow(), changes) });
			undone.length = 0;
			return commit;
		},
		async undo() {
			const last = commits.pop();
			if (!last) return null;
			undone.push(last);
			return last;
		},
		async redo() {
			const last = undone.pop();
			if (!last) return null;
			commits.push(last);
			return last;
		},
		log: () => commits,
		diff: changes => diff(treeNow(), changes),
		close: async () => {},
	};
};
