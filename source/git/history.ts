import { byteReader } from './byte-reader.ts';
import { textPathOf } from './paths.ts';
import { maxFileBytes, readObjects } from './read.ts';
import type { Runner } from './run.ts';

// https://git-scm.com/docs/git-rev-list

/** A version of a file that some commit has. */
export interface PastVersion {
	readonly path: string;
	/** The blob's id. */
	readonly id: string;
	/** Full id of the first commit that has it. */
	readonly commit: string;
}

export interface PastContent extends PastVersion {
	/** Null where it went while the others were read. */
	readonly bytes: Uint8Array | null;
}

/** Versions of files in the history, the newest first. */
export interface PastVersions {
	readonly versions: readonly PastVersion[];
	/** There are more than were asked for; the oldest are left out. */
	readonly isCut: boolean;
	/** Objects that commits name and this machine does not have, as in a partial clone. */
	readonly missing: number;
	/** Their contents, as they come; what is larger than wanted is left out. */
	read(): AsyncGenerator<PastContent>;
}

export interface PastOptions {
	readonly wants: (path: string) => boolean;
	/** Blobs that are known already. */
	readonly known: ReadonlySet<string>;
	readonly maxVersions: number;
	/** Bytes; larger versions are no text that anybody wrote. */
	readonly maxBytes: number;
}

/** How many lines of the list of objects are looked at; a list that is longer is cut. */
const maxObjects = 5_000_000;

/**
 * What commits of any branch, remote branch and tag have, and the commit checked out: not the stash, which nobody else
 * sees. Commits come oldest first, each before what is new in it.
 */
const listing = [
	'rev-list',
	'--objects',
	'--in-commit-order',
	'--reverse',
	// Marked with a question mark, and without their paths.
	'--missing=print',
	'--branches',
	'--remotes',
	'--tags',
] as const;

const sizesOf = async (runner: Runner, ids: readonly string[]): Promise<ReadonlyMap<string, number>> => {
	const sizes = new Map<string, number>();
	if (ids.length === 0) return sizes;
	const stream = runner.stream(['cat-file', '--batch-check', '--buffer'], { input: `${ids.join('\n')}\n` });
	const reader = byteReader(stream);
	for (let line = await reader.line(); line; line = await reader.line()) {
		const [id = '', type, size] = line.toString('latin1').split(' ');
		// A folder that is called like a file is no version of one.
		if (type === 'blob') sizes.set(id, Number(size));
	}
	return sizes;
};

/** Lists versions of files that commits have, by what their paths promise; reads no content yet. */
export const pastVersions = async (
	runner: Runner,
	head: string | null,
	{ wants, known, maxVersions, maxBytes }: PastOptions,
): Promise<PastVersions> => {
	const found = new Map<string, PastVersion>();
	const stream = runner.stream([...listing, ...(head === null ? [] : [head])]);
	const reader = byteReader(stream);
	let commit = '';
	let lines = 0;
	let missing = 0;
	try {
		for (let line = await reader.line(); line && lines < maxObjects; line = await reader.line()) {
			lines++;
			const text = line.toString('latin1');
			if (text.startsWith('?')) {
				missing++;
				continue;
			}
			const space = text.indexOf(' ');
			if (space < 0) {
				commit = text;
				continue;
			}
			const id = text.slice(0, space);
			const path = textPathOf(text.slice(space + 1));
			if (path === null || path === '' || known.has(id) || found.has(id) || !wants(path)) continue;
			found.set(id, { path, id, commit });
		}
	} finally {
		await stream.return();
	}
	const sizes = await sizesOf(runner, [...found.keys()]);
	const limit = Math.min(maxBytes, maxFileBytes);
	const all = [...found.values()].filter(({ id }) => (sizes.get(id) ?? limit + 1) <= limit).toReversed();
	const versions = all.slice(0, maxVersions);
	return {
		versions,
		isCut: all.length > versions.length || lines >= maxObjects,
		missing,
		async *read() {
			const byId = new Map(versions.map(version => [version.id, version]));
			for await (const { id, bytes } of readObjects(runner, [...byId.keys()])) {
				const version = byId.get(id);
				if (version) yield { ...version, bytes };
			}
		},
	};
};
