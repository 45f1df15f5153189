import { accessSync, constants, realpathSync } from 'node:fs';
import path from 'node:path';

/** Environment variables as Node has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const isInside = (folder: string, file: string): boolean => {
	const relative = path.relative(folder, file);
	return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
};

/** The folders of PATH that the repository has no say in: absolute, outside it, and no `node_modules/.bin`. */
export const trustedFolders = (root: string, env: Environment): readonly string[] =>
	(env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter(folder => {
		if (!path.isAbsolute(folder) || isInside(root, folder)) return false;
		return !/[\\/]node_modules[\\/]\.bin[\\/]*$/.test(folder);
	});

/**
 * The absolute path of a program. `npx` puts the audited repository's `node_modules/.bin` first on PATH, and Windows
 * looks in the working directory: so programs are looked up here, and never by name.
 */
export const findProgram = (name: string, root: string, env: Environment): string | null => {
	for (const folder of trustedFolders(root, env)) {
		const program = path.join(folder, process.platform === 'win32' ? `${name}.exe` : name);
		try {
			if (isInside(root, realpathSync(program))) continue;
			accessSync(program, constants.X_OK);
			return program;
		} catch {
			// Not in this folder.
		}
	}
	return null;
};

/** The absolute path of git; see {@link findProgram}. */
export const findGit = (root: string, env: Environment): string | null => findProgram('git', root, env);

/** Whether `git version` tells of 2.30 or newer, the oldest that knows every option used here. */
export const isNewEnough = (version: string): boolean => {
	const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
	return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 30);
};
