import { lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Runner } from './run.ts';

/** A commit's files in a folder of their own, without a `.git`. */
export interface Checkout {
	/** Absolute. */
	readonly directory: string;
	/** Absolute: an empty folder beside it, for what programs leave. */
	readonly out: string;
	/** A text in `out`; null where there is none, or where it is too large. */
	readOut(name: string): Promise<string | null>;
	remove(): void;
}

const mostLeft = 64 * 1024 * 1024;

/**
 * Writes a commit's files, modes and links to a new temporary folder. Neither hooks nor filters run, and the user's
 * index is not touched.
 */
export const checkOut = async (runner: Runner, commit: string): Promise<Checkout> => {
	const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'bp-audit-verify-')));
	const directory = path.join(home, 'checkout');
	const out = path.join(home, 'out');
	const readOut = async (name: string): Promise<string | null> => {
		const file = path.join(out, name);
		const found = lstatSync(file, { throwIfNoEntry: false });
		// A program may leave a link behind, or a pipe that never ends.
		return found?.isFile() === true && found.size <= mostLeft ? readFileSync(file, 'utf8') : null;
	};
	const remove = (): void => rmSync(home, { recursive: true, force: true });
	try {
		mkdirSync(directory);
		mkdirSync(out);
		const options = { workTree: directory, env: { GIT_INDEX_FILE: path.join(home, 'index') } };
		await runner.bytes(['read-tree', commit], options);
		await runner.bytes(['checkout-index', '--all', '--force', '--quiet'], { ...options, timeLimit: 600_000 });
		return { directory, out, readOut, remove };
	} catch (error) {
		remove();
		throw error;
	}
};
