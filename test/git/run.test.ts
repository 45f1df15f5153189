import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findGit, isNewEnough, trustedFolders } from '../../source/git/program.ts';
import { createRunner } from '../../source/git/run.ts';
import type { Runner } from '../../source/git/run.ts';
import { put, scratch } from './support.ts';

/** A program that stands for git. */
const runnerOf = (script: string): { readonly runner: Runner; readonly folder: string } => {
	const folder = scratch();
	const program = path.join(folder, 'program');
	writeFileSync(program, `#!/bin/sh\n${script}\n`);
	chmodSync(program, 0o755);
	const searchPath = ['/usr/bin', '/bin'];
	return {
		folder,
		runner: createRunner({ program, searchPath, cwd: folder, gitDir: devNull, env: process.env }),
	};
};

/** Whether the process whose number a file holds is there and no zombie. */
const isRunning = (file: string): boolean => {
	try {
		return !/^State:\tZ/m.test(readFileSync(`/proc/${readFileSync(file, 'utf8').trim()}/status`, 'utf8'));
	} catch {
		return false;
	}
};

const drain = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
	let all = '';
	for await (const chunk of chunks) all += Buffer.from(chunk).toString();
	return all;
};

describe('running git', () => {
	test('a git that was killed half way is an error, never half an answer', async () => {
		const { runner } = runnerOf('echo half; kill -9 $$');
		await expect(runner.bytes(['ls-tree'])).rejects.toThrow('`git ls-tree` was ended by SIGKILL');
		await expect(drain(runner.stream(['ls-tree']))).rejects.toThrow('was ended by SIGKILL');
		await expect((await runner.simple()).raw('ls-tree')).rejects.toThrow('ended with a signal');
	});

	test('a code that is not expected is an error with what git said', async () => {
		const { runner } = runnerOf('echo part; echo "fatal: no" >&2; exit 3');
		await expect(runner.bytes(['log'])).rejects.toThrow('`git log` ended with 3: fatal: no');
		await expect(drain(runner.stream(['log']))).rejects.toThrow('ended with 3: fatal: no');
		await expect((await runner.simple()).raw('log')).rejects.toThrow('fatal: no');
		expect(await runner.text(['log'], { okCodes: [3] })).toBe('part');
	});

	test('a reader may take longer than git: only waiting for git has a limit', async () => {
		const { runner } = runnerOf('head -c 2000000 /dev/zero');
		const slow = runnerOf('sleep 0.6').runner;
		let [size, pauses] = [0, 0];
		for await (const chunk of runner.stream(['cat-file'], { timeLimit: 300 })) {
			if (pauses++ === 0) await slow.text(['log']);
			size += chunk.length;
		}
		expect(size).toBe(2_000_000);
		await expect(drain(slow.stream(['log'], { timeLimit: 300 }))).rejects.toThrow('was ended by SIGKILL');
	});

	test('a failure without a word is an error', async () => {
		const { runner } = runnerOf('echo part; exit 1');
		await expect((await runner.simple()).raw('log')).rejects.toThrow('git ended with 1');
	});

	test('a program that is not there is an error', async () => {
		const given = { searchPath: [], cwd: scratch(), gitDir: devNull, env: {} };
		const runner = createRunner({ ...given, program: '/nonexistent/git' });
		await expect(runner.bytes(['version'])).rejects.toThrow('did not start');
	});

	test('a git that hangs is ended with all it started', async () => {
		const { runner, folder } = runnerOf('sleep 60 & echo $! >started; wait');
		await expect(runner.bytes(['log'], { timeLimit: 500 })).rejects.toThrow('was ended by SIGKILL');
		expect(isRunning(path.join(folder, 'started'))).toBe(false);
	});

	test('a git that must finish has no time limit', async () => {
		const { runner } = runnerOf('sleep 0.4; echo done');
		expect(await runner.text(['update-ref'], { timeLimit: 50, mustFinish: true })).toBe('done');
	});

	test('more output than allowed is an error', async () => {
		const { runner } = runnerOf('head -c 100000 /dev/zero');
		await expect(runner.bytes(['log'], { maxBytes: 1000 })).rejects.toThrow('more output than is allowed');
	});

	test('a reader that leaves early ends git', async () => {
		const { runner, folder } = runnerOf('echo $$ >started; trap "" PIPE; while :; do echo line; done');
		for await (const _ of runner.stream(['log'])) break;
		expect(isRunning(path.join(folder, 'started'))).toBe(false);
	});

	test('the environment is built from nothing', async () => {
		process.env['GIT_DIR'] = '/elsewhere';
		process.env['SECRET'] = 'x';
		const { runner } = runnerOf('env');
		const variables = (await runner.text(['log'], { env: { GIT_INDEX_FILE: 'i' } })).split('\n');
		delete process.env['GIT_DIR'];
		delete process.env['SECRET'];
		expect(variables).toContain(`GIT_DIR=${devNull}`);
		expect(variables).toContain('GIT_INDEX_FILE=i');
		expect(variables).toContain('GIT_ALLOW_PROTOCOL=none');
		expect(variables.some(line => line.startsWith('SECRET=') || line.startsWith('HOME='))).toBe(false);
	});

	test('bytes go in and come out as they are', async () => {
		const { runner } = runnerOf('cat');
		const odd = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
		expect(await runner.bytes(['x'], { input: odd })).toEqual(odd);
	});
});

describe('finding git', () => {
	test('a git in the repository, in node_modules/.bin or at a relative place is passed over', () => {
		const root = scratch();
		const other = scratch();
		for (const place of ['bin/git', 'node_modules/.bin/git']) {
			put(root, place, '');
			chmodSync(path.join(root, place), 0o755);
		}
		put(other, 'node_modules/.bin/git', '');
		chmodSync(path.join(other, 'node_modules/.bin/git'), 0o755);
		put(other, 'real/git', '');
		chmodSync(path.join(other, 'real/git'), 0o755);
		const folders = [
			`${root}/bin`,
			'bin',
			'.',
			'',
			`${root}/node_modules/.bin`,
			`${other}/node_modules/.bin`,
		];
		const env = { PATH: [...folders, `${other}/real`].join(path.delimiter) };
		expect(findGit(root, env)).toBe(`${other}/real/git`);
		expect(trustedFolders(root, env)).toEqual([`${other}/real`]);
	});

	test('a link that leads into the repository is passed over', () => {
		const [root, other] = [scratch(), scratch()];
		put(root, 'git', '');
		chmodSync(path.join(root, 'git'), 0o755);
		expect(findGit(path.dirname(root), { PATH: other })).toBeNull();
	});

	test.each([
		['git version 2.30.0', true],
		['git version 2.39.5 (Apple Git-154)', true],
		['git version 3.0.0', true],
		['git version 2.29.9', false],
		['git version 1.9.1', false],
		['', false],
	])('%j is new enough: %s', (version, expected) => {
		expect(isNewEnough(version)).toBe(expected);
	});
});
