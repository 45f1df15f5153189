import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** One line for each thing that is the user's; equal fingerprints mean that nothing of it changed. */
export type Fingerprint = Readonly<Record<string, string>>;

const ours = /^\.git\/(?:logs\/)?refs\/heads\/bp-audit(?:[/-]|$)/;
// Whole packs may be added. Loose objects, locks, `.keep` files and unfinished packs may not.
const wholePack = /^\.git\/objects\/pack\/pack-[0-9a-f]+\.(?:pack|idx|rev)$/;

// Git touches these to keep them from being pruned, also when it only finds that they are there.
const touched = /\.git\/(?:objects\/|sharedindex\.)/;

/** Names are bytes, one character each: they need not be UTF-8. */
const bytesOf = (name: string): Buffer => Buffer.from(name, 'latin1');

const lineOf = (name: string): string => {
	const file = bytesOf(name);
	const found = lstatSync(file);
	const mode = found.mode.toString(8);
	if (found.isSymbolicLink()) return `${mode} -> ${readlinkSync(file)}`;
	if (!found.isFile()) return mode;
	const time = touched.test(name) ? '' : found.mtimeMs;
	return `${mode} ${createHash('sha1').update(readFileSync(file)).digest('hex')} ${time}`;
};

/**
 * Every byte, mode and time of the working tree and of `.git`: index, `HEAD`, config, hooks, stash, worktrees,
 * locks, packed refs and all refs but ours. Folders count by name only.
 */
export const fingerprint = (root: string): Fingerprint => {
	const lines: Record<string, string> = {};
	const walk = (folder: string): void => {
		const names = readdirSync(bytesOf(path.join(root, folder)), 'latin1');
		for (const name of names.toSorted()) {
			const file = folder === '' ? name : `${folder}/${name}`;
			if (ours.test(file) || wholePack.test(file)) continue;
			if (lstatSync(bytesOf(path.join(root, file))).isDirectory()) walk(file);
			else lines[file] = lineOf(path.join(root, file));
		}
	};
	walk('');
	return lines;
};
