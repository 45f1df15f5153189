import { Bug } from './errors.ts';

/** Git's mode of a file. Symbolic links and submodules are listed as skipped, never as files. */
export type FileMode = '100644' | '100755';

/** A regular file of a tree. */
export interface TreeFile {
	/** Relative to the root, `/` between parts, never starting with `./`. */
	readonly path: string;
	readonly mode: FileMode;
	/** Bytes; -1 where the maker of the tree cannot tell without reading. */
	readonly size: number;
	/** Git's blob id, when the tree comes from a commit; null elsewhere. Equal ids mean equal bytes. */
	readonly id: string | null;
}

/** Why a path is not read. The wording is part of the report. */
export type SkipReason =
	| 'binary'
	| 'too large'
	| 'template'
	| 'undecodable'
	| 'symbolic link'
	| 'submodule'
	| 'Git LFS pointer'
	| 'not a regular file'
	| 'unreadable'
	| 'not local'
	| 'timed out'
	| 'crashed the parser';

export interface SkippedPath {
	/** For a path that is not UTF-8, its bytes with the odd ones escaped as `\xNN`. */
	readonly path: string;
	readonly reason: SkipReason;
}

/** What reading one path gave. */
export type FileBytes =
	| { readonly path: string; readonly bytes: Uint8Array }
	| { readonly path: string; readonly reason: SkipReason };

/**
 * A repository's files as they stand somewhere: in a commit, in the working tree, or in memory.
 * Immutable: reading the same path twice gives the same bytes or a skip reason.
 */
export interface Tree {
	/** In ascending order of path (code units). */
	readonly files: ReadonlyMap<string, TreeFile>;
	readonly skipped: readonly SkippedPath[];
	/** Yields every asked path once, in the order asked; an unknown path is a {@link Bug}. */
	read(paths: readonly string[]): AsyncIterable<FileBytes>;
}

/** One replacement in a decoded text; offsets are UTF-16 code units of the text without its BOM. */
export interface Splice {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** One change of a plan, as data. */
export type Edit =
	| { readonly kind: 'splice'; readonly path: string; readonly splices: readonly [Splice, ...Splice[]] }
	| { readonly kind: 'create'; readonly path: string; readonly text: string; readonly mode?: FileMode }
	| { readonly kind: 'delete'; readonly path: string }
	/** Of a file, or of a folder with every file in it, whatever it holds; bytes and modes stay. */
	| { readonly kind: 'move'; readonly from: string; readonly to: string };

/** The bytes of one changed path; null where it is gone. What the git layer commits. */
export interface FileChange {
	readonly path: string;
	readonly mode: FileMode;
	readonly bytes: Uint8Array | null;
	/** The path that a moved file came from; that path is a change of its own, without bytes. */
	readonly from?: string;
}

/** Old paths by new ones, of the files that changes move. */
export const movesOf = (changes: readonly FileChange[]): ReadonlyMap<string, string> =>
	new Map(changes.flatMap(({ path, from }) => (from === undefined ? [] : [[path, from] as const])));

const byPath = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A tree that lives in memory. */
export const memoryTree = (
	contents: ReadonlyMap<string, Uint8Array>,
	modes: ReadonlyMap<string, FileMode> = new Map(),
): Tree => ({
	files: new Map(
		[...contents.keys()]
			.toSorted(byPath)
			.map(path => [
				path,
				{ path, mode: modes.get(path) ?? '100644', size: contents.get(path)?.length ?? 0, id: null },
			]),
	),
	skipped: [],
	async *read(paths) {
		for (const path of paths) {
			const bytes = contents.get(path);
			if (!bytes) throw new Bug(`no such file in the tree: ${path}`);
			yield { path, bytes };
		}
	},
});

/** The tree as it would be after the changes; nothing is touched. */
export const overlay = (tree: Tree, changes: readonly FileChange[]): Tree => {
	const changed = new Map(changes.map(change => [change.path, change]));
	const kept = [...tree.files.values()].filter(file => !changed.has(file.path));
	const added = changes.flatMap(({ path, mode, bytes }) =>
		bytes === null ? [] : [{ path, mode, size: bytes.length, id: null }],
	);
	const files = [...kept, ...added].toSorted((a, b) => byPath(a.path, b.path));
	return {
		files: new Map(files.map(file => [file.path, file])),
		skipped: tree.skipped.filter(({ path }) => !changed.has(path)),
		async *read(paths) {
			// Runs of unchanged paths go to the tree below in one call, so that batching there still pays.
			let run: string[] = [];
			for (const path of paths) {
				const change = changed.get(path);
				if (!change) {
					run.push(path);
					continue;
				}
				if (run.length > 0) yield* tree.read(run);
				run = [];
				if (change.bytes === null) throw new Bug(`no such file in the tree: ${path}`);
				yield { path, bytes: change.bytes };
			}
			if (run.length > 0) yield* tree.read(run);
		},
	};
};

/** The files below a folder, as if it were the root. */
export const subtree = (tree: Tree, folder: string): Tree => {
	const prefix = `${folder}/`;
	const below = (path: string): string => path.slice(prefix.length);
	const files = [...tree.files.values()].filter(({ path }) => path.startsWith(prefix));
	return {
		files: new Map(files.map(file => [below(file.path), { ...file, path: below(file.path) }])),
		skipped: tree.skipped
			.filter(({ path }) => path.startsWith(prefix))
			.map(({ path, reason }) => ({ path: below(path), reason })),
		async *read(paths) {
			for await (const read of tree.read(paths.map(path => prefix + path))) {
				yield { ...read, path: below(read.path) };
			}
		},
	};
};
