import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, name } from './branch-files.ts';
import { fingerprint } from './fingerprint.ts';
import { change, git, makeRepository, open, put, stateOf } from './support.ts';

describe('crashes', () => {
	const logFile = (root: string): string => {
		const state = path.join(stateOf(root), 'bp-audit');
		const [key] = readdirSync(state);
		return path.join(state, key ?? '', 'branches', `${encodeURIComponent(name)}.json`);
	};

	test('a crash between the ref and the log loses nothing', async () => {
		const root = makeRepository(files);
		const repository = await open(root);
		const branch = await repository.startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		const before = readFileSync(logFile(root), 'utf8');
		await branch.commit({ changes: [change('b.py', '2\n')], message: 'two', record: 2 });
		const { done, undone } = JSON.parse(readFileSync(logFile(root), 'utf8'));
		await branch.close();
		writeFileSync(logFile(root), JSON.stringify({ ...JSON.parse(before), pending: { done, undone } }));
		const again = await (await open(root)).startBranch({ name, base: 'HEAD' });
		expect(again.log().map(({ record }) => record)).toEqual([1, 2]);
	});

	test('a crash before the ref moved leaves the commit out', async () => {
		const root = makeRepository(files);
		const repository = await open(root);
		const branch = await repository.startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		await branch.close();
		const log = JSON.parse(readFileSync(logFile(root), 'utf8'));
		const never = { commit: '1'.repeat(40), record: 2 };
		writeFileSync(
			logFile(root),
			JSON.stringify({ ...log, pending: { done: [...log.done, never], undone: [] } }),
		);
		const again = await (await open(root)).startBranch({ name, base: 'HEAD' });
		expect(again.log().map(({ record }) => record)).toEqual([1]);
	});

	test('what a dead session left in the repository is swept by the next', async () => {
		const root = makeRepository(files);
		const before = fingerprint(root);
		const packs = path.join(root, '.git/objects/pack');
		put(packs, `pack-${'1'.repeat(40)}.keep`, 'bp-audit run-0123456789abcdef\n');
		put(packs, `pack-${'1'.repeat(40)}.pack`, 'half');
		put(packs, 'bp-audit-run-0123456789abcdef-pack', 'half');
		put(packs, `pack-${'2'.repeat(40)}.keep`, 'somebody else\n');
		put(root, `.git/refs/heads/${name}.lock`, '');
		execFileSync('touch', ['-d', '1 minute ago', `${root}/.git/refs/heads/${name}.lock`]);
		const branch = await (await open(root)).startBranch({ name, base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		const left = Object.keys(fingerprint(root)).filter(file => !(file in before));
		expect(left).toEqual([`.git/objects/pack/pack-${'2'.repeat(40)}.keep`]);
	});

	test('a git that cannot take the lock is tried again, and the user is told', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		put(root, `.git/refs/heads/${name}.lock`, '');
		const commit = branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		await expect(commit).rejects.toThrow('File exists');
		expect(branch.log()).toEqual([]);
	});

	test('a damaged log makes the branch unknown, and it is left alone', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		const commit = await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		await branch.close();
		writeFileSync(logFile(root), '{"done":');
		const later = await open(root);
		expect(await later.findBranches()).toEqual([]);
		await expect(later.startBranch({ name, base: 'HEAD' })).rejects.toThrow('was not made by bp-audit here');
		expect((await later.startBranch({ base: 'HEAD' })).name).toBe(`${name}-2`);
		expect(git(root, 'rev-parse', name)).toBe(commit);
	});
});
