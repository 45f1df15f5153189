import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Place } from './discover.ts';
import { lookAt } from './look.ts';
import { escapedPathOf } from './paths.ts';

const textOf = (file: string): string => {
	try {
		return lookAt(file)?.isFile() === true ? readFileSync(file, 'utf8').slice(0, 5000).trim() : '';
	} catch {
		return '';
	}
};

const namesIn = (folder: string): readonly string[] => {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
};

/** Whether a worktree is on the branch, or rebases it: moving it then would show the user reversed changes. */
export const isCheckedOut = ({ commonDir }: Place, ref: string): boolean => {
	const linked = path.join(commonDir, 'worktrees');
	const folders = [commonDir, ...namesIn(linked).map(name => path.join(linked, name))];
	return folders.some(
		folder =>
			textOf(path.join(folder, 'HEAD')) === `ref: ${ref}` ||
			['rebase-merge', 'rebase-apply'].some(each => textOf(path.join(folder, each, 'head-name')) === ref),
	);
};

/** A symbolic link that a write to the ref would follow out of the repository, relative to its git folder; or null. */
export const findLink = ({ commonDir }: Place, ref: string): string | null => {
	const steps = ref.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
	const files = [
		'objects',
		'objects/pack',
		'packed-refs',
		'logs',
		...steps,
		...steps.map(step => `logs/${step}`),
	];
	return files.find(file => lookAt(path.join(commonDir, file))?.isSymbolicLink() === true) ?? null;
};

/** Whether objects and refs can be written to. */
export const isWritable = ({ commonDir }: Place): boolean => {
	try {
		for (const folder of ['objects', 'refs']) accessSync(path.join(commonDir, folder), constants.W_OK);
		return true;
	} catch {
		return false;
	}
};

const inProgress: readonly (readonly [file: string, what: string])[] = [
	['MERGE_HEAD', 'A merge'],
	['rebase-merge', 'A rebase'],
	['rebase-apply', 'A rebase'],
	['CHERRY_PICK_HEAD', 'A cherry-pick'],
	['REVERT_HEAD', 'A revert'],
	['BISECT_LOG', 'A bisect'],
];

const exists = (file: string): boolean => lookAt(file) !== null;

const outsideStores = ({ commonDir }: Place): readonly string[] => {
	const objects = path.join(commonDir, 'objects');
	return textOf(path.join(objects, 'info', 'alternates'))
		.split('\n')
		.filter(line => line !== '' && !line.startsWith('#'))
		.filter(line => !path.resolve(objects, line).startsWith(commonDir + path.sep));
};

/** Sentences about the state a repository is in that whoever audits it should know. */
export const bannersOf = (
	place: Place,
	state: { readonly branch: string | null; readonly head: string | null },
): readonly string[] => {
	const ongoing = inProgress
		.filter(([file]) => exists(path.join(place.gitDir, file)))
		.map(([, what]) => what);
	const owner = statSync(place.commonDir).uid;
	const stores = outsideStores(place);
	return [
		...new Set(ongoing.map(what => `${what} is in progress; fixes start from the last commit.`)),
		...(state.branch === null && state.head !== null && ongoing.length === 0
			? [`No branch is checked out; fixes start from commit ${state.head.slice(0, 10)}.`]
			: []),
		...(process.getuid !== undefined && owner !== process.getuid()
			? ['The repository belongs to another user; none of its configuration is used.']
			: []),
		...(stores.length > 0
			? [`The repository reads objects of another store: ${escapedPathOf(stores.slice(0, 3).join(', '))}.`]
			: []),
	];
};
