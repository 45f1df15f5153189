import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, test } from 'vitest';
import { fingerprint } from '../git/fingerprint.ts';
import { makeHostile } from '../git/hostile.ts';
import type { Hostile } from '../git/hostile.ts';
import { git, scratch } from '../git/support.ts';
import { outsideWord, plantFifo, plantHostileTree } from './hostile-tree.ts';
import { environmentOf, program } from './support.ts';

interface Said {
	readonly status: number | undefined;
	readonly out: string;
	readonly err: string;
}

/** Our own colours are the only escapes there may be. */
const colours = new RegExp(String.raw`\u001b\[[\d;]*m`, 'g');
// Beside C0: DEL and C1, and what reorders or hides.
const unclean = new RegExp(
	String.raw`[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]`,
);

const uncleanIn = (text: string): string | null => {
	const bare = text.replace(colours, '');
	const at = bare.search(unclean);
	return at < 0 ? null : JSON.stringify(bare.slice(Math.max(0, at - 60), at + 20));
};

/** Throws on bytes that are no UTF-8. */
const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

const runnerFor = (root: string) => {
	const home = scratch();
	const canary = path.join(home, 'node-canary');
	const preload = path.join(home, 'preload.cjs');
	writeFileSync(
		preload,
		`require('node:fs').appendFileSync(${JSON.stringify(canary)}, process.argv[1] + '\\n');\n`,
	);
	const env = {
		...environmentOf(home),
		// As npx would have it, and worse.
		PATH: [`${root}/node_modules/.bin`, `${root}/bin`, '.', '', process.env['PATH']].join(path.delimiter),
		NODE_OPTIONS: `--require=${preload}`,
		GIT_DIR: '/nonexistent',
		GIT_EXTERNAL_DIFF: `${root}/git`,
		PYTHONSTARTUP: `${root}/conftest.py`,
	};
	return {
		/** Which Node programs loaded what the user's NODE_OPTIONS name. */
		preloaded: (): readonly string[] =>
			existsSync(canary) ? readFileSync(canary, 'utf8').trim().split('\n') : [],
		async run(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Said> {
			const { exitCode, stdout, stderr } = await execa(process.execPath, [program, ...args], {
				cwd: root,
				env: { ...env, ...more },
				extendEnv: false,
				reject: false,
				stdin: 'ignore',
				encoding: 'buffer',
				stripFinalNewline: false,
			});
			return { status: exitCode, out: textOf(stdout), err: textOf(stderr) };
		},
	};
};

const withoutTimings = (json: string): string => json.replace(/"timings": \{[^}]*\}/, '"timings": {}');

describe('a hostile repository', () => {
	let hostile: Hostile;
	beforeEach(() => {
		hostile = makeHostile();
		plantHostileTree(hostile.root, path.join(hostile.root, '..', 'outside'));
		// Its filter does not speak git's language: plain git would stop here.
		const noFilter = ['-c', 'filter.evilprocess.process=', '-c', 'filter.evilprocess.required=false'];
		git(hostile.root, ...noFilter, 'add', '--all', '--force');
		const bare = [...noFilter, '-c', 'commit.gpgSign=false'];
		git(hostile.root, ...bare, 'commit', '--quiet', '--no-verify', '-m', '\u001b]0;owned\u0007');
		writeFileSync(path.join(hostile.root, 'src/b.py'), 'print("changed")\n');
		hostile.fired();
	});

	test(
		'is read in silence, says nothing unclean, stays as it was and gets one report',
		{ timeout: 240_000 },
		async () => {
			const { root, fired } = hostile;
			const { run, preloaded } = runnerFor(root);
			const before = fingerprint(root);
			const first = await run(['check', '--format', 'json', '--jobs', '1', '--no-cache']);
			// Some of its files cannot be read.
			expect(first.status).toBe(3);
			expect(uncleanIn(first.err)).toBeNull();
			expect(uncleanIn(first.out)).toBeNull();
			const report = JSON.parse(first.out);
			expect(report.summary.fail).toBeGreaterThan(0);
			expect(first.out).not.toContain(outsideWord);
			expect(first.out).not.toContain('root:x:0');
			expect(report.skipped).toEqual(
				expect.arrayContaining([
					{ path: 'linked', reason: 'symbolic link' },
					{ path: 'src/passwd.py', reason: 'symbolic link' },
					{ path: 'src/odd-\\xff\\xfe.py', reason: 'undecodable' },
					{ path: 'src/nul.py', reason: 'binary' },
					{ path: 'src/huge.py', reason: 'too large' },
				]),
			);
			for (const [args, env] of [
				[['--jobs', '2', '--no-cache'], { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kolkata' }],
				[['--jobs', '4'], { LANG: 'C', LC_ALL: 'C', TZ: 'America/St_Johns' }],
				[['--jobs', '1'], {}],
			] as const) {
				const again = await run(['check', '--format', 'json', ...args], env);
				expect(withoutTimings(again.out)).toBe(withoutTimings(first.out));
			}
			const text = await run(['check', '.'], { FORCE_COLOR: '1' });
			expect([uncleanIn(text.out), uncleanIn(text.err)]).toEqual([null, null]);
			expect(text.out).toContain('\u001b[');
			expect(text.out).not.toContain(outsideWord);
			expect(preloaded().filter(name => name !== program)).toEqual([]);
			expect(fired()).toEqual([]);
			expect(fingerprint(root)).toEqual(before);
		},
	);

	test('is mended on a branch of its own, and nothing else of it changes', { timeout: 240_000 }, async () => {
		const { root, fired } = hostile;
		const { run, preloaded } = runnerFor(root);
		const before = fingerprint(root);
		const dry = await run(['fix', '--only', 'safe-deserialization', '--dry-run', '--format', 'json']);
		expect([uncleanIn(dry.out), uncleanIn(dry.err)]).toEqual([null, null]);
		expect(JSON.parse(dry.out).commits.length).toBeGreaterThan(0);
		expect(dry.out).not.toContain(outsideWord);
		expect(fingerprint(root)).toEqual(before);
		const mended = await run(['fix', '--only', 'safe-deserialization', '.']);
		expect([uncleanIn(mended.out), uncleanIn(mended.err)]).toEqual([null, null]);
		expect(mended.out).toMatch(/commits? on bp-audit\//);
		expect(fired()).toEqual([]);
		expect(fingerprint(root)).toEqual(before);
		const undone = await run(['undo', '--all']);
		expect([uncleanIn(undone.out), uncleanIn(undone.err)]).toEqual([null, null]);
		expect(undone.out.split('\n').length).toBeGreaterThan(1);
		expect(preloaded().filter(name => name !== program)).toEqual([]);
		expect(fired()).toEqual([]);
		expect(fingerprint(root)).toEqual(before);
	});
});

test('a folder without git is read past its FIFOs and links', { timeout: 120_000 }, async () => {
	const root = path.join(scratch(), 'folder');
	mkdirSync(root);
	plantHostileTree(root, path.join(root, '..', 'outside'));
	for (const name of ['fifo.py', 'setup.cfg', 'src/fifo.toml']) plantFifo(root, name);
	const { run } = runnerFor(root);
	const { status, out, err } = await run(['check', '--format', 'json']);
	expect(status).toBe(3);
	expect([uncleanIn(out), uncleanIn(err)]).toEqual([null, null]);
	expect(out).not.toContain(outsideWord);
	expect(JSON.parse(out).skipped).toEqual(
		expect.arrayContaining([
			{ path: 'fifo.py', reason: 'not a regular file' },
			{ path: 'setup.cfg', reason: 'not a regular file' },
		]),
	);
});

test.each([
	['bp-audit.toml', '[audit\n'],
	['bp-audit.toml', 'skip = ["\\u001b]0;owned\\u0007"]\n'],
	['pyproject.toml', '[tool.bp-audit]\n"\\u001b[2J" = 1\n'],
])('an odd configuration in %s is one clean sentence', async (name, text) => {
	const root = scratch();
	writeFileSync(path.join(root, 'a.py'), 'x = 1\n');
	writeFileSync(path.join(root, name), text);
	const { status, out, err } = await runnerFor(root).run(['check']);
	expect({ status, out }).toEqual({ status: 2, out: '' });
	expect(err).toMatch(/^bp-audit: /);
	expect(uncleanIn(err)).toBeNull();
});
