import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	realpathSync,
	renameSync,
	rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bug, UserError } from '../core/errors.ts';
import { atExit } from './at-exit.ts';
import { findGit, trustedFolders } from './program.ts';
import type { Environment } from './program.ts';
import { createRunner } from './run.ts';

/** The bundled sample as a repository of its own, in a temporary folder. */
export interface Sample {
	readonly path: string;
	/** The user's environment, with the state folder inside the temporary folder. */
	readonly env: Environment;
	/** Removes the folder. */
	close(): Promise<void>;
}

const sampleName = 'orders-service';

/** Beside the bundle, or in the fixtures when run from source. */
const findSource = (): string => {
	const places = ['./sample/orders-service', '../../fixtures/repos/orders-service'].map(place =>
		fileURLToPath(new URL(place, import.meta.url)),
	);
	const found = places.find(place => existsSync(place));
	if (found === undefined) throw new Bug('the sample repository is missing');
	return found;
};

/** npm drops files such as `.gitignore` from packages: they are bundled as `dot-gitignore`. */
const restoreDots = (folder: string): void => {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const name = entry.name.replace(/^dot-/, '.');
		if (name !== entry.name) renameSync(path.join(folder, entry.name), path.join(folder, name));
		if (entry.isDirectory()) restoreDots(path.join(folder, name));
	}
};

// The same commit whenever it is made.
const author = {
	GIT_AUTHOR_NAME: 'Sample',
	GIT_AUTHOR_EMAIL: 'sample@example.com',
	GIT_AUTHOR_DATE: '2026-01-05T09:00:00Z',
	GIT_COMMITTER_NAME: 'Sample',
	GIT_COMMITTER_EMAIL: 'sample@example.com',
	GIT_COMMITTER_DATE: '2026-01-05T09:00:00Z',
} as const;

const commitAll = async (folder: string, env: Environment): Promise<void> => {
	const program = findGit(folder, env);
	if (program === null) throw new UserError('`git` was not found', { tryThis: 'Install git and try again' });
	const runner = createRunner({
		program,
		searchPath: trustedFolders(folder, env),
		cwd: folder,
		gitDir: path.join(folder, '.git'),
		env,
	});
	const steps: readonly (readonly string[])[] = [
		['init', '-q', '-b', 'main', '--template='],
		['config', 'user.name', 'Sample'],
		['config', 'user.email', 'sample@example.com'],
		['add', '--all', '.'],
		['commit', '-q', '--no-verify', '--no-gpg-sign', '-m', 'Price orders and write receipts'],
	];
	for (const step of steps) {
		// Each rests on the one before.
		await runner.text(step, { env: author });
	}
};

/** Makes the sample repository. Throws a {@link UserError} without git. */
export const openSample = async (env: Environment): Promise<Sample> => {
	const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'bp-audit-demo-')));
	const remove = (): void => rmSync(home, { recursive: true, force: true });
	// Whoever leaves while it is being made has nobody to close it.
	const forget = atExit(remove);
	const close = async (): Promise<void> => {
		forget();
		remove();
	};
	try {
		const folder = path.join(home, sampleName);
		cpSync(findSource(), folder, { recursive: true });
		restoreDots(folder);
		mkdirSync(path.join(home, 'state'), { mode: 0o700 });
		await commitAll(folder, env);
		return { path: folder, env: { ...env, XDG_STATE_HOME: path.join(home, 'state') }, close };
	} catch (thrown) {
		await close();
		throw thrown;
	}
};
