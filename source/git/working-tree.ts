import { rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { ToolError } from '../core/errors.ts';
import type { SkippedPath, Tree, TreeFile } from '../core/tree.ts';
import type { Access } from './access.ts';
import { blobIdOf } from './edit-tree.ts';
import { folderTree, guardOf, isForeign, readFolder } from './folder.ts';
import type { Guard, Looked } from './folder.ts';
import { bytePathOf, escapedPathOf, textPathOf } from './paths.ts';
import type { BytePath } from './paths.ts';
import { copyIndex } from './private.ts';
import { maxFileBytes, maxFiles, TooManyFiles } from './read.ts';
import type { CommitTree } from './read.ts';

/** A file as the index has it. */
interface Tracked {
	readonly path: BytePath;
	readonly mode: string;
	readonly id: string;
	/** What the file looked like when git last compared it; null where git does not say. */
	readonly seen: { readonly size: number; readonly seconds: number; readonly nanoseconds: number } | null;
	/** Left out of the working tree by a sparse checkout. */
	readonly absent: boolean;
}

const skipWorktree = 0x4000_0000;

/** One entry of `ls-files --stage --debug -z`: the details of a path come after its NUL. */
const detailsOf = (text: string): Pick<Tracked, 'seen' | 'absent'> => {
	const [, seconds, nanoseconds] = /^ {2}mtime: (\d+):(\d+)$/m.exec(text) ?? [];
	const [, size, flags] = /^ {2}size: (\d+)\tflags: ([0-9a-f]+)$/m.exec(text) ?? [];
	const absent = flags !== undefined && (Number.parseInt(flags, 16) & skipWorktree) !== 0;
	if (seconds === undefined || size === undefined) return { seen: null, absent };
	return { seen: { size: Number(size), seconds: Number(seconds), nanoseconds: Number(nanoseconds) }, absent };
};

const lineHead = /(\d{6}) ([0-9a-f]{40,64}) [0-3]\t([^\0]*)$/;

const parseTracked = (listing: Buffer): readonly Tracked[] => {
	const pieces = listing.toString('latin1').split('\0');
	const tracked = new Map<string, Tracked>();
	// A piece holds the details of the path before it, and then the next path.
	for (let at = 0; at + 1 < pieces.length; at++) {
		const [, mode, id, path] = lineHead.exec(pieces[at] ?? '') ?? [];
		if (mode === undefined || id === undefined || path === undefined) continue;
		tracked.set(path, { path, mode, id, ...detailsOf(pieces[at + 1] ?? '') });
	}
	return [...tracked.values()];
};

/** The index and the names beside it, as git lists them with none of the repository's settings. */
interface Listing {
	readonly tracked: readonly Tracked[];
	/** When the index was written, in seconds. */
	readonly indexed: number;
	/** Neither tracked nor ignored; empty where not asked for. */
	readonly others: readonly BytePath[];
}

const list = async (access: Access, what: 'tracked' | 'all'): Promise<Listing> => {
	const { place, privateDir, runner, state } = access;
	const index = copyIndex(place, privateDir);
	const options = {
		workTree: place.root,
		env: { GIT_INDEX_FILE: index?.file ?? join(privateDir, 'no-index') },
	};
	try {
		const tracked = index && (await runner.bytes(['ls-files', '-z', '--stage', '--debug'], options));
		const found = { tracked: tracked === null ? [] : parseTracked(tracked), indexed: index?.seconds ?? 0 };
		if (what === 'tracked') return { ...found, others: [] };
		const others = await runner.bytes(['ls-files', '-z', '--others', '--exclude-standard'], options);
		// Ours lie inside where the home folder is the repository.
		const own = bytePathOf(relative(place.root, state.path).replaceAll(sep, '/'));
		const names = others.toString('latin1').split('\0');
		return { ...found, others: names.filter(each => each !== '' && !isForeign(each) && !isBelow(each, own)) };
	} finally {
		if (index !== null) rmSync(index.file, { force: true });
	}
};

const isBelow = (file: string, within: string): boolean => within === '' || file.startsWith(`${within}/`);

const looksClean = (looked: Looked, { seen }: Tracked, indexed: number): boolean =>
	looked.kind === 'file' &&
	seen !== null &&
	seen.size === looked.size &&
	seen.seconds === looked.seconds &&
	seen.nanoseconds === looked.nanoseconds &&
	// Changed in the very second of the index: its size and time prove nothing.
	looked.seconds < indexed;

/**
 * The working tree as git sees it: tracked files, and others that no `.gitignore` leaves out. Git only lists
 * names, from a copy of the index and with none of the repository's configuration; the bytes are read by us.
 */
export const readWorkingTree = async (access: Access, within = ''): Promise<Tree> => {
	const { root } = access.place;
	let listing: Listing;
	try {
		listing = await list(access, 'all');
	} catch (error) {
		// A broken index, or a FIFO where git expects a `.gitignore`.
		if (error instanceof ToolError) return readFolder(root, within);
		throw error;
	}
	const { tracked, others } = listing;
	if (tracked.length + others.length > maxFiles && within === '') throw new TooManyFiles();
	const guard = guardOf(root);
	const files: TreeFile[] = [];
	const skipped: SkippedPath[] = [];
	const modes = new Map(tracked.map(({ path, mode }) => [path, mode]));
	for (const [at, raw] of [...modes.keys(), ...others].entries()) {
		if (at % 5000 === 4999) await breathe();
		const path = textPathOf(raw);
		if (path === null) skipped.push({ path: escapedPathOf(raw), reason: 'undecodable' });
		else if (!isBelow(path, within)) continue;
		// A repository inside this one that is not a submodule ends with a slash.
		else if (modes.get(raw) === '160000' || path.endsWith('/')) {
			skipped.push({ path: path.replace(/\/$/, ''), reason: 'submodule' });
		} else {
			const looked = guard.look(path);
			if (looked.kind === 'skipped') skipped.push({ path, reason: looked.reason });
			if (looked.kind !== 'file') continue;
			const isExecutable = (modes.get(raw) ?? (looked.executable ? '100755' : '')) === '100755';
			files.push({ path, mode: isExecutable ? '100755' : '100644', size: looked.size, id: null });
		}
	}
	if (files.length > maxFiles) throw new TooManyFiles();
	return folderTree(root, files, skipped);
};

/** Differences told at most: as many as this means that there are more. */
export const maxDirty = 1_000;

/** Files compared byte for byte at most; after a fresh clone git has not looked at any yet. */
const maxCompared = 50_000;

const differs = (
	guard: Guard,
	{ path, id, size }: TreeFile,
	looked: Looked,
	hash: Access['hash'],
): boolean => {
	if (looked.kind !== 'file' || looked.size !== size) return true;
	const bytes = guard.read(path, maxFileBytes);
	return typeof bytes === 'string' || blobIdOf(bytes, hash) !== id;
};

/**
 * Tracked files whose bytes in the working tree are not those of the commit, in order, at most {@link maxDirty}.
 * A file that looks as it did when git last compared it counts as clean; the others are compared here, byte for
 * byte, so that no filter of the repository runs.
 */
export const dirtyPaths = async (access: Access, head: CommitTree): Promise<readonly string[]> => {
	const { tracked, indexed } = await list(access, 'tracked');
	const guard = guardOf(access.place.root);
	const byPath = new Map(tracked.map(each => [textPathOf(each.path), each]));
	const dirty: string[] = [];
	let compared = 0;
	for (const file of head.files.values()) {
		if (dirty.length >= maxDirty || compared >= maxCompared) break;
		const entry = byPath.get(file.path);
		if (entry?.absent === true) continue;
		const looked = guard.look(file.path);
		if (entry?.id === file.id && looksClean(looked, entry, indexed)) continue;
		if (differs(guard, file, looked, access.hash)) dirty.push(file.path);
		if (++compared % 64 === 0) await breathe();
	}
	const left = new Set(head.skipped.map(({ path }) => path));
	const added = [...byPath].flatMap(([path, { mode }]) =>
		path === null || !mode.startsWith('100') || head.files.has(path) || left.has(path) ? [] : [path],
	);
	return [...dirty, ...added].toSorted().slice(0, maxDirty);
};

/** Files that are neither tracked nor ignored, in order. */
export const untrackedPaths = async (access: Access): Promise<readonly string[]> =>
	(await list(access, 'all')).others
		.flatMap(raw => textPathOf(raw) ?? [])
		.filter(path => !path.endsWith('/'));
