import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { files, name } from './branch-files.ts';
import { fingerprint } from './fingerprint.ts';
import { change, git, gitSucceeds, makeRepository, open, put, text } from './support.ts';

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
