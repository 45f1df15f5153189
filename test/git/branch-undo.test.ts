import { describe, expect, test } from 'vitest';
import { commits, files, name } from './branch-files.ts';
import { change, git, makeRepository, open } from './support.ts';

describe('undo and redo', () => {
	test('undo of everything gives the base back, and redo the very same commits', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		const first = await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: { n: 1 } });
		const second = await branch.commit({
			changes: [change('b.py', '2\n')],
			message: 'two',
			record: { n: 2 },
		});
		expect(await branch.undo()).toEqual({ commit: second, record: { n: 2 } });
		expect(git(root, 'rev-parse', name)).toBe(first);
		expect(await branch.undo()).toEqual({ commit: first, record: { n: 1 } });
		expect(branch.tip()).toBe(branch.base);
		expect(git(root, 'branch', '--list')).toBe('* main');
		expect(await branch.undo()).toBeNull();
		expect((await branch.redo())?.commit).toBe(first);
		expect((await branch.redo())?.commit).toBe(second);
		expect(await branch.redo()).toBeNull();
		expect(git(root, 'rev-parse', name)).toBe(second);
	});

	test('a new commit ends what could be redone', async () => {
		const branch = await (await open(makeRepository(files))).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		await branch.undo();
		await branch.commit({ changes: [change('a.py', '2\n')], message: 'two', record: 2 });
		expect(await branch.redo()).toBeNull();
	});

	test('a later process goes on where the earlier one ended', async () => {
		const root = makeRepository(files);
		const first = await open(root);
		const branch = await first.startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: { n: 1 } });
		await branch.commit({ changes: [change('b.py', '2\n')], message: 'two', record: { n: 2 } });
		await branch.undo();
		await branch.close();
		first.close();
		const later = await open(root);
		expect(await later.findBranches()).toMatchObject([{ name, commits: 1, undone: 1, status: 'ready' }]);
		const again = await later.startBranch({ name, base: 'HEAD' });
		expect(again.log().map(({ record }) => record)).toEqual([{ n: 1 }]);
		expect((await again.redo())?.record).toEqual({ n: 2 });
		expect(commits(root)).toEqual(['two', 'one']);
	});

	test('drop all removes the branch and can be redone', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		const second = await branch.commit({ changes: [change('b.py', '2\n')], message: 'two', record: 2 });
		expect((await branch.dropAll()).map(({ record }) => record)).toEqual([2, 1]);
		expect(git(root, 'branch', '--list')).toBe('* main');
		await branch.redo();
		await branch.redo();
		expect(git(root, 'rev-parse', name)).toBe(second);
	});

	test('drop takes one commit out of the middle', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		const second = await branch.commit({ changes: [change('b.py', '2\n')], message: 'two', record: 2 });
		await branch.commit({
			changes: [change('src/c.py', null), change('src/d.py', '3\n')],
			message: 'three\n\nbody',
			record: 3,
		});
		expect((await branch.drop(second)).record).toBe(2);
		expect(branch.log().map(({ record }) => record)).toEqual([1, 3]);
		expect(commits(root)).toEqual(['three', 'one']);
		expect(git(root, 'ls-tree', '-r', '--name-only', name)).toBe('a.py\nb.py\nsrc/d.py');
		expect(git(root, 'show', `${name}:b.py`)).toBe('y = 2');
		expect(git(root, 'log', '-1', '--format=%B', name)).toBe('three\n\nbody');
	});

	test('a dropped commit is built anew on the tip when it comes back', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		const first = await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		await branch.commit({ changes: [change('b.py', '2\n')], message: 'two', record: 2 });
		await branch.drop(first);
		expect(await branch.show(first)).toMatch(/^diff --git a\/a\.py b\/a\.py/);
		const [before, after] = await branch.sides(first);
		expect(after.files.get('a.py')?.id).not.toBe(before.files.get('a.py')?.id);
		expect(after.files.get('b.py')?.id).toBe(before.files.get('b.py')?.id);
		expect((await branch.redo(first))?.record).toBe(1);
		expect(commits(root)).toEqual(['one', 'two']);
		expect(git(root, 'show', `${name}:a.py`)).toBe('1');
		expect(await branch.redo()).toBeNull();
	});

	test('nothing comes back over a file that changed since', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		const first = await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		const second = await branch.commit({ changes: [change('a.py', '2\n')], message: 'two', record: 2 });
		await branch.undo();
		await branch.undo();
		await expect(branch.redo(second)).rejects.toThrow('`a.py` has changed since');
		await branch.redo(first);
		await branch.redo(second);
		expect(git(root, 'rev-parse', name)).toBe(second);
	});

	test('drop refuses where a later commit touches the same file', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		const first = await branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		const second = await branch.commit({ changes: [change('a.py', '2\n')], message: 'two', record: 2 });
		await expect(branch.drop(first)).rejects.toThrow('a later commit changes `a.py` too');
		expect(git(root, 'rev-parse', name)).toBe(second);
	});
});
