import { isBelow } from '../core/folders.ts';
import { UserError } from '../core/errors.ts';
import { applySplices, decode, encode } from '../core/text.ts';
import type { DecodedText } from '../core/text.ts';
import type { Edit, FileChange, FileMode, Tree } from '../core/tree.ts';

/** A file of the tree as it is read. */
interface Current {
	readonly path: string;
	readonly bytes: Uint8Array;
	readonly mode: FileMode;
}

/** What a path holds after the edits so far: a file as it was, wherever that stood, or a new text. */
type Content =
	| { readonly kind: 'kept'; readonly file: Current }
	/** `like` gives the encoding, and is what it was made of. */
	| { readonly kind: 'text'; readonly text: string; readonly file: Current | null; readonly like: Encoded }
	| { readonly kind: 'gone' };

type Encoded = Pick<DecodedText, 'encoding' | 'bom'>;

interface Draft {
	readonly mode: FileMode;
	readonly content: Content;
}

/** Moves of folders as moves of their files. Throws a {@link UserError} for what no file can be moved with. */
const singly = (tree: Tree, edits: readonly Edit[]): readonly Edit[] =>
	edits.flatMap((edit): readonly Edit[] => {
		if (edit.kind !== 'move' || tree.files.has(edit.from)) return [edit];
		const odd = tree.skipped.find(({ path }) => isBelow(path, edit.from));
		if (odd) throw new UserError(`\`${odd.path}\` cannot be moved: ${odd.reason}`);
		const files = [...tree.files.keys()].filter(path => isBelow(path, edit.from));
		if (files.length === 0) return [edit];
		return files.map(path => ({ kind: 'move', from: path, to: edit.to + path.slice(edit.from.length) }));
	});

const pathsOf = (edits: readonly Edit[]): readonly string[] => [
	...new Set(edits.flatMap(edit => (edit.kind === 'move' ? [edit.from, edit.to] : [edit.path]))),
];

// As git has it: `.git`, its short name on Windows, and what some systems take for either.
const gitFolder = /^(?:\.git|git~\d+)[ .]*(?::.*)?$/i;
const ignoredInNames = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

const isPlainPath = (path: string): boolean =>
	path !== '' &&
	!path.startsWith('/') &&
	path
		.split('/')
		.every(
			part =>
				part !== '' && part !== '.' && part !== '..' && !gitFolder.test(part.replace(ignoredInNames, '')),
		);

const readCurrent = async (tree: Tree, paths: readonly string[]): Promise<Map<string, Current>> => {
	const found = new Map<string, Current>();
	const skipped = new Set(tree.skipped.map(({ path }) => path));
	for (const path of paths)
		if (skipped.has(path)) throw new UserError(`\`${path}\` is not a file that can be edited`);
	for await (const read of tree.read(paths.filter(path => tree.files.has(path)))) {
		if ('reason' in read) throw new UserError(`\`${read.path}\` cannot be edited: ${read.reason}`);
		found.set(read.path, {
			path: read.path,
			bytes: read.bytes,
			mode: tree.files.get(read.path)?.mode ?? '100644',
		});
	}
	return found;
};

const decoded = ({ path, bytes }: Current): DecodedText => {
	const result = decode(bytes, path);
	if (result.outcome === 'skipped') throw new UserError(`\`${path}\` cannot be edited: ${result.reason}`);
	return result;
};

/** Throws a {@link UserError} where the file's encoding lacks a character of the new text. */
const encoded = (path: string, text: string, like: Pick<DecodedText, 'encoding' | 'bom'>): Uint8Array => {
	// eslint-disable-next-line no-control-regex
	if (like.encoding === 'latin1' && /[^\u0000-\u00ff]/.test(text)) {
		throw new UserError(`\`${path}\` cannot be edited: its encoding lacks a character of the change`);
	}
	return encode(text, like);
};

const plain = { encoding: 'utf-8', bom: false } as const;

/** A change with the bytes before it; of a moved file, those at its old path. */
export type RealisedChange = FileChange & { readonly before: Uint8Array | null };

/**
 * Turns a plan's edits into the bytes to commit, with those before. Throws a {@link UserError} for an edit that the
 * tree does not allow: a file that is not text, a new file that already exists, a path that leaves the repository.
 */
export const realise = async (tree: Tree, edits: readonly Edit[]): Promise<readonly RealisedChange[]> => {
	const single = singly(tree, edits);
	const paths = pathsOf(single);
	const odd = paths.find(path => !isPlainPath(path));
	if (odd !== undefined) throw new UserError(`\`${odd}\` is not a path inside the repository`);
	const current = await readCurrent(tree, paths);
	const drafts = new Map<string, Draft>();
	const draftOf = (path: string): Draft => {
		const known = drafts.get(path);
		if (known) return known;
		const file = current.get(path);
		return file
			? { mode: file.mode, content: { kind: 'kept', file } }
			: { mode: '100644', content: { kind: 'gone' } };
	};
	const existing = (path: string): Draft & { readonly content: Exclude<Content, { kind: 'gone' }> } => {
		const { mode, content } = draftOf(path);
		if (content.kind === 'gone') throw new UserError(`\`${path}\` does not exist`);
		return { mode, content };
	};
	const assertFree = (path: string): void => {
		if (draftOf(path).content.kind !== 'gone') throw new UserError(`\`${path}\` already exists`);
	};
	for (const edit of single) {
		switch (edit.kind) {
			case 'splice': {
				const { mode, content } = existing(edit.path);
				const like = content.kind === 'kept' ? decoded(content.file) : content.like;
				const before = content.kind === 'kept' ? decoded(content.file).text : content.text;
				const text = applySplices(before, edit.splices);
				drafts.set(edit.path, { mode, content: { kind: 'text', text, file: content.file, like } });
				break;
			}
			case 'create': {
				assertFree(edit.path);
				const old = current.get(edit.path);
				const like = old ? decoded(old) : plain;
				const content: Content = { kind: 'text', text: edit.text, file: null, like };
				drafts.set(edit.path, { mode: edit.mode ?? '100644', content });
				break;
			}
			case 'delete': {
				drafts.set(edit.path, { ...existing(edit.path), content: { kind: 'gone' } });
				break;
			}
			case 'move': {
				const source = existing(edit.from);
				assertFree(edit.to);
				drafts.set(edit.from, { mode: source.mode, content: { kind: 'gone' } });
				drafts.set(edit.to, source);
				break;
			}
		}
	}
	return [...drafts].flatMap(([path, { mode, content }]) => {
		const file = content.kind === 'gone' ? null : content.file;
		const then = current.get(path)?.bytes ?? null;
		const bytes =
			content.kind === 'gone'
				? null
				: content.kind === 'kept'
					? content.file.bytes
					: encoded(path, content.text, content.like);
		const moved = file !== null && file.path !== path ? file : null;
		if (bytes !== null && then !== null && moved === null && Buffer.compare(bytes, then) === 0) return [];
		return [
			moved === null
				? { path, mode, bytes, before: then }
				: { path, mode, bytes, before: moved.bytes, from: moved.path },
		];
	});
};
