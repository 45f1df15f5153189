import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { TestTerminal } from './terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The script that users run. */
export const program = join(root, 'bin/bp-audit.js');

/** Where the bundle lies. */
export const dist = join(root, 'dist');

export interface Ran {
	readonly status: number | undefined;
	readonly out: string;
	readonly err: string;
}

/** A folder of its own with a copy of the sample as a git repository, and the program to run on it. */
export interface Place {
	readonly home: string;
	readonly repo: string;
	/** From the folder around the repository. */
	run(...args: readonly string[]): Promise<Ran>;
	/** From the repository itself. */
	runInside(...args: readonly string[]): Promise<Ran>;
	git(...args: readonly string[]): Promise<string>;
	remove(): void;
}

/** A closed environment: nothing of the developer's shell or of CI leaks in. */
export const environmentOf = (home: string): Record<string, string> => ({
	PATH: process.env['PATH'] ?? '',
	HOME: home,
	LANG: 'C.UTF-8',
	TZ: 'UTC',
	XDG_STATE_HOME: join(home, 'state'),
	XDG_CACHE_HOME: join(home, 'cache'),
	GIT_CONFIG_GLOBAL: '/dev/null',
	GIT_AUTHOR_NAME: 'A',
	GIT_AUTHOR_EMAIL: 'a@example.com',
	GIT_COMMITTER_NAME: 'A',
	GIT_COMMITTER_EMAIL: 'a@example.com',
});

const restoreDots = (folder: string): void => {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const name = entry.name.replace(/^dot-/, '.');
		renameSync(join(folder, entry.name), join(folder, name));
		if (entry.isDirectory()) restoreDots(join(folder, name));
	}
};

export const makePlace = async (): Promise<Place> => {
	const home = mkdtempSync(join(tmpdir(), 'bp-audit-e2e-'));
	const repo = join(home, 'orders');
	const env = environmentOf(home);
	mkdirSync(join(home, 'state'));
	cpSync(join(root, 'fixtures/repos/orders-service'), repo, { recursive: true });
	restoreDots(repo);
	const git = async (...args: readonly string[]): Promise<string> =>
		(await execa('git', args, { cwd: repo, env, extendEnv: false })).stdout;
	const runFrom = async (cwd: string, args: readonly string[]): Promise<Ran> => {
		const { exitCode, stdout, stderr } = await execa(process.execPath, [program, ...args], {
			cwd,
			env,
			extendEnv: false,
			reject: false,
			stdin: 'ignore',
			stripFinalNewline: false,
		});
		return { status: exitCode, out: stdout, err: stderr };
	};
	await git('init', '-q', '-b', 'main');
	await git('add', '-A');
	await git('commit', '-q', '-m', 'Start');
	return {
		home,
		repo,
		git,
		run: (...args) => runFrom(home, args),
		runInside: (...args) => runFrom(repo, args),
		remove: () => rmSync(home, { recursive: true, force: true }),
	};
};

/** In a session on the sample, to the menu of fixes of 2.2, on the safe one. */
export const chooseFormat = async (terminal: TestTerminal): Promise<void> => {
	await terminal.waitFor('/100');
	terminal.press('/', '2', '.', '2', 'enter');
	await terminal.waitFor('▸✗ 2.2');
	terminal.press('f');
	await terminal.waitFor('Format with ruff');
	terminal.press('down', 'down');
	await terminal.waitFor(/▸ Format with ruff/);
};
