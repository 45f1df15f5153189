import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { cleanEnv, git, gitSucceeds, makeRepository, put, scratch } from './support.ts';

const ref = 'refs/heads/bp-audit/torture';
const kills = 50;
const session = fileURLToPath(new URL('../../node_modules/.cache/torture-session.mjs', import.meta.url));

beforeAll(async () => {
	// A bundle starts in a third of the time, so that more kills hit the work than the start.
	await build({
		entryPoints: [fileURLToPath(new URL('torture-session.ts', import.meta.url))],
		outfile: session,
		bundle: true,
		platform: 'node',
		format: 'esm',
		packages: 'external',
	});
});

const childrenOf = (pid: number): readonly number[] => {
	try {
		return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
			.trim()
			.split(' ')
			.filter(Boolean)
			.map(Number);
	} catch {
		return [];
	}
};

const isRunning = (pid: number): boolean => {
	try {
		return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false;
	}
};

const kill = (pid: number): void => {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// Ended by itself in this moment.
	}
};

/** `all`: as when the machine goes down. The others: as the kernel picks when memory runs out. */
type Victim = 'all' | 'session' | 'git';

interface Run {
	readonly out: string;
	readonly milliseconds: number;
}

const runSession = (root: string, state: string, victim?: Victim, after = 0): Promise<Run> =>
	new Promise(resolve => {
		const started = Date.now();
		const child = spawn(process.execPath, [session, root, state], {
			env: cleanEnv,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let out = '';
		let orphans: readonly number[] = [];
		child.stdout.on('data', chunk => (out += String(chunk)));
		child.stderr.on('data', chunk => (out += String(chunk)));
		const strike = (): void => {
			const { pid } = child;
			if (pid === undefined) return;
			orphans = childrenOf(pid);
			if (victim !== 'git') kill(pid);
			if (victim !== 'session') for (const each of orphans) kill(each);
		};
		const timer = victim === undefined ? undefined : setTimeout(strike, after);
		const settle = (): void => {
			if (orphans.some(isRunning)) setTimeout(settle, 5);
			else resolve({ out: out.trim(), milliseconds: Date.now() - started });
		};
		child.on('close', () => {
			clearTimeout(timer);
			settle();
		});
	});

const makeBusyRepository = (): string => {
	const files = Array.from({ length: 40 }, (_, at) => [`src/m${at}.py`, `x = ${at}\n`] as const);
	const root = makeRepository(Object.fromEntries(files));
	put(root, 'src/m1.py', 'stashed\n');
	git(root, 'stash');
	put(root, 'src/m2.py', 'staged\n');
	git(root, 'add', 'src/m2.py');
	put(root, 'src/m3.py', 'dirty\n');
	put(root, 'untracked', 'u\n');
	return root;
};

const locksAt = (root: string): readonly string[] =>
	readdirSync(path.join(root, '.git/refs/heads'), { recursive: true })
		.map(String)
		.filter(file => file.endsWith('.lock'));

/** Anything of ours that a finished session may not leave in the repository. */
const litterAt = (root: string): readonly string[] =>
	readdirSync(path.join(root, '.git/objects/pack')).filter(
		file => !/^pack-[0-9a-f]+\.(?:pack|idx)$/.test(file),
	);

const ourLitter = /^\.git\/objects\/pack\/(?:pack-[0-9a-f]+\.keep|bp-audit-run-)/;

/** What a killed session may leave for the next to sweep: its own drafts and holds, nothing of the user's. */
const withoutLitter = (found: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(found).filter(([file]) => !ourLitter.test(file)));

const torture = async (victims: readonly Victim[], seed: number): Promise<void> => {
	const root = makeBusyRepository();
	const state = path.join(scratch(), 'state');
	const undisturbed = await runSession(root, state);
	expect(undisturbed.out).toMatch(/^[0-9a-f]{40}$/);
	const chain = git(root, 'rev-list', `main..${ref}`).split('\n');
	expect(chain).toHaveLength(5);
	git(root, 'update-ref', '-d', ref);
	const before = fingerprint(root);
	for (let at = 0; at < kills; at++) {
		const victim = victims[at % victims.length] ?? 'all';
		// Golden-ratio steps: spread evenly over the session, and the same in every run.
		const moment = ((seed + at) * 0.618_033_988_75) % 1;
		await runSession(root, state, victim, undisturbed.milliseconds * (0.25 + 0.8 * moment));
		expect(withoutLitter(fingerprint(root))).toEqual(before);
		const tip = gitSucceeds(root, 'rev-parse', '--verify', '--quiet', ref)
			? git(root, 'rev-parse', ref)
			: null;
		expect([null, ...chain]).toContain(tip);
		// Every second kill strikes a session that goes on after a kill.
		if (at % 2 === 0) continue;
		const again = await runSession(root, state);
		expect(again.out).toBe(undisturbed.out);
		expect([...locksAt(root), ...litterAt(root)]).toEqual([]);
		expect(fingerprint(root)).toEqual(before);
		git(root, 'update-ref', '-d', ref);
	}
	expect(gitSucceeds(root, 'fsck', '--connectivity-only')).toBe(true);
};

test(
	'a hundred kills at any moment leave nothing but a branch that can be resumed',
	{ timeout: 300_000 },
	async () => {
		await Promise.all([torture(['all', 'session'], 0), torture(['all', 'git', 'session'], 1000)]);
	},
);
