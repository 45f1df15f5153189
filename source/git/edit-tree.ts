import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Bug, UserError } from '../core/errors.ts';
import type { FileMode } from '../core/tree.ts';
import { escapedPathOf, parentOf, parentsOf, refuseUnportablePath, refuseUnsafePath } from './paths.ts';
import type { BytePath } from './paths.ts';
import type { Format } from './private.ts';
import { readObjects } from './read.ts';
import type { Runner } from './run.ts';

/** What a path becomes: new bytes, a blob that exists, or nothing. */
export type PathChange =
	| { readonly mode: FileMode; readonly bytes: Uint8Array }
	| { readonly mode: string; readonly id: string }
	| null;

export type PathChanges = ReadonlyMap<BytePath, PathChange>;

/** A git folder to write objects to. */
export interface ObjectStore {
	readonly runner: Runner;
	readonly hash: Format['hash'];
	/** A folder of ours for files that git is to read; the runner's working directory. */
	readonly scratch: string;
}

interface Entry {
	readonly mode: string;
	readonly id: string;
}
type Folder = Map<string, Entry>;

const maxEntries = 200_000;
const folderMode = '40000';

/** The id git gives to a blob with these bytes. */
export const blobIdOf = (bytes: Uint8Array, hash: Format['hash']): string =>
	createHash(hash).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

const parseFolder = (bytes: Buffer, hash: Format['hash']): Folder => {
	const idLength = hash === 'sha1' ? 20 : 32;
	const folder: Folder = new Map();
	for (let at = 0; at < bytes.length;) {
		const space = bytes.indexOf(32, at);
		const end = bytes.indexOf(0, space);
		if (space < 0 || end < 0 || folder.size >= maxEntries)
			throw new UserError('a folder of the commit is damaged or too big');
		const name = bytes.toString('latin1', space + 1, end);
		if (folder.has(name)) throw new UserError(`a folder of the commit has \`${escapedPathOf(name)}\` twice`);
		folder.set(name, {
			mode: bytes.toString('latin1', at, space),
			id: bytes.toString('hex', end + 1, end + 1 + idLength),
		});
		at = end + 1 + idLength;
	}
	return folder;
};

const readFolders = async (
	{ runner, hash }: ObjectStore,
	ids: readonly string[],
): Promise<readonly Folder[]> => {
	const folders: Folder[] = [];
	for await (const { id, bytes } of readObjects(runner, ids)) {
		if (bytes === null) throw new UserError(`the folder object ${id} is not in this repository`);
		folders.push(parseFolder(bytes, hash));
	}
	return folders;
};

const kindOf = ({ mode }: Entry): string =>
	mode === '120000'
		? 'a symbolic link'
		: mode === '160000'
			? 'a submodule'
			: mode === folderMode
				? 'a folder'
				: 'a file';

const nameOf = (file: BytePath): string => file.slice(file.lastIndexOf('/') + 1);

/** The folders on the way to each path, level by level; the ones that do not exist yet are empty. */
const readAlong = async (
	store: ObjectStore,
	tree: string,
	paths: readonly BytePath[],
): Promise<Map<string, Folder>> => {
	const [top] = await readFolders(store, [tree]);
	const folders = new Map<string, Folder>([['', top ?? new Map()]]);
	const wanted = [...new Set(paths.flatMap(parentsOf))];
	for (let level = 1; ; level++) {
		const here = wanted.filter(folder => folder.split('/').length === level);
		if (here.length === 0) return folders;
		const existing: { readonly folder: string; readonly id: string }[] = [];
		for (const folder of here) {
			const entry = folders.get(parentOf(folder))?.get(nameOf(folder));
			if (!entry) folders.set(folder, new Map());
			else if (entry.mode === folderMode) existing.push({ folder, id: entry.id });
			else throw new UserError(`\`${escapedPathOf(folder)}\` is ${kindOf(entry)}, not a folder`);
		}
		const read = await readFolders(
			store,
			existing.map(({ id }) => id),
		);
		existing.forEach(({ folder }, at) => folders.set(folder, read[at] ?? new Map()));
	}
};

const isRegular = ({ mode }: Entry): boolean => mode.startsWith('100');

/** Writes blobs in one go; git reads them from files of ours, so that no filter has a say. */
const writeBlobs = async (
	store: ObjectStore,
	contents: readonly Uint8Array[],
): Promise<readonly string[]> => {
	if (contents.length === 0) return [];
	const folder = mkdtempSync(path.join(store.scratch, 'blobs-'));
	try {
		contents.forEach((bytes, at) => writeFileSync(path.join(folder, String(at)), bytes));
		// Relative to git's working directory, because an absolute path may hold a newline.
		const names = contents.map((_, at) => `${path.basename(folder)}/${at}\n`).join('');
		const ids = (
			await store.runner.text(['hash-object', '-w', '--no-filters', '--stdin-paths'], { input: names })
		).split('\n');
		contents.forEach((bytes, at) => {
			if (ids[at] !== blobIdOf(bytes, store.hash)) throw new Bug('git stored other bytes than it was given');
		});
		return ids;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

const typeOf = (mode: string): string =>
	mode === folderMode ? 'tree' : mode === '160000' ? 'commit' : 'blob';

const writeFolders = async (
	{ runner }: ObjectStore,
	folders: readonly Folder[],
): Promise<readonly string[]> => {
	const input = folders
		.map(folder =>
			[...folder]
				.map(([name, { mode, id }]) => `${mode.padStart(6, '0')} ${typeOf(mode)} ${id}\t${name}\0`)
				.join(''),
		)
		.join('\0');
	// The blobs of a partial clone need not be here.
	const options = { input: Buffer.from(`${input}\0`, 'latin1') };
	return (await runner.text(['mktree', '--batch', '-z', '--missing'], options)).split('\n');
};

const apply = (folders: ReadonlyMap<string, Folder>, file: BytePath, entry: Entry | null): void => {
	const folder = folders.get(parentOf(file));
	const old = folder?.get(nameOf(file));
	if (old && !isRegular(old)) throw new UserError(`\`${escapedPathOf(file)}\` is ${kindOf(old)}, not a file`);
	if (!old) refuseUnportablePath(file);
	if (entry === null) folder?.delete(nameOf(file));
	else folder?.set(nameOf(file), entry);
};

const depthOf = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);

/**
 * The id of a tree with the changes. Only the folders on the way to a change are read and written, so a huge or
 * hostile tree costs nothing, and a link or submodule on the way is refused: nothing is written through it.
 */
export const editTree = async (store: ObjectStore, tree: string, changes: PathChanges): Promise<string> => {
	if (changes.size === 0) return tree;
	for (const file of changes.keys()) refuseUnsafePath(file);
	const folders = await readAlong(store, tree, [...changes.keys()]);
	const contents = [...changes.values()].flatMap(change =>
		change !== null && 'bytes' in change ? [change.bytes] : [],
	);
	const ids = [...(await writeBlobs(store, contents))];
	for (const [file, change] of changes) {
		if (change === null) apply(folders, file, null);
		else if ('id' in change) apply(folders, file, change);
		else apply(folders, file, { mode: change.mode, id: ids.shift() ?? '' });
	}
	const deepest = Math.max(...[...folders.keys()].map(depthOf));
	for (let level = deepest; level > 0; level--) {
		const here = [...folders.keys()].filter(folder => depthOf(folder) === level);
		const full = here.filter(folder => (folders.get(folder)?.size ?? 0) > 0);
		const written =
			full.length === 0
				? []
				: await writeFolders(
						store,
						full.map(each => folders.get(each) ?? new Map()),
					);
		for (const folder of here) {
			const above = folders.get(parentOf(folder));
			const old = above?.get(nameOf(folder));
			if (old && old.mode !== folderMode) throw new Bug(`${folder} is to be both a file and a folder`);
			const id = written[full.indexOf(folder)];
			if (id === undefined) above?.delete(nameOf(folder));
			else above?.set(nameOf(folder), { mode: folderMode, id });
		}
	}
	const [edited] = await writeFolders(store, [folders.get('') ?? new Map()]);
	if (edited === undefined) throw new Bug('git wrote no tree');
	return edited;
};
