import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { Pool } from '../../source/engine/pool.ts';
import { createPool } from '../../source/engine/pool.ts';
import type { FileResult, FileTask } from '../../source/engine/protocol.ts';

const open: Pool[] = [];
const poolOf = (child: string, limitMs: number): Pool => {
	const pool = createPool({
		childModule: fileURLToPath(new URL(child, import.meta.url)),
		execArgv: ['--import=tsx'],
		threadLoader: fileURLToPath(new URL('../../scripts/thread.mjs', import.meta.url)),
		jobs: 2,
		limitMs,
		startMs: 3000,
		env: { PATH: process.env['PATH'] ?? '' },
	});
	open.push(pool);
	return pool;
};
afterEach(async () => {
	for (const pool of open.splice(0)) await pool.close();
});

const task = (path: string, text: string, facts: FileTask['jobs'][number]['fact'][]): FileTask => ({
	path,
	bytes: new Uint8Array(Buffer.from(text)),
	jobs: facts.map(fact => ({ fact, options: undefined })),
});
async function* stream(tasks: readonly FileTask[]): AsyncGenerator<FileTask> {
	yield* tasks;
}
const gatherAll = async (
	pool: Pool,
	tasks: readonly FileTask[],
	lanes = 1,
): Promise<Map<string, FileResult>> => {
	const results = new Map<string, FileResult>();
	await pool.gather(stream(tasks), lanes, result => results.set(result.path, result));
	return results;
};

const isAlive = (pid: number): boolean => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

test('every task is answered once, on one child or two', async () => {
	const pool = poolOf('../../source/engine/child.ts', 20_000);
	const tasks = Array.from({ length: 150 }, (_, index) => task(`m${index}.py`, 'import os\n', ['lint']));
	for (const lanes of [1, 2]) expect((await gatherAll(pool, tasks, lanes)).size).toBe(150);
});

test('a file that crashes the parser spoils its own fact and no other file', async () => {
	const pool = poolOf('./fragile-child.ts', 20_000);
	const results = await gatherAll(pool, [
		task('a.py', 'x', ['lint']),
		task('b.py', 'crash modules', ['lint', 'modules']),
		task('c.py', 'x', ['lint']),
	]);
	expect(results.get('b.py')).toEqual({
		path: 'b.py',
		facts: [
			{ fact: 'lint', value: null },
			{ fact: 'modules', value: { ok: false, message: 'the parser crashed', line: 0 }, gaveUp: true },
		],
	});
	expect([...results.keys()].toSorted()).toEqual(['a.py', 'b.py', 'c.py']);
});

test('a file that holds the parser too long is given up', async () => {
	const pool = poolOf('./fragile-child.ts', 1500);
	const results = await gatherAll(pool, [
		task('slow.py', 'hang lint', ['lint']),
		task('a.py', 'x', ['lint']),
	]);
	expect(results.get('slow.py')).toEqual({
		path: 'slow.py',
		facts: [
			{ fact: 'lint', value: { ok: false, message: 'the parser took too long', line: 0 }, gaveUp: true },
		],
	});
	expect(results.has('a.py')).toBe(true);
});

test('a file that holds one thread too long does not spoil the file that another was on', async () => {
	const pool = poolOf('./fragile-child.ts', 1500);
	const tasks = [
		task('slow.py', 'hang lint', ['lint']),
		...Array.from({ length: 120 }, (_, index) => task(`m${index}.py`, 'x', ['lint'])),
	];
	const results = await gatherAll(pool, tasks, 2);
	expect(results.size).toBe(121);
	const spoilt = [...results.values()].filter(result => 'facts' in result && result.facts[0]?.gaveUp);
	expect(spoilt.map(({ path }) => path)).toEqual(['slow.py']);
});

test('a thread that crashes ends its process, and every file is answered', async () => {
	const pool = poolOf('./fragile-child.ts', 20_000);
	const tasks = [
		task('bad.py', 'crash lint', ['lint']),
		...Array.from({ length: 120 }, (_, index) => task(`m${index}.py`, 'x', ['lint'])),
	];
	const results = await gatherAll(pool, tasks, 2);
	expect(results.size).toBe(121);
	expect(results.get('bad.py')).toMatchObject({ facts: [{ value: { message: 'the parser crashed' } }] });
});

test('a question that takes too long does not take the answer of the one beside it', async () => {
	const pool = poolOf('./fragile-child.ts', 1500);
	await gatherAll(pool, [task('a.py', 'x', ['lint'])], 2);
	const ask = (word: string) => pool.ask({ kind: 'verify', files: [], dropsComments: [word] });
	const [slow, quick] = await Promise.all([ask('hang'), ask('fine')]);
	expect(slow).toEqual({ kind: 'failed', message: 'it took too long' });
	expect(quick).toEqual({ kind: 'verified', problem: null });
});

test('a question to a child that dies is answered as failed, and the next one is served', async () => {
	const pool = poolOf('./fragile-child.ts', 20_000);
	const verify = { kind: 'verify', files: [], dropsComments: ['crash'] } as const;
	expect(await pool.ask(verify)).toEqual({ kind: 'failed', message: 'the engine process ended' });
	expect(await pool.ask({ ...verify, dropsComments: [] })).toEqual({ kind: 'verified', problem: null });
});

test('a child that ends while nobody asks is not asked again', async () => {
	const pool = poolOf('./fragile-child.ts', 20_000);
	const verify = { kind: 'verify', files: [] } as const;
	const answered = { kind: 'verified', problem: null };
	const last = await pool.ask({ ...verify, dropsComments: ['then crash'] });
	const child = last.kind === 'verified' ? Number(last.problem?.message) : 0;
	await expect.poll(() => isAlive(child)).toBe(false);
	expect(await pool.ask({ ...verify, dropsComments: [] })).toEqual(answered);
	expect((await gatherAll(pool, [task('a.py', 'x', ['lint'])])).size).toBe(1);
});

test('files that are on their way when a child dies are not forgotten', async () => {
	const pool = poolOf('./fragile-child.ts', 20_000);
	const results = new Map<string, FileResult>();
	const slowly = async function* (): AsyncGenerator<FileTask> {
		yield task('crash.py', 'crash lint', ['lint']);
		// More than one batch, and the second is still being read when the first ends its child.
		for (let index = 0; index < 47; index++) yield task(`a${index}.py`, 'x', ['lint']);
		await new Promise(resolve => setTimeout(resolve, 1500));
		for (let index = 0; index < 60; index++) yield task(`b${index}.py`, 'x', ['lint']);
	};
	await pool.gather(slowly(), 1, result => results.set(result.path, result));
	expect(results.size).toBe(108);
});

test('a child that cannot start is an error with what it said', async () => {
	const pool = poolOf('./no-such-child.ts', 20_000);
	await expect(gatherAll(pool, [task('a.py', '', ['lint'])])).rejects.toThrow('cannot start');
});
