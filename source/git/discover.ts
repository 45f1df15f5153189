import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { lookAt } from './look.ts';

/** Where a repository lies; all paths are real and absolute. */
export interface Place {
	/** The top of the working tree. */
	readonly root: string;
	/** `.git`, or a linked worktree's or submodule's own folder. */
	readonly gitDir: string;
	/** Where objects, refs and config are; the same as {@link Place.gitDir} but in a linked worktree. */
	readonly commonDir: string;
}

const maxPointerBytes = 5000;

const kindOf = (file: string): 'file' | 'folder' | 'link' | 'other' | 'none' => {
	const found = lookAt(file);
	if (!found) return 'none';
	if (found.isSymbolicLink()) return 'link';
	return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
};

const shortTextOf = (file: string): string | null => {
	if (kindOf(file) !== 'file' || (statSync(file).size ?? 0) > maxPointerBytes) return null;
	return readFileSync(file, 'utf8');
};

const realOf = (file: string): string | null => {
	try {
		return realpathSync(file);
	} catch {
		return null;
	}
};

const unsafe = (message: string): UserError =>
	new UserError(message, { tryThis: 'Open the repository it belongs to.' });

/** The git folder that a `.git` file names. It must name the file in return, or be a submodule's of the repository above. */
const followPointer = (dotGit: string, root: string): string => {
	const target = /^gitdir: (.*?)\r?\n?$/s.exec(shortTextOf(dotGit) ?? '')?.[1];
	const gitDir = target === undefined ? null : realOf(path.resolve(root, target));
	if (gitDir === null) throw unsafe(`\`${dotGit}\` does not name a git folder`);
	const back = shortTextOf(path.join(gitDir, 'gitdir'));
	if (back !== null) {
		if (realOf(path.resolve(gitDir, back.trim())) === dotGit) return gitDir;
	} else {
		const above = /^(.*)[\\/]\.git[\\/](?:worktrees[\\/][^\\/]+[\\/])?modules[\\/]/.exec(gitDir)?.[1];
		if (above !== undefined && root.startsWith(above + path.sep)) return gitDir;
	}
	throw unsafe(`\`${dotGit}\` points to \`${gitDir}\`, which does not point back`);
};

/** A linked worktree shares its parent's folder; nothing else may. */
const commonOf = (gitDir: string): string => {
	const file = path.join(gitDir, 'commondir');
	if (kindOf(file) === 'none') return gitDir;
	const common = realOf(path.resolve(gitDir, (shortTextOf(file) ?? '').trim()));
	if (common === null || path.dirname(gitDir) !== path.join(common, 'worktrees')) {
		throw unsafe(`\`${gitDir}\` shares the objects of a repository that it is no worktree of`);
	}
	return common;
};

/**
 * Looks for `.git` from a folder upwards, without git and without reading a config: bare repositories inside a
 * tree, `.git` links, foreign `.git` files and `core.worktree` cannot redirect it. Null where there is none;
 * throws a `UserError` for a `.git` that is not to be trusted.
 */
export const discover = (start: string): Place | null => {
	for (let root = realpathSync(start); ; root = path.dirname(root)) {
		const dotGit = path.join(root, '.git');
		switch (kindOf(dotGit)) {
			case 'link':
				throw unsafe(`\`${dotGit}\` is a symbolic link`);
			case 'file': {
				const gitDir = followPointer(dotGit, root);
				return { root, gitDir, commonDir: commonOf(gitDir) };
			}
			case 'folder':
				// An empty `.git` folder is no repository, for git neither.
				if (kindOf(path.join(dotGit, 'HEAD')) !== 'none') {
					return { root, gitDir: dotGit, commonDir: commonOf(dotGit) };
				}
				break;
			case 'other':
			case 'none':
				break;
		}
		if (path.dirname(root) === root) return null;
	}
};
