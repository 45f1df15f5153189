import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExecuteOptions } from '../../source/tools/execute.ts';
import { createExecute } from '../../source/tools/execute.ts';

let home = '';
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'bp-audit-test-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const program = (name: string, script: string): string => {
	const path = join(home, name);
	writeFileSync(path, `#!/bin/sh\n${script}\n`);
	chmodSync(path, 0o755);
	return path;
};
const optionsWith = (programs: Readonly<Record<string, string>>, removed: string[] = []): ExecuteOptions => ({
	async makeScratch(files) {
		const directory = join(home, 'scratch');
		for (const { path, bytes } of files) {
			mkdirSync(dirname(join(directory, path)), { recursive: true });
			writeFileSync(join(directory, path), bytes);
		}
		return {
			directory,
			async read(path) {
				try {
					return new Uint8Array(readFileSync(join(directory, path)));
				} catch {
					return null;
				}
			},
			async remove() {
				removed.push(directory);
			},
		};
	},
	findProgram: name => programs[name] ?? null,
	env: { PATH: '/usr/bin:/bin' },
	consent: { given: '--allow-exec' },
});
const files = [
	{ path: 'api/pyproject.toml', mode: '100644' as const, bytes: new Uint8Array(Buffer.from('a = 1\n')) },
];

test('runs in the project’s folder of the scratch copy and brings the named file back', async () => {
	const uv = program('uv', 'cat pyproject.toml > uv.lock; echo other > other.txt');
	const removed: string[] = [];
	const run = await createExecute(optionsWith({ uv }, removed))({
		commands: [['uv', 'lock']],
		files,
		directory: 'api',
		outputs: ['api/uv.lock'],
	});
	expect(run).toEqual({
		outcome: 'done',
		files: new Map([['api/uv.lock', new Uint8Array(Buffer.from('a = 1\n'))]]),
	});
	expect(removed).toHaveLength(1);
});
test('tries the next command when one fails', async () => {
	const uv = program('uv', '[ "$2" = --offline ] && exit 1; echo locked > uv.lock');
	const run = await createExecute(optionsWith({ uv }))({
		commands: [
			['uv', 'lock', '--offline'],
			['uv', 'lock'],
		],
		files,
		directory: 'api',
		outputs: ['api/uv.lock'],
	});
	expect(run.outcome).toBe('done');
});
test('says what the program said last when all fail', async () => {
	const uv = program('uv', 'echo first; echo "no solution" >&2; exit 2');
	const run = await createExecute(optionsWith({ uv }))({
		commands: [['uv', 'lock']],
		files,
		directory: 'api',
		outputs: [],
	});
	expect(run).toEqual({ outcome: 'failed', reason: '`uv lock` failed: no solution' });
});
test('says so when the program is not there', async () => {
	const run = await createExecute(optionsWith({}))({
		commands: [['uv', 'lock']],
		files,
		directory: 'api',
		outputs: [],
	});
	expect(run).toEqual({ outcome: 'failed', reason: '`uv` is not installed' });
});
test('sees only the environment it is given', async () => {
	const uv = program('uv', 'env > uv.lock');
	const run = await createExecute(optionsWith({ uv }))({
		commands: [['uv', 'lock']],
		files,
		directory: 'api',
		outputs: ['api/uv.lock'],
	});
	const text = run.outcome === 'done' ? Buffer.from(run.files.get('api/uv.lock') ?? []).toString() : '';
	expect(text).toContain('PATH=/usr/bin:/bin');
	expect(text).not.toContain('HOME=');
});
