import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { change, git, gitSucceeds, makeRepository, open, put, stateOf, text } from './support.ts';

const files = {
	'a.py': 'x = 1\n',
	'b.py': 'y = 2\n',
	'src/c.py': 'z = 3\n',
};
const name = 'bp-audit/2026-11-22';

const commits = (root: string, branch = name): readonly string[] =>
	git(root, 'log', '--format=%s', `main..${branch}`).split('\n');

describe('commits', () => {
	test('a commit appears on a new branch, and nothing else of the repository changes', async () => {
		const root = makeRepository(files);
		put(root, 'a.py', 'dirty\n');
		const before = fingerprint(root);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		const commit = await branch.commit({
			changes: [change('b.py', 'y = 3\n')],
			message: 'fix: y',
			record: null,
		});
		expect(git(root, 'rev-parse', name)).toBe(commit);
		expect(git(root, 'show', `${name}:b.py`)).toBe('y = 3');
		expect(git(root, 'log', '-1', '--format=%an <%ae> %s', name)).toBe('Ada <ada@example.org> fix: y');
		expect(git(root, 'diff', '--name-only', 'main', name)).toBe('b.py');
		expect(fingerprint(root)).toEqual(before);
		expect(gitSucceeds(root, 'fsck', '--strict')).toBe(true);
	});

	test('a branch that got no commit leaves nothing', async () => {
		const root = makeRepository(files);
		const before = fingerprint(root);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		expect(branch.tip()).toBe(git(root, 'rev-parse', 'HEAD'));
		await branch.close();
		expect(git(root, 'branch', '--list')).toBe('* main');
		expect(fingerprint(root)).toEqual(before);
	});

	test('files are added, deleted, moved and made executable', async () => {
		const root = makeRepository(files);
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({
			changes: [
				{ path: 'bin/run', mode: '100755', bytes: text('#!/bin/sh\n') },
				change('src/c.py', null),
				change('lib/c.py', 'z = 3\n'),
			],
			message: 'move',
			record: null,
		});
		expect(git(root, 'ls-tree', '-r', '--format=%(objectmode) %(path)', name).split('\n')).toEqual([
			'100644 a.py',
			'100644 b.py',
			'100755 bin/run',
			'100644 lib/c.py',
		]);
	});

	test('a folder that moves is shown as renames, binary files and modes too', async () => {
		const blob = Buffer.from([0, 1, 2, 255]);
		const root = makeRepository({ ...files, 'pkg/__init__.py': 'n = 1\n', 'pkg/blob.bin': blob });
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		const changes = [
			change('pkg/__init__.py', null),
			change('pkg/blob.bin', null),
			{ ...change('src/pkg/__init__.py', 'n = 1\n'), from: 'pkg/__init__.py' },
			{ path: 'src/pkg/blob.bin', mode: '100644' as const, bytes: blob, from: 'pkg/blob.bin' },
		];
		const diff = await branch.diff(changes);
		expect(diff.match(/^rename (?:from|to) .*$/gm)).toEqual([
			'rename from pkg/__init__.py',
			'rename to src/pkg/__init__.py',
			'rename from pkg/blob.bin',
			'rename to src/pkg/blob.bin',
		]);
		await branch.commit({ changes, message: 'move', record: null });
		expect(git(root, 'rev-parse', `${name}:src/pkg/blob.bin`)).toBe(
			git(root, 'rev-parse', 'main:pkg/blob.bin'),
		);
	});

	test('modes, line endings and odd bytes of other files stay', async () => {
		const odd = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0xff, 0x00, 0x0c]);
		const root = makeRepository({
			...files,
			'odd.bin': odd,
			'crlf.py': 'a\r\nb\rc\n',
			'.gitattributes': '* text=auto eol=lf\n',
		});
		git(root, 'update-index', '--chmod=+x', 'a.py');
		git(root, 'commit', '--quiet', '--message=mode');
		const before = git(root, 'ls-tree', '-r', 'main');
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('crlf2.py', 'a\r\nb\rc\n')], message: 'add', record: null });
		const after = git(root, 'ls-tree', '-r', name).split('\n');
		expect(after.filter(line => !line.endsWith('crlf2.py')).join('\n')).toBe(before);
		expect(execFileSync('git', ['-C', root, 'cat-file', 'blob', `${name}:crlf2.py`]).toString()).toBe(
			'a\r\nb\rc\n',
		);
	});

	test('paths that are not UTF-8 survive a commit beside them', async () => {
		const root = makeRepository(files);
		writeFileSync(Buffer.from(`${root}/src/caf\u00e9.py`, 'latin1'), 'odd\n');
		git(root, 'add', '--all');
		git(root, 'commit', '--quiet', '--message=odd');
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('src/c.py', 'z = 4\n')], message: 'fix', record: null });
		expect(git(root, 'ls-tree', '-r', '--name-only', name)).toContain('src/caf\\351.py');
	});

	test('a file that has a name which Windows cannot check out is edited like any other', async () => {
		const root = makeRepository({ ...files, 'src/aux.py': 'x = 1\n' });
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('src/aux.py', 'x = 2\n')], message: 'fix', record: null });
		expect(git(root, 'show', `${branch.name}:src/aux.py`)).toBe('x = 2');
	});

	test.each([
		['a link', 'link.toml', 'symbolic link'],
		['a file below a linked folder', 'linked/x.py', 'symbolic link'],
		['a file below a file', 'a.py/x.py', 'is a file'],
		['a folder', 'src', 'is a folder'],
		['a name that Windows cannot check out', 'src/aux.py', 'not a name'],
	])('%s is refused', async (_, file, message) => {
		const root = makeRepository(files);
		execFileSync('ln', ['-s', '../outside', `${root}/link.toml`]);
		execFileSync('ln', ['-s', 'src', `${root}/linked`]);
		git(root, 'add', '--all');
		git(root, 'commit', '--quiet', '--message=links');
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		const commit = branch.commit({ changes: [change(file, 'x\n')], message: 'fix', record: null });
		await expect(commit).rejects.toThrow(message);
		expect(git(root, 'branch', '--list')).toBe('* main');
	});

	test('changes that change nothing are refused', async () => {
		const branch = await (await open(makeRepository(files))).startBranch({ base: 'HEAD' });
		const commit = branch.commit({ changes: [change('a.py', 'x = 1\n')], message: 'fix', record: null });
		await expect(commit).rejects.toThrow('nothing to commit');
	});

	test('a preview is a patch in the format of git and writes nothing', async () => {
		const root = makeRepository(files);
		const before = fingerprint(root);
		const repository = await open(root);
		const patch = await repository.diff([change('a.py', 'x = 2\n')]);
		expect(patch).toMatch(/^diff --git a\/a\.py b\/a\.py\n/);
		expect(patch).toContain('-x = 1\n+x = 2\n');
		const branch = await repository.startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('a.py', 'x = 2\n')], message: 'fix', record: null });
		expect(await branch.diff([change('a.py', 'x = 3\n')])).toContain('-x = 2\n+x = 3\n');
		expect(fingerprint(root)).toEqual(before);
	});
});

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
