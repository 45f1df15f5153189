import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { openRepository } from '../../source/git/repository.ts';
import type { Repository } from '../../source/git/repository.ts';

const made: string[] = [];
const opened: Repository[] = [];

afterEach(() => {
	for (const repository of opened.splice(0)) repository.close();
	for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder, gone after the test. */
export const scratch = (): string => {
	const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'bp-audit-test-')));
	made.push(folder);
	return folder;
};

/** Never the user's configuration. */
export const cleanEnv = {
	PATH: process.env['PATH'] ?? '',
	HOME: '/nonexistent',
	LC_ALL: 'C',
	GIT_CONFIG_NOSYSTEM: '1',
	GIT_CONFIG_GLOBAL: '/dev/null',
	GIT_AUTHOR_NAME: 'Ada',
	GIT_AUTHOR_EMAIL: 'ada@example.org',
	GIT_COMMITTER_NAME: 'Ada',
	GIT_COMMITTER_EMAIL: 'ada@example.org',
	GIT_AUTHOR_DATE: '1700000000 +0000',
	GIT_COMMITTER_DATE: '1700000000 +0000',
} as const;

/** Plain git, as a user would run it. */
export const git = (folder: string, ...args: readonly string[]): string =>
	execFileSync('git', ['-C', folder, '-c', 'gc.auto=0', '-c', 'protocol.file.allow=always', ...args], {
		env: cleanEnv,
		stdio: ['ignore', 'pipe', 'pipe'],
	})
		.toString()
		.trimEnd();

/** Whether plain git ends with 0. */
export const gitSucceeds = (folder: string, ...args: readonly string[]): boolean => {
	try {
		git(folder, ...args);
		return true;
	} catch {
		return false;
	}
};

export const put = (folder: string, file: string, content: string | Uint8Array): void => {
	mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
	writeFileSync(path.join(folder, file), content);
};

/** A repository with one commit of these files. */
export const makeRepository = (
	files: Readonly<Record<string, string | Uint8Array>> = { 'a.py': 'x = 1\n', 'src/b.py': 'y = 2\n' },
	...initOptions: readonly string[]
): string => {
	const root = path.join(scratch(), 'repo');
	mkdirSync(root);
	git(root, 'init', '--quiet', '--initial-branch=main', ...initOptions);
	for (const [file, content] of Object.entries(files)) put(root, file, content);
	git(root, 'add', '--all');
	git(root, 'commit', '--quiet', '--message=first');
	return root;
};

export const today = new Date('2026-11-22T12:00:00Z');

/** Where the state of a test repository is kept: beside it. */
export const stateOf = (root: string): string => path.join(root, '..', 'state');

export const open = async (
	folder: string,
	{
		env = {},
		state = stateOf(folder),
	}: { readonly env?: Readonly<Record<string, string>>; readonly state?: string } = {},
): Promise<Repository> => {
	const repository = await openRepository(folder, {
		env: { ...cleanEnv, ...env },
		stateHome: state,
		now: () => today,
	});
	opened.push(repository);
	return repository;
};

export const text = (content: string): Uint8Array => Buffer.from(content);

export const change = (path_: string, content: string | Uint8Array | null) => ({
	path: path_,
	mode: '100644' as const,
	bytes: typeof content === 'string' ? text(content) : content,
});

/** What a tree gives for these paths: the text, or the reason why not. */
export const contentsOf = async (
	tree: Awaited<ReturnType<Repository['workingTree']>>,
	paths: readonly string[] = [...tree.files.keys()],
): Promise<Record<string, string>> => {
	const found: Record<string, string> = {};
	for await (const file of tree.read(paths)) {
		found[file.path] = 'bytes' in file ? Buffer.from(file.bytes).toString('latin1') : `(${file.reason})`;
	}
	return found;
};
