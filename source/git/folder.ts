import {
	closeSync,
	constants,
	fstatSync,
	lstatSync,
	openSync,
	readdirSync,
	readSync,
	realpathSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { Bug } from '../core/errors.ts';
import type { FileBytes, SkippedPath, SkipReason, Tree, TreeFile } from '../core/tree.ts';
import { lookAt } from './look.ts';
import { escapedPathOf, parentOf, parentsOf, textPathOf } from './paths.ts';
import type { BytePath } from './paths.ts';
import { maxFileBytes, maxFiles, orderedFiles, TooManyFiles } from './read.ts';

/** Folders that hold no source of the repository: tools made or fetched what is in them. */
const foreignFolders = new Set([
	'node_modules',
	'.venv',
	'venv',
	'env',
	'.tox',
	'.nox',
	'.eggs',
	'build',
	'dist',
	'site-packages',
	'__pycache__',
	'cdk.out',
	'.aws-sam',
	'.build',
	'.serverless',
	'.terraform',
	'htmlcov',
	'.mypy_cache',
	'.ruff_cache',
	'.pytest_cache',
]);

/** Whether a path that git does not track lies in a folder of made or fetched files. */
export const isForeign = (file: string): boolean =>
	parentsOf(file).some(each => foreignFolders.has(path.posix.basename(each)));

/** What lies at a path of the working tree. */
export type Looked =
	| {
			readonly kind: 'file';
			readonly size: number;
			readonly executable: boolean;
			readonly seconds: number;
			readonly nanoseconds: number;
	  }
	| { readonly kind: 'skipped'; readonly reason: SkipReason }
	| { readonly kind: 'none' };

/** Looks at paths below a folder without following a link, neither at the end nor on the way. */
export interface Guard {
	look(file: string): Looked;
	/** The bytes of a regular file; a reason where it is none, or is longer than the limit. */
	read(file: string, maxBytes: number): Uint8Array | SkipReason;
}

/** Opens without following a link, without waiting for a FIFO's other end, and without taking a terminal over. */
const readOnly =
	constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** With nanoseconds; null where there is nothing or it cannot be reached. */
const lookClosely = (file: string): BigIntStats | null => {
	try {
		return lstatSync(file, { bigint: true });
	} catch {
		return null;
	}
};

const readOpened = (opened: number, maxBytes: number): Uint8Array | SkipReason => {
	const found = fstatSync(opened);
	if (!found.isFile()) return 'not a regular file';
	if (found.size > maxBytes) return 'too large';
	const bytes = Buffer.allocUnsafe(found.size + 1);
	let length = 0;
	while (length < bytes.length) {
		const read = readSync(opened, bytes, length, bytes.length - length, null);
		if (read === 0) return bytes.subarray(0, length);
		length += read;
	}
	// It grew since: the next pass sees it whole.
	return 'unreadable';
};

/** Remembers which folders are real, so use it for one pass and then drop it. */
export const guardOf = (root: string): Guard => {
	const real = new Map<string, boolean>([['', true]]);
	const isReal = (folder: string): boolean => {
		const known = real.get(folder);
		if (known !== undefined) return known;
		const answer = isReal(parentOf(folder)) && lookAt(path.join(root, folder))?.isDirectory() === true;
		real.set(folder, answer);
		return answer;
	};
	return {
		look(file) {
			if (!isReal(parentOf(file))) return { kind: 'none' };
			const found = lookClosely(path.join(root, file));
			if (found === null) return { kind: 'none' };
			if (found.isSymbolicLink()) return { kind: 'skipped', reason: 'symbolic link' };
			if (!found.isFile()) return { kind: 'skipped', reason: 'not a regular file' };
			return {
				kind: 'file',
				size: Number(found.size),
				executable: (found.mode & 0o100n) !== 0n,
				seconds: Number(found.mtimeNs / 1_000_000_000n),
				nanoseconds: Number(found.mtimeNs % 1_000_000_000n),
			};
		},
		read(file, maxBytes) {
			if (!isReal(parentOf(file))) return 'symbolic link';
			let opened: number;
			try {
				opened = openSync(path.join(root, file), readOnly);
			} catch (error) {
				return error instanceof Error && 'code' in error && error.code === 'ELOOP'
					? 'symbolic link'
					: 'unreadable';
			}
			try {
				return readOpened(opened, maxBytes);
			} catch {
				return 'unreadable';
			} finally {
				closeSync(opened);
			}
		},
	};
};

/** Files read before the event loop gets its turn, and before their folders are looked at again. */
const runLength = 64;

async function* readGuarded(
	root: string,
	files: ReadonlyMap<string, TreeFile>,
	paths: readonly string[],
): AsyncGenerator<FileBytes> {
	for (let from = 0; from < paths.length; from += runLength) {
		const guard = guardOf(root);
		const run = paths.slice(from, from + runLength).map(file => {
			if (!files.has(file)) throw new Bug(`no such file in the tree: ${file}`);
			return { path: file, found: guard.read(file, maxFileBytes) };
		});
		// A folder may have become a link between the look and the read.
		const left = new Set(
			[...new Set(run.map(({ path: file }) => parentOf(file)))].filter(folder => !staysInside(root, folder)),
		);
		for (const { path: file, found } of run) {
			if (typeof found === 'string') yield { path: file, reason: found };
			else if (left.has(parentOf(file))) yield { path: file, reason: 'symbolic link' };
			else yield { path: file, bytes: found };
		}
		await breathe();
	}
}

const staysInside = (root: string, folder: string): boolean => {
	try {
		return realpathSync.native(path.join(root, folder)) === path.join(root, folder);
	} catch {
		// Gone; what was read of it was read from a real folder.
		return true;
	}
};

/** A tree of paths below a folder; the files are read when asked for. */
export const folderTree = (
	root: string,
	files: readonly TreeFile[],
	skipped: readonly SkippedPath[],
): Tree => {
	const byName = orderedFiles(files);
	return {
		files: byName,
		skipped: skipped.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
		read: paths => readGuarded(root, byName, paths),
	};
};

/**
 * The files below a folder without git: links are not followed, and folders of made or fetched files are left
 * out without a word.
 */
export const readFolder = async (root: string, within = ''): Promise<Tree> => {
	const guard = guardOf(root);
	const files: TreeFile[] = [];
	const skipped: SkippedPath[] = [];
	const waiting: string[] = [within];
	for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
		const list = listOf(path.join(root, folder));
		if (list === null) skipped.push({ path: folder, reason: 'unreadable' });
		for (const { name, isFolder } of list ?? []) {
			const whole: BytePath =
				folder === '' ? name : `${Buffer.from(folder, 'utf8').toString('latin1')}/${name}`;
			const file = textPathOf(whole);
			if (file === null) {
				skipped.push({ path: escapedPathOf(whole), reason: 'undecodable' });
				continue;
			}
			if (name === '.git') continue;
			if (isFolder) {
				if (!foreignFolders.has(name)) waiting.push(file);
				continue;
			}
			const looked = guard.look(file);
			if (looked.kind === 'skipped') skipped.push({ path: file, reason: looked.reason });
			if (looked.kind === 'file') {
				files.push({
					path: file,
					mode: looked.executable ? '100755' : '100644',
					size: looked.size,
					id: null,
				});
			}
		}
		if (files.length + skipped.length > maxFiles) throw new TooManyFiles();
		if (waiting.length % runLength === 0) await breathe();
	}
	return folderTree(root, files, skipped);
};

const listOf = (
	folder: string,
): readonly { readonly name: BytePath; readonly isFolder: boolean }[] | null => {
	try {
		return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }).map(each => ({
			name: each.name.toString('latin1'),
			isFolder: each.isDirectory(),
		}));
	} catch {
		return null;
	}
};
