import type { FileChange, Tree } from '../core/tree.ts';

/** Where fixes become commits. The user's own branches, files and index are not behind this. */
export interface FixBranch {
	readonly name: string;
	/** The commit that the branch starts from. */
	readonly base: string;
	/** Its newest commit; the base while it has none. */
	tip(): string;
	tree(): Promise<Tree>;
	/** Publishes one commit; throws a `UserError` when the branch moved meanwhile. `record` is plain JSON. */
	commit(change: {
		readonly changes: readonly FileChange[];
		readonly message: string;
		readonly record: unknown;
	}): Promise<string>;
	undo(): Promise<{ readonly commit: string; readonly record: unknown } | null>;
	/** Brings an undone commit back, the last one where none is named; built anew where the tip is another. */
	redo(commit?: string): Promise<{ readonly commit: string; readonly record: unknown } | null>;
	/** Takes a commit out of the middle; throws a `UserError` where a later one changes the same file. */
	drop(commit: string): Promise<{ readonly commit: string; readonly record: unknown }>;
	/** Git's patch text of a commit that was made here, also of one that was undone. */
	show(commit: string): Promise<string>;
	/** The paths that a commit changes, in the whole repository. */
	changed(commit: string): Promise<readonly string[]>;
	/** The whole repository before and after a commit that was made here, also of one that was undone. */
	sides(commit: string): Promise<readonly [before: Tree, after: Tree]>;
	/** Oldest first. */
	log(): readonly { readonly commit: string; readonly record: unknown }[];
	/** Git's patch text from the tip to the tip with the changes. */
	diff(changes: readonly FileChange[]): Promise<string>;
	close(): Promise<void>;
}

/** Runs the commands of an `exec` fixer in a scratch copy; only there with the user's consent. */
export type Execute = (task: {
	/** Tried in order until one succeeds. */
	readonly commands: readonly (readonly [string, ...string[]])[];
	readonly files: readonly FileChange[];
	/** Where to run, relative to the scratch copy's root. */
	readonly directory: string;
	/** Files to bring back. */
	readonly outputs: readonly string[];
}) => Promise<
	| { readonly outcome: 'done'; readonly files: ReadonlyMap<string, Uint8Array> }
	| { readonly outcome: 'failed'; readonly reason: string }
>;
