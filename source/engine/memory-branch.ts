import type { FileChange, Tree } from '../core/tree.ts';
import { UserError } from '../core/errors.ts';
import { overlay } from '../core/tree.ts';
import type { FixBranch } from './ports.ts';

/** A branch that writes nothing: `--dry-run`, and previews where there is nothing to commit to. */
export const memoryBranch = (
	base: { readonly commit: string; readonly tree: Tree; readonly name: string },
	diff: (tree: Tree, changes: readonly FileChange[]) => Promise<string>,
): FixBranch => {
	interface Made {
		readonly commit: string;
		readonly record: unknown;
		readonly tree: Tree;
		readonly changes: readonly FileChange[];
	}
	const commits: Made[] = [];
	const undone: Made[] = [];
	const changesOf = (commit: string): readonly FileChange[] =>
		[...commits, ...undone].find(each => each.commit === commit)?.changes ?? [];
	const treeBefore = (commit: string): Tree =>
		commits[commits.findIndex(each => each.commit === commit) - 1]?.tree ?? base.tree;
	const treeNow = (): Tree => commits.at(-1)?.tree ?? base.tree;
	return {
		name: base.name,
		base: base.commit,
		tip: () => commits.at(-1)?.commit ?? base.commit,
		tree: async () => treeNow(),
		async commit({ changes, record }) {
			const commit = `dry-run-${commits.length + 1}`;
			commits.push({ commit, record, changes, tree: overlay(treeNow(), changes) });
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
		async drop() {
			throw new UserError('a dry run takes back its last commit only');
		},
		show: commit => diff(treeBefore(commit), changesOf(commit)),
		changed: async commit => changesOf(commit).map(({ path }) => path),
		async sides(commit) {
			const before = treeBefore(commit);
			return [before, overlay(before, changesOf(commit))];
		},
		log: () => commits,
		diff: changes => diff(treeNow(), changes),
		close: async () => {},
	};
};
