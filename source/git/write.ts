import { createHash } from 'node:crypto';
import { Bug, UserError } from '../core/errors.ts';
import type { FileChange, Tree } from '../core/tree.ts';
import { editTree } from './edit-tree.ts';
import type { ObjectStore, PathChanges } from './edit-tree.ts';
import type { Identity } from './identity.ts';
import { bytePathOf, escapedPathOf } from './paths.ts';
import { changedPaths } from './read.ts';

/** Who commits, and when. */
export interface Authorship {
	readonly identity: Identity;
	readonly date: Date;
}

/** Changes by byte path; a path named twice is a {@link Bug}. */
export const pathChangesOf = (changes: readonly FileChange[]): PathChanges => {
	const byPath = new Map(
		changes.map(
			({ path, mode, bytes }) => [bytePathOf(path), bytes === null ? null : { mode, bytes }] as const,
		),
	);
	if (byPath.size !== changes.length) throw new Bug('a path is changed twice in one commit');
	return byPath;
};

/** Commit times do not run backwards along the branch, whatever the clock says. */
// Not `git show`: of a first commit it walks every path, whether or not they are shown.
const dateAfter = async ({ runner }: ObjectStore, parent: string, date: Date): Promise<string> => {
	const seconds = Math.floor(date.getTime() / 1000);
	const before = Number(await runner.text(['log', '-1', '--format=%ct', parent]));
	const offset = -date.getTimezoneOffset();
	const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
	const zone = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(minutes).padStart(2, '0')}`;
	return `${Math.max(seconds, Number.isFinite(before) ? before : 0)} ${zone}`;
};

/**
 * Makes a commit of a parent and changes, as data in the private git folder, and moves nothing. Proves that it
 * changes no other path than those named. Signs nothing and runs no hook.
 */
export const buildCommit = async (
	store: ObjectStore,
	parent: string,
	changes: PathChanges,
	message: string,
	{ identity, date }: Authorship,
): Promise<string> => {
	if (message.trim() === '' || message.includes('\0'))
		throw new Bug('a commit message is empty or holds NUL');
	const { runner } = store;
	const tree = await editTree(
		store,
		await runner.text(['rev-parse', '--verify', `${parent}^{tree}`]),
		changes,
	);
	const when = await dateAfter(store, parent, date);
	const commit = await runner.text(['commit-tree', '--no-gpg-sign', '-p', parent, '-F', '-', tree], {
		input: message.endsWith('\n') ? message : `${message}\n`,
		env: {
			GIT_AUTHOR_NAME: identity.name,
			GIT_AUTHOR_EMAIL: identity.email,
			GIT_AUTHOR_DATE: when,
			GIT_COMMITTER_NAME: identity.name,
			GIT_COMMITTER_EMAIL: identity.email,
			GIT_COMMITTER_DATE: when,
		},
	});
	const changed = await changedPaths(runner, parent, commit);
	if (changed.length === 0) throw new UserError('there is nothing to commit: the files are so already');
	const stray = changed.find(path => !changes.has(path));
	if (stray !== undefined)
		throw new Bug(`the commit changes ${escapedPathOf(stray)}, which was not asked for`);
	return commit;
};

export const patchBetween = async (
	{ runner }: ObjectStore,
	before: string,
	after: string,
): Promise<string> => {
	const patch = await runner.bytes(
		[
			'diff-tree',
			'-p',
			'-r',
			'-M',
			'--no-color',
			'--no-ext-diff',
			'--no-textconv',
			'--src-prefix=a/',
			'--dst-prefix=b/',
			before,
			after,
		],
		{ maxBytes: 64 << 20 },
	);
	return patch.toString('utf8');
};

/** The patch that the changes make on any tree, in git's format: only the changed files are read. */
export const diffOn = async (
	store: ObjectStore,
	tree: Tree,
	changes: readonly FileChange[],
): Promise<string> => {
	const before: FileChange[] = [];
	for await (const file of tree.read(changes.flatMap(({ path }) => (tree.files.has(path) ? [path] : [])))) {
		if (!('bytes' in file)) throw new UserError(`\`${file.path}\` cannot be read: ${file.reason}`);
		before.push({ path: file.path, mode: tree.files.get(file.path)?.mode ?? '100644', bytes: file.bytes });
	}
	const empty = createHash(store.hash).update('tree 0\0').digest('hex');
	const old = await editTree(store, empty, pathChangesOf(before));
	return patchBetween(store, old, await editTree(store, old, pathChangesOf(changes)));
};

/** The patch that the changes make on a commit, in git's format; nothing is kept. */
export const diffOf = async (
	store: ObjectStore,
	commit: string,
	changes: readonly FileChange[],
): Promise<string> => {
	const before = await store.runner.text(['rev-parse', '--verify', `${commit}^{tree}`]);
	return patchBetween(store, before, await editTree(store, before, pathChangesOf(changes)));
};
