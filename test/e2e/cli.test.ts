import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { dist, environmentOf, makePlace, program } from './support.ts';
import type { Place } from './support.ts';

const withoutTimings = (json: string): unknown => ({ ...JSON.parse(json), timings: null });

/** Files that load with an entry, before anything is asked for. */
const staticImports = (file: string, seen: Set<string> = new Set()): ReadonlySet<string> => {
	if (seen.has(file)) return seen;
	seen.add(file);
	const text = readFileSync(join(dist, file), 'utf8');
	for (const [, name] of text.matchAll(/(?:^|[;\n}])import\s*(?:[^'"()]*?from)?\s*"\.\/([^"]+)"/g)) {
		if (name !== undefined) staticImports(name, seen);
	}
	return seen;
};

describe('reading', () => {
	let place: Place;
	beforeAll(async () => {
		place = await makePlace();
	});
	afterAll(() => place.remove());

	test('--version and --help load neither screens nor engine', () => {
		const text = [...staticImports('cli.js')].map(file => readFileSync(join(dist, file), 'utf8')).join('\n');
		expect(text.length).toBeLessThan(80_000);
		expect(/yoga|react\.element|simple-git|ast-grep\/napi/.exec(text)?.[0]).toBeUndefined();
	});

	test('--version says the version of the package', async () => {
		const { version } = JSON.parse(readFileSync(join(dist, '../package.json'), 'utf8'));
		expect(await place.run('--version')).toEqual({ status: 0, out: `bp-audit ${version}\n`, err: '' });
	});

	test('--help goes to standard output', async () => {
		const { status, out, err } = await place.run('fix', '--help');
		expect({ status, err }).toEqual({ status: 0, err: '' });
		expect(out).toContain('--dry-run');
	});

	test('an unknown flag is bad usage, with the nearest known one', async () => {
		const { status, out, err } = await place.run('check', '--fromat', 'json');
		expect({ status, out }).toEqual({ status: 2, out: '' });
		expect(err).toBe('bp-audit: Unknown flag `--fromat` for `bp-audit check`\nDid you mean `--format`?\n');
	});

	test('a folder that is not there is bad usage', async () => {
		const { status, out, err } = await place.run('check', 'nowhere');
		expect({ status, out }).toEqual({ status: 2, out: '' });
		expect(err).toContain('nowhere');
	});

	test('check finds what is wrong with the sample, and says so twice alike', async () => {
		const first = await place.run('check', 'orders', '--format', 'json', '--no-cache');
		const second = await place.run('check', 'orders', '--format', 'json', '--jobs', '1');
		const third = await place.run('check', 'orders', '--format', 'json');
		expect(first.status).toBe(1);
		expect(first.err).toBe('');
		expect(withoutTimings(second.out)).toEqual(withoutTimings(first.out));
		expect(withoutTimings(third.out)).toEqual(withoutTimings(first.out));
		const { schema, summary, repo } = JSON.parse(first.out);
		expect(schema).toBe(1);
		expect(summary.fail).toBeGreaterThan(0);
		expect(summary.error).toBe(0);
		expect(repo).toMatchObject({ dirty: false, projects: [{ path: '.', name: 'orders-service' }] });
	});

	test('a commit has the same findings as the working tree that it is of', async () => {
		const tree = await place.run('check', 'orders', '--format', 'json');
		const commit = await place.run('check', 'orders', '--format', 'json', '--rev', 'HEAD');
		expect(JSON.parse(commit.out).sections).toEqual(JSON.parse(tree.out).sections);
	});

	test('--fail-on never ends with 0, and --only narrows', async () => {
		const { status, out } = await place.run(
			'check',
			'orders',
			'--format',
			'json',
			'--fail-on',
			'never',
			'--only',
			'8.2',
		);
		expect(status).toBe(0);
		expect(JSON.parse(out).sections.map(({ id }: { readonly id: string }) => id)).toEqual(['8']);
	});

	test('an id that names nothing is bad usage', async () => {
		const { status, err } = await place.run('check', 'orders', '--only', '8.22');
		expect(status).toBe(2);
		expect(err).toContain('Did you mean `8.2`?');
	});

	test('reports go to files where asked', async () => {
		const file = join(place.home, 'report.json');
		const { out } = await place.run(
			'check',
			'orders',
			'--format',
			`json=${file}`,
			'--format',
			'text',
			'--quiet',
		);
		expect(out).toMatch(/^orders {2}score \d+\/100/);
		expect(JSON.parse(readFileSync(file, 'utf8')).schema).toBe(1);
	});

	test('without a terminal the session is the report, with a hint', async () => {
		const { status, out, err } = await place.run('orders');
		expect(status).toBe(1);
		expect(out).toMatch(/^orders(?:-service)? {2}score/);
		expect(out).not.toContain('\u001b');
		expect(err).toContain('bp-audit fix --safe orders');
	});

	test('the demo without a terminal is the report on the sample, and leaves nothing behind', async () => {
		const { status, out } = await place.run('demo');
		expect(status).toBe(0);
		expect(out).toMatch(/^orders(?:-service)? {2}score/);
	});

	test('explain and list', async () => {
		const explained = await place.run('explain', '8.2');
		expect(explained).toMatchObject({ status: 0, err: '' });
		expect(explained.out).toContain('What is checked');
		const listed = await place.run('list', '--format', 'json');
		expect(JSON.parse(listed.out).sections).toHaveLength(12);
		const unknown = await place.run('explain', 'safe-deserialisation');
		expect(unknown.status).toBe(2);
		expect(unknown.err).toContain('Did you mean `safe-deserialization`?');
	});

	test('a reader that leaves early is no error', async () => {
		const child = spawn(process.execPath, [program, 'check', 'orders'], {
			cwd: place.home,
			env: environmentOf(place.home),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		child.stdout.destroy();
		let err = '';
		child.stderr.on('data', (chunk: Buffer) => {
			err += chunk.toString();
		});
		await once(child, 'close');
		expect(err).not.toContain('EPIPE');
		expect(err).not.toContain('    at ');
	});
});

describe('configuration', () => {
	let place: Place;
	beforeEach(async () => {
		place = await makePlace();
	});
	afterEach(() => place.remove());

	test('a waiver is shown and an expired one is told', async () => {
		writeFileSync(
			join(place.repo, 'bp-audit.toml'),
			[
				'skip = ["2"]',
				'[[waiver]]',
				'check = "safe-deserialization/pickle"',
				'reason = "only our own files"',
				'[[waiver]]',
				'check = "safe-deserialization/nope"',
				'reason = "x"',
			].join('\n'),
		);
		const { out } = await place.run('check', 'orders', '--format', 'json');
		const { sections } = JSON.parse(out);
		expect(sections[2].practices).toEqual([]);
		expect(sections.at(-1)).toMatchObject({
			id: 'D',
			practices: [
				{
					id: 'decisions',
					status: 'warn',
					checks: [
						{
							findings: [
								{
									path: 'bp-audit.toml',
									line: 5,
									message: expect.stringContaining('`safe-deserialization/nope`'),
								},
							],
						},
					],
				},
			],
		});
	});

	test('an unknown key is bad configuration', async () => {
		writeFileSync(join(place.repo, 'bp-audit.toml'), 'skp = ["2"]\n');
		const { status, err } = await place.run('check', 'orders');
		expect(status).toBe(2);
		expect(err).toBe('bp-audit: bp-audit.toml: unknown key `skp`\nDid you mean `skip`?\n');
	});

	test('--changed-since keeps only findings in files that changed', async () => {
		appendFileSync(join(place.repo, 'src/orders_service/snapshots.py'), '# changed\n');
		const { out } = await place.run('check', 'orders', '--format', 'json', '--changed-since', 'HEAD');
		const paths = JSON.stringify(JSON.parse(out).sections).match(/"path":"[^"]+"/g);
		expect([...new Set(paths)]).toEqual(['"path":"src/orders_service/snapshots.py"']);
	});
});

describe('fixing', () => {
	let place: Place;
	beforeEach(async () => {
		place = await makePlace();
	});
	afterEach(() => place.remove());

	test('a dry run prints diffs that apply, and writes nothing', async () => {
		const { out } = await place.run('fix', 'orders', '--dry-run');
		expect(out.startsWith('diff --git ')).toBe(true);
		expect(await place.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
		writeFileSync(join(place.home, 'fixes.patch'), out);
		await place.git('apply', '--check', join(place.home, 'fixes.patch'));
	});

	test('fixes become commits on a branch, the checkout stays, and undo takes them back', async () => {
		const head = await place.git('rev-parse', 'HEAD');
		const { out } = await place.run('fix', 'orders', '--review', '--format', 'json');
		const { branch, base, commits, score } = JSON.parse(out);
		expect(base).toBe(head);
		expect(commits.length).toBeGreaterThan(0);
		expect(score.after).toBeGreaterThan(score.before);
		expect(await place.git('rev-list', '--count', `main..${branch}`)).toBe(String(commits.length));
		expect(await place.git('status', '--porcelain')).toBe('');
		expect(await place.git('rev-parse', 'HEAD')).toBe(head);

		const again = await place.run('fix', 'orders', '--review', '--format', 'json');
		expect(JSON.parse(again.out).commits).toEqual([]);

		const undone = await place.run('undo', 'orders', '--all');
		expect(undone.out.trim().split('\n')).toHaveLength(commits.length);
		expect(await place.git('for-each-ref', '--format=%(objectname)', 'refs/heads')).toBe(head);
	});

	test('--only names what is fixed', async () => {
		const { out } = await place.run('fix', 'orders', '--only', '8.2', '--format', 'json');
		const fixed = JSON.parse(out).commits.map(({ practice }: { readonly practice: string }) => practice);
		expect(new Set(fixed)).toEqual(new Set(['8.2']));
	});

	test('where nothing can be written the reason is told', async () => {
		const { status, err } = await place.run('fix', '.');
		expect(status).toBe(2);
		expect(err).toContain('Nothing can be fixed here');
		expect(existsSync(join(place.home, '.git'))).toBe(false);
	});
});
