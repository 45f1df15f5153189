import { readFile, stat, writeFile } from 'node:fs/promises';
import { messageOf, UserError } from '../core/errors.ts';

const maxInput = 16 << 20;

/** The text of a file that the user named, such as answers or a baseline. */
export const readUserFile = async (file: string): Promise<string> => {
	try {
		const found = await stat(file);
		if (!found.isFile()) throw new UserError(`\`${file}\` is not a file`);
		if (found.size > maxInput) throw new UserError(`\`${file}\` is larger than 16 MiB`);
		return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError(`\`${file}\` cannot be read: ${messageOf(error)}`, { cause: error });
	}
};

/** Writes a file that is not there yet beside where the user is, and gives its name: `NAME.toml`, `NAME-2.toml`, … */
export const writeNewFile = async (name: string, ending: string, text: string): Promise<string> => {
	for (let count = 1; count < 1000; count++) {
		const file = `${name}${count === 1 ? '' : `-${String(count)}`}${ending}`;
		try {
			await writeFile(file, text, { flag: 'wx' });
			return file;
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
			throw new UserError(`\`${file}\` cannot be written: ${messageOf(error)}`, { cause: error });
		}
	}
	throw new UserError(`\`${name}${ending}\` is there a thousand times`);
};

/** Writes a report to where the user said; devices such as `/dev/stdout` will do. */
export const writeUserFile = async (file: string, text: string): Promise<void> => {
	try {
		await writeFile(file, text);
	} catch (error) {
		throw new UserError(`\`${file}\` cannot be written: ${messageOf(error)}`, { cause: error });
	}
};
