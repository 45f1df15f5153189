import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UserError } from '../core/errors.ts';
import { writeWhole } from './durable.ts';

/** One file of the working tree, as it was read and as it shall be. */
export interface FileEdit {
	readonly root: string;
	/** Relative to the root. */
	readonly path: string;
	/** Null for a file that is not there yet. */
	readonly before: Uint8Array | null;
	readonly after: Uint8Array;
}

/**
 * Writes a file of the user's working tree that they asked to have written. Throws a `UserError` where it is no plain
 * file, or no longer what was read; then nothing is written.
 */
export const editFile = ({ root, path: file, before, after }: FileEdit): void => {
	const place = path.join(root, file);
	try {
		if (before === null) {
			if (lstatSync(place, { throwIfNoEntry: false })) {
				throw new UserError(`\`${file}\` is there, and git ignores it`, {
					tryThis: `Take it out of \`.gitignore\`: what git ignores is not read`,
				});
			}
			writeFileSync(place, after, { flag: 'wx' });
			return;
		}
		const found = lstatSync(place);
		if (!found.isFile()) throw new UserError(`\`${file}\` is not a plain file`);
		if (found.nlink > 1)
			throw new UserError(`\`${file}\` has another name too, which would keep the old text`);
		if (!readFileSync(place).equals(before)) {
			throw new UserError(`\`${file}\` was changed meanwhile`, { tryThis: 'Try again.' });
		}
		writeWhole(place, after, found.mode & 0o777);
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError(`\`${file}\` cannot be written: ${messageOf(error)}`, { cause: error });
	}
};
