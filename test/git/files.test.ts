import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCache } from '../../source/git/cache.ts';
import { readLog, readLogs, settle, writeLog } from '../../source/git/oplog.ts';
import type { BranchLog } from '../../source/git/oplog.ts';
import { readUserFile, writeUserFile } from '../../source/git/outside.ts';
import { isLocked, lockSession } from '../../source/git/session-lock.ts';
import { put, scratch } from './support.ts';

describe('the cache', () => {
	test('gives back what was written, in a folder for the user alone', async () => {
		const home = scratch();
		const cache = openCache(home, 'a/b');
		expect(await cache.read()).toBeNull();
		await cache.write(Buffer.from('one'));
		await cache.write(Buffer.from('two'));
		expect(Buffer.from((await cache.read()) ?? []).toString()).toBe('two');
		expect(statSync(path.join(home, 'bp-audit')).mode & 0o777).toBe(0o700);
		expect(await openCache(home, 'other').read()).toBeNull();
	});

	test('a damaged file counts as none', async () => {
		const home = scratch();
		const cache = openCache(home, 'k');
		await cache.write(Buffer.from('content'));
		const file = path.join(home, 'bp-audit', 'k');
		const whole = readFileSync(file);
		await fc.assert(
			fc.asyncProperty(fc.nat(whole.length - 1), fc.boolean(), async (at, isCut) => {
				const damaged = Buffer.from(whole);
				damaged[at] = (damaged[at] ?? 0) ^ 1;
				writeFileSync(file, isCut ? whole.subarray(0, at) : damaged);
				expect(await cache.read()).toBeNull();
			}),
			{ numRuns: 50 },
		);
	});

	test('a link, a FIFO or a folder that cannot be made change nothing', async () => {
		const home = scratch();
		const cache = openCache(home, 'k');
		execFileSync('mkdir', [`${home}/bp-audit`]);
		execFileSync('mkfifo', [`${home}/bp-audit/k`]);
		expect(await cache.read()).toBeNull();
		put(home, 'file', '');
		const nowhere = openCache(`${home}/file`, 'k');
		await nowhere.write(Buffer.from('x'));
		expect(await nowhere.read()).toBeNull();
	});
});

describe('files of the user', () => {
	test('are read and written as text', async () => {
		const file = path.join(scratch(), 'report.txt');
		await writeUserFile(file, 'r\u00e9port\n');
		expect(await readUserFile(file)).toBe('r\u00e9port\n');
	});

	test.each([
		['none', 'cannot be read'],
		['.', 'is not a file'],
		['big', 'is larger than 16 MiB'],
		['odd', 'cannot be read'],
	])('%s is an error that the user can mend', async (name, message) => {
		const folder = scratch();
		put(folder, 'big', 'x'.repeat((16 << 20) + 1));
		put(folder, 'odd', Buffer.from([0xff]));
		await expect(readUserFile(path.join(folder, name))).rejects.toThrow(message);
	});

	test('a report that cannot be written is an error that the user can mend', async () => {
		await expect(writeUserFile('/nonexistent/report', '')).rejects.toThrow('cannot be written');
	});
});

const id = (digit: string): string => digit.repeat(40);

describe('the memory of a branch', () => {
	const log: BranchLog = {
		branch: 'bp-audit/x',
		base: id('0'),
		changed: '2026-11-22T12:00:00.000Z',
		done: [{ commit: id('1'), record: { a: [1] } }],
		undone: [],
		pending: { done: [], undone: [{ commit: id('1'), record: { a: [1] } }] },
	};

	test('comes back as it was', () => {
		const state = { path: scratch(), lasting: true };
		writeLog(state, log);
		expect(readLog(state, 'bp-audit/x')).toMatchObject(log);
		expect(readLogs(state)).toHaveLength(1);
		expect(readLog(state, 'other')).toBeNull();
	});

	test('cut off anywhere, it counts as none', () => {
		const state = { path: scratch(), lasting: true };
		writeLog(state, log);
		const file = path.join(state.path, 'branches', 'bp-audit%2Fx.json');
		const whole = readFileSync(file);
		for (let length = 0; length < whole.length; length++) {
			writeFileSync(file, whole.subarray(0, length));
			expect(readLog(state, 'bp-audit/x')).toBeNull();
		}
	});

	test('what was under way happened where the ref says so', () => {
		expect(settle(log, null)).toMatchObject({ done: [], pending: null });
		expect(settle(log, id('1'))).toMatchObject({ done: log.done, pending: null });
		expect(settle(log, id('2'))).toBeNull();
	});
});

describe('the lock of a session', () => {
	const dead = (state: string): void => {
		const { pid } = JSON.parse(
			execFileSync(process.execPath, ['-e', 'console.log(JSON.stringify({ pid: process.pid }))']).toString(),
		);
		const lock = lockSession({ path: state, lasting: true }, 'b');
		const file = path.join(state, 'locks', 'b');
		const own = readFileSync(file, 'utf8');
		lock?.release();
		put(path.join(state, 'locks'), 'b', own.replace(` ${process.pid} `, ` ${pid} `));
	};

	test('is held by one only', () => {
		const state = { path: scratch(), lasting: true };
		const lock = lockSession(state, 'b');
		expect(isLocked(state, 'b')).toBe(true);
		expect(lockSession(state, 'b')).toBeNull();
		expect(isLocked(state, 'c')).toBe(false);
		lock?.release();
		expect(lockSession(state, 'b')).not.toBeNull();
	});

	test('of a dead session is taken over', () => {
		const state = { path: scratch(), lasting: true };
		dead(state.path);
		expect(isLocked(state, 'b')).toBe(false);
		expect(lockSession(state, 'b')).not.toBeNull();
		expect(lockSession(state, 'b')).toBeNull();
	});

	test('of a process number that was used again is taken over', () => {
		const state = { path: scratch(), lasting: true };
		lockSession(state, 'b');
		const file = path.join(state.path, 'locks', 'b');
		writeFileSync(file, readFileSync(file, 'utf8').replace(/ \d+\n$/, ' 1\n'));
		expect(isLocked(state, 'b')).toBe(false);
	});

	test('of another machine is respected', () => {
		const state = { path: scratch(), lasting: true };
		put(path.join(state.path, 'locks'), 'b', 'otherhost 1 1\n');
		expect(lockSession(state, 'b')).toBeNull();
	});
});
