import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Measure } from '../../source/core/measure.ts';
import type { MeasureOptions } from '../../source/tools/measure.ts';
import { comparedWith, runMeasures } from '../../source/tools/measure.ts';

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

const optionsWith = (programs: Readonly<Record<string, string>>, started: string[] = []): MeasureOptions => ({
	async checkOut(commit) {
		const directory = join(home, commit);
		const out = join(home, `${commit}-out`);
		mkdirSync(directory, { recursive: true });
		mkdirSync(out, { recursive: true });
		return {
			directory,
			out,
			readOut: async name => (existsSync(join(out, name)) ? readFileSync(join(out, name), 'utf8') : null),
			remove: () => {
				rmSync(directory, { recursive: true });
				rmSync(out, { recursive: true });
			},
		};
	},
	findProgram: name => programs[name] ?? null,
	env: {
		PATH: '/somewhere',
		HOME: home,
		GITHUB_TOKEN: 'spare me',
		AWS_PROFILE: 'production',
		UV_INDEX_URL: 'x',
	},
	path: '/usr/bin:/bin',
	coverage: 90,
	consent: { given: '--run' },
	onStart: command => started.push(command),
});

const measure = (over: Partial<Measure> = {}): Measure => ({
	id: 'lint',
	item: '11.1',
	project: '.',
	program: 'ruff',
	arguments: ['check', '.'],
	needsEnvironment: false,
	lock: null,
	limitMs: 20_000,
	...over,
});

const tests = measure({
	id: 'tests',
	item: '11.2',
	program: 'pytest',
	arguments: ['-q', '--cov', '--cov-report=xml:{out}/coverage.xml'],
	needsEnvironment: true,
	lock: 'uv.lock',
});

test('uv runs the tool from the lockfile, in the checkout, which is gone afterwards', async () => {
	const uv = program('uv', 'echo "$* in $(pwd)"; echo "Found 2 errors."; exit 1');
	const started: string[] = [];
	const ran = await runMeasures('abc', [measure({ lock: 'uv.lock' })], optionsWith({ uv }, started));
	expect(ran).toEqual([
		{
			item: '11.1',
			id: 'lint',
			project: '.',
			command: 'ruff check .',
			outcome: 'failed',
			said: 'it finds 2 faults',
		},
	]);
	expect(started).toEqual(['ruff check .']);
	expect(existsSync(join(home, 'abc'))).toBe(false);
	expect(existsSync(join(home, 'abc-out'))).toBe(false);
});

test('the measures of a project share one checkout and its environment, and those of another have their own', async () => {
	const uv = program('uv', 'echo "$UV_PROJECT_ENVIRONMENT" >> "$HOME/seen"; echo "1 passed in 1s"');
	const options = optionsWith({ uv });
	let checkouts = 0;
	const counted: MeasureOptions = {
		...options,
		async checkOut(commit) {
			checkouts++;
			const ground = await options.checkOut(`${commit}-${checkouts}`);
			mkdirSync(join(ground.directory, 'api'), { recursive: true });
			return ground;
		},
	};
	const locked = { lock: 'uv.lock' } as const;
	await runMeasures('abc', [measure(locked), tests, measure({ ...locked, project: 'api' })], counted);
	expect(checkouts).toBe(2);
	const [first, second, third] = readFileSync(join(home, 'seen'), 'utf8').trim().split('\n');
	expect(first).toBe(second);
	expect(third).not.toBe(first);
});

test('nothing of the user’s session reaches the program', async () => {
	const uv = program('uv', `env > ${home}/seen; echo "1 passed in 1s"`);
	await runMeasures('abc', [tests], optionsWith({ uv }));
	const seen = readFileSync(join(home, 'seen'), 'utf8');
	expect(seen).not.toMatch(/spare me|production/);
	expect(seen).toMatch(/^AWS_ACCESS_KEY_ID=testing$/m);
	expect(seen).toMatch(/^UV_INDEX_URL=x$/m);
	expect(seen).toMatch(/^PATH=\/usr\/bin:\/bin$/m);
});

test('tests tell how much of the code they run', async () => {
	const uv = program(
		'uv',
		'for word; do case $word in --cov-report=xml:*) echo \'<coverage line-rate="0.5">\' > "${word#*xml:}";; esac; done; echo "1 passed in 1s"',
	);
	const ran = await runMeasures('abc', [tests], optionsWith({ uv }));
	expect(ran.map(({ id, outcome, said }) => [id, outcome, said])).toEqual([
		['tests', 'passed', '1 passed'],
		['coverage', 'failed', 'tests run 50 % of the lines, fewer than 90 %'],
	]);
});

test('what cannot run says why, and is no verdict', async () => {
	const saidBy = async (one: Measure): Promise<unknown> =>
		(await runMeasures('abc', [one], optionsWith({}))).map(({ outcome, said }) => [outcome, said]);
	expect(await saidBy(measure())).toEqual([['not run', '`ruff` is not installed']]);
	expect(await saidBy(tests)).toEqual([['not run', '`uv` is not installed']]);
	expect(await saidBy({ ...tests, lock: null })).toEqual([
		['not run', expect.stringContaining('there is no `uv.lock`')],
	]);
});

test('a program that does not end is ended with what it started, which holds its output open', async () => {
	const ruff = program('ruff', 'sleep 60 & wait');
	const [ran] = await runMeasures('abc', [measure({ limitMs: 500 })], optionsWith({ ruff }));
	expect(ran).toMatchObject({ outcome: 'broken', said: expect.stringContaining('took longer than') });
});

test('a run that is stopped ends with what it started, and no other begins', async () => {
	const started = join(home, 'started');
	const ruff = program('ruff', `echo once >> ${started}; sleep 60 & wait`);
	const controller = new AbortController();
	const begun = performance.now();
	const run = runMeasures('abc', [measure(), measure({ id: 'format' })], {
		...optionsWith({ ruff }),
		onStart: () => setTimeout(() => controller.abort(), 300),
		signal: controller.signal,
	});
	await expect(run).rejects.toThrow('the run was stopped');
	expect(performance.now() - begun).toBeLessThan(20_000);
	expect(readFileSync(started, 'utf8')).toBe('once\n');
});

test('control characters and the place of the checkout are not repeated', async () => {
	const ruff = program('ruff', 'printf "bad \\033]0;title\\007 in $(pwd)/a.py\\n"; exit 2');
	const [ran] = await runMeasures('abc', [measure()], optionsWith({ ruff }));
	expect(ran?.said).not.toContain('\u001b');
	expect(ran?.said).not.toContain(home);
});

test('a run is compared with the same one on another commit', () => {
	const one = {
		item: '11.1',
		id: 'lint',
		project: '.',
		command: 'ruff',
		outcome: 'failed',
		said: '',
	} as const;
	expect(comparedWith([one], [{ ...one, outcome: 'passed' }])[0]?.before).toBe('passed');
	expect(comparedWith([one], [])[0]?.before).toBe('not run');
});
