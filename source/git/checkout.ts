import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Runner } from './run.ts';

/** A commit's files in a folder of their own, without a `.git`. */
export interface Checkout {
	/** Absolute. */
	readonly directory: string;
	remove(): void;
}

/**
 * Writes a commit's files, modes and links to a new temporary folder. Neither hooks nor filters run, and the user's
 * index is not touched.
 */
export const checkOut = async (runner: Runner, commit: string): Promise<Checkout> => {
	const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'bp-audit-verify-')));
	const directory = path.join(home, 'checkout');
	const remove = (): void => rmSync(home, { recursive: true, force: true });
	try {
		mkdirSync(directory);
		const options = { workTree: directory, env: { GIT_INDEX_FILE: path.join(home, 'index') } };
		await runner.bytes(['read-tree', commit], options);
		await runner.bytes(['checkout-index', '--all', '--force', '--quiet'], { ...options, timeLimit: 600_000 });
		return { directory, remove };
	} catch (error) {
		remove();
		throw error;
	}
};
