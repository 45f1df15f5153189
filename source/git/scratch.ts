import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Bug } from '../core/errors.ts';

/** A temporary folder with copies of files, for a program to work on. */
export interface Scratch {
	/** Absolute. */
	readonly directory: string;
	/** Null where there is no such file. */
	read(file: string): Promise<Uint8Array | null>;
	remove(): Promise<void>;
}

/** Copies files into a new folder outside every repository. */
export const makeScratch = async (
	files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): Promise<Scratch> => {
	const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'bp-audit-run-')));
	const inside = (file: string): string => {
		const full = path.resolve(directory, file);
		if (!full.startsWith(directory + path.sep)) throw new Bug(`${file} leaves the scratch folder`);
		return full;
	};
	for (const { path: file, bytes } of files) {
		mkdirSync(path.dirname(inside(file)), { recursive: true });
		writeFileSync(inside(file), bytes);
	}
	return {
		directory,
		async read(file) {
			const full = inside(file);
			// A program may leave a link behind; what it points to is not ours to commit.
			if (!existsSync(full) || realpathSync(full) !== full) return null;
			return new Uint8Array(readFileSync(full));
		},
		async remove() {
			rmSync(directory, { recursive: true, force: true });
		},
	};
};
