import { describe, expect, test } from 'vitest';
import { commits, files, name } from './branch-files.ts';
import { fingerprint } from './fingerprint.ts';
import { change, git, makeRepository, open } from './support.ts';

describe('other hands on the repository', () => {
	test('two sessions at once get branches of their own', async () => {
		const root = makeRepository(files);
		const [one, two] = [await open(root), await open(root)];
		const branches = await Promise.all([
			one.startBranch({ base: 'HEAD' }),
			two.startBranch({ base: 'HEAD' }),
		]);
		expect(branches.map(branch => branch.name).toSorted()).toEqual([name, `${name}-2`]);
		await Promise.all(
			branches.map(branch =>
				branch.commit({ changes: [change('a.py', branch.name)], message: 'fix', record: null }),
			),
		);
		expect(git(root, 'branch', '--list', 'bp-audit/*').split('\n')).toHaveLength(2);
	});

	test('a branch that another session works on cannot be resumed', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		const second = await open(root);
		expect(await second.findBranches()).toMatchObject([{ name, status: 'in use' }]);
		await expect(second.startBranch({ name, base: 'HEAD' })).rejects.toThrow('another session works on');
	});

	test('a branch that the user checked out is not moved', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		git(root, 'switch', '--quiet', name);
		const before = fingerprint(root);
		const commit = branch.commit({ changes: [change('b.py', '2\n')], message: 'two', record: 2 });
		await expect(commit).rejects.toThrow('is checked out');
		await expect(branch.undo()).rejects.toThrow('is checked out');
		expect(fingerprint(root)).toEqual(before);
		git(root, 'switch', '--quiet', 'main');
		expect(await branch.undo()).toMatchObject({ record: 1 });
	});

	test('a branch checked out in a linked worktree is not moved', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		git(root, 'worktree', 'add', '--quiet', '../linked', name);
		await expect(branch.undo()).rejects.toThrow('is checked out');
	});

	test('commits that the user added are never dropped', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		git(root, 'switch', '--quiet', name);
		git(root, 'commit', '--quiet', '--allow-empty', '--message=mine');
		git(root, 'switch', '--quiet', 'main');
		const theirs = git(root, 'rev-parse', name);
		await expect(branch.undo()).rejects.toThrow('was changed outside bp-audit');
		await branch.close();
		const later = await open(root);
		expect(await later.findBranches()).toMatchObject([{ name, status: 'moved' }]);
		await expect(later.startBranch({ name, base: 'HEAD' })).rejects.toThrow('was changed outside bp-audit');
		expect(git(root, 'rev-parse', name)).toBe(theirs);
	});

	test('a branch that the user deleted can be started afresh', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		await branch.close();
		git(root, 'branch', '-D', name);
		const later = await open(root);
		expect(await later.findBranches()).toMatchObject([{ name, status: 'gone' }]);
		const again = await later.startBranch({ name, base: 'HEAD' });
		expect(again.log()).toEqual([]);
		await again.commit({ changes: [change('a.py', '2\n')], message: 'two', record: 2 });
		expect(commits(root)).toEqual(['two']);
	});

	test('names that are taken are passed over', async () => {
		const root = makeRepository(files);
		git(root, 'branch', name);
		expect((await (await open(root)).startBranch({ base: 'HEAD' })).name).toBe(`${name}-2`);
	});

	test('a branch called bp-audit gives another prefix', async () => {
		const root = makeRepository(files);
		git(root, 'branch', 'bp-audit');
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		expect(branch.name).toBe('bp-audit-2026-11-22');
		await branch.commit({ changes: [change('a.py', '2\n')], message: 'two', record: 2 });
		expect(commits(root, 'bp-audit-2026-11-22')).toEqual(['two']);
	});

	test.each([
		['main', 'exists and was not made by bp-audit'],
		['main/fixes', 'there is a branch `main`'],
		['-x', 'is not a branch name'],
		['a..b', 'is not a branch name'],
		['HEAD', 'is not a branch name'],
		['x.lock', 'is not a branch name'],
	])('a branch cannot be called %s', async (wanted, message) => {
		const root = makeRepository(files);
		await expect((await open(root)).startBranch({ name: wanted, base: 'HEAD' })).rejects.toThrow(message);
	});

	test('a ref of ours that points to another branch moves nothing', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		git(root, 'update-ref', 'refs/heads/other', name);
		git(root, 'symbolic-ref', `refs/heads/${name}`, 'refs/heads/other');
		const other = git(root, 'rev-parse', 'other');
		await branch.undo().catch(() => {});
		expect(git(root, 'rev-parse', 'other')).toBe(other);
	});
});
