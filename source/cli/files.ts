import { readFile, writeFile } from 'node:fs/promises';
import { UserError, messageOf } from '../core/errors.ts';

/** The text of a file that the user named on the command line. */
export const readUserFile = async (path: string): Promise<string> => {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		throw new UserError(`\`${path}\` cannot be read: ${messageOf(error)}`, { cause: error });
	}
};

/** Writes a report where the user asked for it. */
export const writeUserFile = async (path: string, text: string): Promise<void> => {
	try {
		await writeFile(path, text);
	} catch (error) {
		throw new UserError(`\`${path}\` cannot be written: ${messageOf(error)}`, { cause: error });
	}
};
