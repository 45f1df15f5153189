import { Bug, ToolError, UserError } from '../core/errors.ts';
import type { FileBytes, FileMode, SkippedPath, Tree, TreeFile } from '../core/tree.ts';
import { byteReader } from './byte-reader.ts';
import { bytePathOf, escapedPathOf, textPathOf } from './paths.ts';
import type { BytePath } from './paths.ts';
import type { Runner } from './run.ts';

/** Files listed at most; see {@link TooManyFiles}. */
export const maxFiles = 200_000;
/** Bytes of one file read at most; larger ones are skipped whoever asks. */
export const maxFileBytes = 16 << 20;
const maxListingBytes = 128 << 20;

/** A tree stops at its limit rather than judge half a repository. */
export class TooManyFiles extends UserError {
	constructor() {
		super(`there are more than ${maxFiles.toLocaleString('en-US')} files`, {
			tryThis: 'Audit one folder of it: `bp-audit check path/to/folder`.',
		});
	}
}

/** A commit's files. */
export interface CommitTree extends Tree {
	/** The commit's full id. */
	readonly commit: string;
}

/** A line of a listing. */
interface Listed {
	readonly mode: string;
	readonly id: string;
	/** -1 where the blob is not here. */
	readonly size: number;
	readonly path: BytePath;
}

const parseListed = (line: string): Listed => {
	const tab = line.indexOf('\t');
	const [mode, , id, size] = line.slice(0, tab).split(/ +/);
	if (tab < 0 || mode === undefined || id === undefined) throw new Bug('unexpected line of ls-tree');
	return { mode, id, size: /^\d+$/.test(size ?? '') ? Number(size) : -1, path: line.slice(tab + 1) };
};

const skipReasonOf = ({ mode, size }: Listed): SkippedPath['reason'] | null => {
	if (mode === '120000') return 'symbolic link';
	if (mode === '160000') return 'submodule';
	return size < 0 ? 'not local' : null;
};

const modeOf = (mode: string): FileMode => (mode === '100755' ? '100755' : '100644');

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
	a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

/** Files by path in the order that trees promise; git orders by bytes, which differs beyond the basic plane. */
export const orderedFiles = (files: readonly TreeFile[]): ReadonlyMap<string, TreeFile> => {
	const isOrdered = files.every((file, at) => at === 0 || byPath(files[at - 1] ?? file, file) < 0);
	return new Map((isOrdered ? files : files.toSorted(byPath)).map(file => [file.path, file]));
};

/** A full commit id for what the user typed. Throws a `UserError` where it names no commit. */
export const resolveCommit = async (runner: Runner, rev: string): Promise<string> => {
	if (rev !== '' && !rev.startsWith('-') && !/\p{Cc}/u.test(rev)) {
		const options = { okCodes: [0, 1, 128] };
		const id = await runner.text(['rev-parse', '--verify', '--quiet', `${rev}^{commit}`], options);
		if (/^[0-9a-f]{40,64}$/.test(id)) return id;
	}
	throw new UserError(`\`${rev}\` is not a commit of this repository`);
};

/** The value of a full ref name; null where there is none. */
export const readRef = async (runner: Runner, ref: string): Promise<string | null> => {
	const id = await runner.text(['rev-parse', '--verify', '--quiet', ref], { okCodes: [0, 1, 128] });
	return /^[0-9a-f]{40,64}$/.test(id) ? id : null;
};

/** What a batch read gave for one id, in the order asked; null bytes where the object is not in the store. */
export interface BatchedObject {
	readonly id: string;
	readonly bytes: Buffer | null;
}

/** Objects by id, as they come: memory holds one at a time. */
export async function* readObjects(runner: Runner, ids: readonly string[]): AsyncGenerator<BatchedObject> {
	if (ids.length === 0) return;
	const stream = runner.stream(['cat-file', '--batch', '--buffer'], { input: `${ids.join('\n')}\n` });
	try {
		const reader = byteReader(stream);
		for (const id of ids) {
			const header = (await reader.line())?.toString('latin1').split(' ') ?? [];
			if (header[1] === 'missing') {
				yield { id, bytes: null };
				continue;
			}
			const size = Number(header[2]);
			// The object is followed by a newline of its own.
			const bytes = Number.isInteger(size) ? await reader.take(size + 1) : null;
			if (bytes === null) {
				throw new ToolError('`git cat-file` gave less than asked', { command: 'git cat-file', output: '' });
			}
			yield { id, bytes: bytes.subarray(0, size) };
		}
	} finally {
		await stream.return();
	}
}

const splitPaths = (listing: Buffer): readonly BytePath[] =>
	listing
		.toString('latin1')
		.split('\0')
		.filter(each => each !== '');

/** Paths that differ between two commits or trees, renames as both ends. */
export const changedPaths = async (runner: Runner, from: string, to: string): Promise<readonly BytePath[]> =>
	splitPaths(
		await runner.bytes([
			'diff-tree',
			'-r',
			'-z',
			'--no-renames',
			'--no-ext-diff',
			'--no-textconv',
			'--name-only',
			from,
			to,
		]),
	);

const emptyTreeText = (within: string): UserError =>
	new UserError(`there is no folder \`${within}\` in that commit`);

const treeish = async (runner: Runner, commit: string, within: string): Promise<string> => {
	if (within === '') return commit;
	const options = { okCodes: [0, 1, 128] };
	const id = await runner.text(['rev-parse', '--verify', '--quiet', `${commit}:${within}`], options);
	if (id === '') throw emptyTreeText(within);
	return id;
};

/** A commit's files, or those of one folder in it; paths count from the top either way. */
export const readCommitTree = async (runner: Runner, commit: string, within = ''): Promise<CommitTree> => {
	const files: TreeFile[] = [];
	const skipped: SkippedPath[] = [];
	const prefix = within === '' ? '' : `${bytePathOf(within)}/`;
	const id = await treeish(runner, commit, within);
	const listing = runner.stream(['ls-tree', '-r', '-l', '-z', '--full-tree', id]);
	let rest = '';
	let length = 0;
	for await (const chunk of listing) {
		length += chunk.length;
		const lines = (
			rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
		).split('\0');
		rest = lines.pop() ?? '';
		if (files.length + skipped.length + lines.length > maxFiles || length > maxListingBytes)
			throw new TooManyFiles();
		for (const line of lines) {
			const listed = parseListed(line);
			const path = textPathOf(prefix + listed.path);
			const reason = path === null ? 'undecodable' : skipReasonOf(listed);
			if (path === null || reason !== null) {
				skipped.push({ path: path ?? escapedPathOf(prefix + listed.path), reason: reason ?? 'undecodable' });
			} else files.push({ path, mode: modeOf(listed.mode), size: listed.size, id: listed.id });
		}
	}
	const byName = orderedFiles(files);
	return {
		commit,
		files: byName,
		skipped: skipped.toSorted(byPath),
		read: paths => readFiles(runner, byName, paths),
	};
};

async function* readFiles(
	runner: Runner,
	files: ReadonlyMap<string, TreeFile>,
	paths: readonly string[],
): AsyncGenerator<FileBytes> {
	const asked = paths.map(path => {
		const file = files.get(path);
		if (!file || file.id === null) throw new Bug(`no such file in the tree: ${path}`);
		return { path, id: file.id, tooLarge: file.size > maxFileBytes };
	});
	const objects = readObjects(
		runner,
		asked.flatMap(({ id, tooLarge }) => (tooLarge ? [] : [id])),
	);
	try {
		for (const { path, tooLarge } of asked) {
			if (tooLarge) {
				yield { path, reason: 'too large' };
				continue;
			}
			const next = await objects.next();
			if (next.done === true) throw new Bug('fewer objects than were asked for');
			yield next.value.bytes === null ? { path, reason: 'not local' } : { path, bytes: next.value.bytes };
		}
	} finally {
		await objects.return(undefined);
	}
}
