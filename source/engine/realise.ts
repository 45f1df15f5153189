import { UserError } from '../core/errors.ts';
import { applySplices, decode, encode } from '../core/text.ts';
import type { DecodedText } from '../core/text.ts';
import type { Edit, FileChange, FileMode, Tree } from '../core/tree.ts';

/** A file of the tree, decoded. */
interface Current {
	readonly decoded: DecodedText;
	readonly bytes: Uint8Array;
	readonly mode: FileMode;
}

/** One path after the edits so far; bytes are null where it is gone. */
interface Draft {
	readonly before: Current | null;
	readonly mode: FileMode;
	readonly text: string | null;
}

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
		const decoded = decode(read.bytes, read.path);
		if (decoded.outcome === 'skipped')
			throw new UserError(`\`${read.path}\` cannot be edited: ${decoded.reason}`);
		found.set(read.path, { decoded, bytes: read.bytes, mode: tree.files.get(read.path)?.mode ?? '100644' });
	}
	return found;
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

/**
 * Turns a plan's edits into the bytes to commit, with those before. Throws a {@link UserError} for an edit that the
 * tree does not allow: a file that is not text, a new file that already exists, a path that leaves the repository.
 */
export const realise = async (
	tree: Tree,
	edits: readonly Edit[],
): Promise<readonly (FileChange & { readonly before: Uint8Array | null })[]> => {
	const paths = pathsOf(edits);
	const odd = paths.find(path => !isPlainPath(path));
	if (odd !== undefined) throw new UserError(`\`${odd}\` is not a path inside the repository`);
	const current = await readCurrent(tree, paths);
	const drafts = new Map<string, Draft>();
	const draftOf = (path: string): Draft => {
		const known = drafts.get(path);
		if (known) return known;
		const before = current.get(path) ?? null;
		return { before, mode: before?.mode ?? '100644', text: before?.decoded.text ?? null };
	};
	const existing = (path: string): Draft & { readonly text: string } => {
		const draft = draftOf(path);
		if (draft.text === null) throw new UserError(`\`${path}\` does not exist`);
		return { ...draft, text: draft.text };
	};
	for (const edit of edits) {
		switch (edit.kind) {
			case 'splice': {
				const draft = existing(edit.path);
				drafts.set(edit.path, { ...draft, text: applySplices(draft.text, edit.splices) });
				break;
			}
			case 'create': {
				if (draftOf(edit.path).text !== null) throw new UserError(`\`${edit.path}\` already exists`);
				drafts.set(edit.path, {
					before: current.get(edit.path) ?? null,
					mode: edit.mode ?? '100644',
					text: edit.text,
				});
				break;
			}
			case 'delete': {
				drafts.set(edit.path, { ...existing(edit.path), text: null });
				break;
			}
			case 'move': {
				const source = existing(edit.from);
				if (draftOf(edit.to).text !== null) throw new UserError(`\`${edit.to}\` already exists`);
				drafts.set(edit.from, { ...source, text: null });
				drafts.set(edit.to, { before: source.before, mode: source.mode, text: source.text });
				break;
			}
		}
	}
	return [...drafts].flatMap(([path, { before, mode, text }]) => {
		const then = current.get(path)?.bytes ?? null;
		const bytes = text === null ? null : encoded(path, text, before?.decoded ?? plain);
		if (bytes !== null && then !== null && Buffer.compare(bytes, then) === 0) return [];
		return [{ path, mode, bytes, before: then }];
	});
};
