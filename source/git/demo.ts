import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { findGit, trustedFolders } from './program.ts';
import type { Environment } from './program.ts';
import { createRunner } from './run.ts';

/** A copy of the sample repository, to try things on. */
export interface Demo {
	/** Absolute. */
	readonly root: string;
	remove(): void;
}

/** Packages cannot hold a `.gitignore`, so the sample says `dot-gitignore`. */
const restoreDots = (folder: string): void => {
	for (const each of readdirSync(folder, { withFileTypes: true })) {
		const name = each.name.replace(/^dot-/, '.');
		if (name !== each.name) renameSync(path.join(folder, each.name), path.join(folder, name));
		if (each.isDirectory()) restoreDots(path.join(folder, name));
	}
};

/** Copies a folder to a temporary one and makes it a repository with one commit, free of the user's configuration. */
export const makeDemo = async (sample: string, env: Environment): Promise<Demo> => {
	const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'bp-audit-demo-')));
	const remove = (): void => rmSync(folder, { recursive: true, force: true });
	try {
		const root = path.join(folder, path.basename(sample));
		mkdirSync(root);
		cpSync(sample, root, { recursive: true });
		restoreDots(root);
		const program = findGit(root, env);
		if (program === null) throw new UserError('git was not found');
		const gitDir = path.join(root, '.git');
		const git = createRunner({ program, searchPath: trustedFolders(root, env), cwd: root, gitDir, env });
		const who = { name: 'bp-audit demo', email: 'demo@bp-audit.invalid' };
		await git.bytes(['init', '--quiet', '--template=', '--initial-branch=main']);
		await git.bytes(['config', 'user.name', who.name]);
		await git.bytes(['config', 'user.email', who.email]);
		await git.bytes(['add', '--all']);
		await git.bytes(['commit', '--quiet', '--no-verify', '--no-gpg-sign', '--message=The sample as it is']);
		return { root, remove };
	} catch (error) {
		remove();
		throw error;
	}
};
