import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseFormat, environmentOf, makePlace, program } from './support.ts';
import type { Place } from './support.ts';
import { openTerminal } from './terminal.ts';
import type { TestTerminal } from './terminal.ts';

// The session's engine lives in a process of its own, so that a key never waits for it; it goes when the screens go.

interface Process {
	readonly pid: number;
	readonly parent: number;
	readonly command: string;
}

const listProcesses = async (): Promise<readonly Process[]> => {
	const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid=,stat=,args=']);
	return stdout.split('\n').flatMap(line => {
		const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
		// What has ended and was not asked after yet.
		if (state === undefined || state.startsWith('Z')) return [];
		return [{ pid: Number(pid), parent: Number(parent), command: command ?? '' }];
	});
};

const below = (all: readonly Process[], pid: number): readonly Process[] =>
	all.filter(({ parent }) => parent === pid).flatMap(child => [child, ...below(all, child.pid)]);

const descendants = async (pid: number): Promise<readonly Process[]> => below(await listProcesses(), pid);

/** Every byte below a folder, by path. */
const bytesIn = (folder: string): ReadonlyMap<string, string> =>
	new Map(
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.toSorted()
			.flatMap(name => {
				const file = join(folder, name);
				return statSync(file).isFile()
					? [[name, createHash('sha256').update(readFileSync(file)).digest('hex')] as const]
					: [];
			}),
	);

let place: Place;
beforeEach(async () => {
	place = await makePlace();
});
afterEach(() => {
	place.remove();
});

const open = (): TestTerminal =>
	openTerminal(process.execPath, [program, place.repo], { env: environmentOf(place.home) });

const expectGone = async (processes: readonly Process[]): Promise<void> => {
	await vi.waitFor(
		async () => {
			const known = new Set(processes.map(({ pid }) => pid));
			const left = (await listProcesses()).filter(({ pid }) => known.has(pid));
			expect(left.map(({ command }) => command)).toEqual([]);
		},
		{ timeout: 20_000 },
	);
};

/** Waits for the workbench to have started what parses. */
const whileParsing = async (pid: number): Promise<readonly Process[]> =>
	vi.waitFor(
		async () => {
			const found = await descendants(pid);
			expect(found.some(({ command }) => command.includes('engine-child'))).toBe(true);
			return found;
		},
		{ timeout: 20_000, interval: 10 },
	);

describe('the workbench', () => {
	test('is the only process of the screens, and the parsers are its own', async () => {
		await using terminal = open();
		await terminal.waitFor('/100');
		const all = await descendants(terminal.pid);
		const [bench, ...others] = all.filter(({ parent }) => parent === terminal.pid);
		expect(others).toEqual([]);
		expect(bench?.command).toContain('workbench-child');
		const parsers = all.filter(({ command }) => command.includes('engine-child'));
		expect(parsers.length).toBeGreaterThan(0);
		for (const parser of parsers) expect(parser.parent).toBe(bench?.pid);
		terminal.press('q');
		expect(await terminal.ended()).toBe(0);
		await expectGone(all);
	});

	test('makes a commit and takes it back', async () => {
		const before = await place.git('for-each-ref');
		const bytes = bytesIn(place.repo);
		await using terminal = open();
		await chooseFormat(terminal);
		terminal.press('enter');
		await terminal.waitFor('✓ Committed');
		expect(await place.git('log', '--format=%s', '--branches', '--not', 'main')).toContain(
			'format one file with ruff',
		);
		terminal.press('u');
		await terminal.waitFor('○ Undone');
		const all = await descendants(terminal.pid);
		terminal.press('q');
		expect(await terminal.ended()).toBe(0);
		await expectGone(all);
		expect(await place.git('for-each-ref')).toBe(before);
		// The pack of the commit that was undone stays, as with any commit that nothing names.
		for (const [name, hash] of bytes) expect([name, bytesIn(place.repo).get(name)]).toEqual([name, hash]);
	});

	test.each(['SIGHUP', 'SIGKILL'])('makes a commit whole or not at all under %s', async signal => {
		await using terminal = open();
		await chooseFormat(terminal);
		const all = await descendants(terminal.pid);
		terminal.press('enter');
		terminal.kill(signal);
		await terminal.ended();
		await expectGone(all);
		await place.git('fsck', '--full', '--strict');
		const made = await place.git('log', '--format=%s', '--branches', '--not', 'main');
		expect(made === '' || made.includes('format one file with ruff')).toBe(true);
		expect(await place.git('status', '--porcelain')).toBe('');
	});

	test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGKILL'])(
		'ends with screens that end by %s while it works, and leaves the repository as it was',
		async signal => {
			const before = bytesIn(place.repo);
			await using terminal = open();
			const all = await whileParsing(terminal.pid);
			terminal.kill(signal);
			await terminal.ended();
			await expectGone(all);
			expect(bytesIn(place.repo)).toEqual(before);
			expect(readdirSync(join(place.home, 'state'), { recursive: true })).not.toContainEqual(
				expect.stringMatching(/[/\\](?:locks[/\\].|run-)/),
			);
		},
	);

	test('ends at once with a session that is left while it works', async () => {
		await using terminal = open();
		const all = await whileParsing(terminal.pid);
		terminal.press('ctrl-c');
		expect(await terminal.ended()).toBe(130);
		await expectGone(all);
	});

	/** Ends the workbench's process as the system would where memory runs out. */
	const killBench = async (pid: number): Promise<void> => {
		const all = await descendants(pid);
		const bench = all.find(({ command }) => command.includes('workbench-child'));
		process.kill(bench?.pid ?? Number.NaN, 'SIGKILL');
		await expectGone(all);
	};

	test('that is killed while it audits is told, and started again by r', async () => {
		await using terminal = open();
		await whileParsing(terminal.pid);
		await killBench(terminal.pid);
		await terminal.waitFor("the engine's process ended by itself (SIGKILL)");
		terminal.press('r');
		await terminal.waitFor('/100');
		terminal.press('q');
		expect(await terminal.ended()).toBe(0);
	});

	test('that is killed goes on with the commits that were made', async () => {
		const before = await place.git('for-each-ref');
		await using terminal = open();
		await chooseFormat(terminal);
		terminal.press('enter');
		await terminal.waitFor('✓ Committed');
		await killBench(terminal.pid);
		terminal.press('u');
		await terminal.waitFor('○ Undone');
		expect(await place.git('for-each-ref')).toBe(before);
		terminal.press('U');
		await terminal.waitFor('Back again');
		expect(await place.git('log', '--format=%s', '--branches', '--not', 'main')).toContain(
			'format one file with ruff',
		);
		const all = await descendants(terminal.pid);
		terminal.press('q', 'q');
		await terminal.waitFor('git switch');
		terminal.kill('SIGTERM');
		await terminal.ended();
		await expectGone(all);
	});

	test.each(['commit-tree', 'update-ref'])(
		'that is killed in the middle of a commit, at %s, makes none, and goes on',
		async command => {
			const bytes = bytesIn(place.repo);
			const [tools, mark] = [join(place.home, 'tools'), join(place.home, 'reached')];
			mkdirSync(tools);
			const { stdout: git } = await execa('which', ['git']);
			// The first time it stands still where the commit is made.
			writeFileSync(
				join(tools, 'git'),
				`#!/bin/sh\ncase " $* " in *' ${command} '*) [ -e '${mark}' ] || { : >'${mark}'; sleep 3; } ;; esac\nexec '${git}' "$@"\n`,
				{ mode: 0o755 },
			);
			const env = environmentOf(place.home);
			await using terminal = openTerminal(process.execPath, [program, place.repo], {
				env: { ...env, PATH: `${tools}:${env['PATH'] ?? ''}` },
			});
			const made = async (): Promise<readonly string[]> =>
				(await place.git('log', '--format=%s', '--branches', '--not', 'main')).split('\n').filter(Boolean);
			await chooseFormat(terminal);
			terminal.press('enter');
			await vi.waitFor(() => expect(existsSync(mark)).toBe(true), { timeout: 20_000 });
			await killBench(terminal.pid);
			await terminal.waitFor("the engine's process ended by itself (SIGKILL)");
			await place.git('fsck', '--full', '--strict');
			expect(await made()).toEqual([]);
			terminal.press('r');
			await terminal.waitFor('Audited again');
			terminal.press('f');
			await terminal.waitFor('Format with ruff');
			terminal.press('down', 'down');
			await terminal.waitFor(/▸ Format with ruff/);
			terminal.press('enter');
			await terminal.waitFor('✓ Committed');
			await terminal.waitFor('● 1 fixed');
			expect(await made()).toEqual([expect.stringContaining('format one file with ruff')]);
			for (const [name, hash] of bytes) expect([name, bytesIn(place.repo).get(name)]).toEqual([name, hash]);
			const all = await descendants(terminal.pid);
			terminal.kill('SIGTERM');
			await terminal.ended();
			await expectGone(all);
		},
	);

	test('that cannot open the repository ends, and the reason is told', async () => {
		await using terminal = openTerminal(process.execPath, [program, join(place.home, 'nowhere')], {
			env: environmentOf(place.home),
		});
		expect(await terminal.ended()).toBe(2);
		expect(terminal.screen()).toContain('bp-audit: ');
	});

	test('that cannot commit says so before a key asks for it, with what to do', async () => {
		const { PATH = '', ...rest } = environmentOf(place.home);
		const env = Object.fromEntries(
			Object.entries(rest).filter(([name]) => !/^GIT_(?:AUTHOR|COMMITTER)_/.test(name)),
		);
		await using terminal = openTerminal(process.execPath, [program, place.repo], { env: { PATH, ...env } });
		await terminal.waitFor('/100');
		await terminal.waitFor('git does not know who you are: set `user.name` and');
		expect(terminal.screen().replaceAll(/\s+/g, ' ')).toContain('then start bp-audit again');
	});
});
