import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { makeHostile } from './hostile.ts';
import {
	change,
	cleanEnv,
	contentsOf,
	git,
	gitSucceeds,
	makeRepository,
	open,
	put,
	scratch,
	stateOf,
} from './support.ts';

describe('a hostile repository', () => {
	test('runs its programs when plain git looks at it', () => {
		const { root, fired } = makeHostile();
		gitSucceeds(root, '-c', 'core.worktree=', 'status');
		gitSucceeds(root, 'log', '-1');
		gitSucceeds(root, 'update-ref', 'refs/heads/x', 'HEAD');
		expect(fired()).toEqual(
			expect.arrayContaining(['core.fsmonitor', 'gpg.program', 'hooks.reference-transaction']),
		);
	});

	test('runs nothing in a whole session, and nothing of it changes', async () => {
		const { root, fired } = makeHostile();
		const before = fingerprint(root);
		const env = { PATH: `${root}/node_modules/.bin:.:bin:${root}/bin:${root}:${cleanEnv.PATH}` };
		const repository = await open(path.join(root, 'src'), { env, state: stateOf(root) });
		expect(repository.root).toBe(root);
		expect(repository.git?.canWrite).toEqual({ ok: true });
		const tree = await repository.commitTree('HEAD');
		expect(await contentsOf(tree)).toMatchObject({ 'src/a.py': 'import os\n', 'src/b.py': 'x = 1\n' });
		const working = await repository.workingTree();
		expect(await contentsOf(working, ['src/a.py', 'new.py'])).toEqual({
			'src/a.py': 'import sys\n',
			'new.py': 'new\n',
		});
		expect(working.files.has('ignored/x.py')).toBe(false);
		expect(await repository.dirtyPaths()).toEqual(['src/a.py']);
		expect(await repository.changedSince('HEAD')).toEqual(['bin/git', 'git', 'new.py', 'src/a.py']);
		await repository.diff([change('src/b.py', 'x = 2\n'), change('src/f.proc', 'q\n')]);
		const branch = await repository.startBranch({ base: 'HEAD' });
		const first = await branch.commit({
			changes: [change('src/b.py', 'x = 2\n')],
			message: 'one',
			record: 1,
		});
		await branch.commit({ changes: [change('src/f.proc', 'q\n')], message: 'two', record: 2 });
		await branch.undo();
		await branch.redo();
		await branch.drop(first);
		await branch.diff([change('src/a.py', 'y = 2\n')]);
		await contentsOf(await branch.tree());
		await branch.dropAll();
		await branch.redo();
		await branch.close();
		await (await open(root, { env })).findBranches();
		expect(fired()).toEqual([]);
		expect(fingerprint(root)).toEqual(before);
	});

	test('asks for no missing object', async () => {
		const { root, fired } = makeHostile();
		const repository = await open(root);
		await expect(repository.commitTree('1'.repeat(40))).rejects.toThrow('is not a commit');
		expect(fired()).toEqual([]);
	});

	test('gives an identity only as data, and none that hides something', async () => {
		const { root, fired } = makeHostile();
		const unknown = { GIT_AUTHOR_NAME: '', GIT_AUTHOR_EMAIL: '' };
		expect(await (await open(root, { env: unknown })).identity()).toBeNull();
		git(root, 'config', 'user.email', 'repo@example.org');
		for (const name of ['Re<po>', 'Re\npo', '\u001b]0;x\u0007', 'a\u202eb', 'x'.repeat(10_000)]) {
			git(root, 'config', 'user.name', name);
			expect(await (await open(root, { env: unknown })).identity()).toBeNull();
		}
		git(root, 'config', 'user.name', 'Repo');
		const found = { name: 'Repo', email: 'repo@example.org' };
		expect(await (await open(root, { env: unknown })).identity()).toEqual(found);
		expect(await (await open(root)).identity()).toEqual({ name: 'Ada', email: 'ada@example.org' });
		expect(fired()).toEqual([]);
	});
});

describe('redirections', () => {
	test.each(['HEAD', 'config'])('a %s that is a FIFO costs git, and nobody waits for it', async name => {
		const root = makeRepository();
		rmSync(path.join(root, '.git', name));
		execFileSync('mkfifo', [path.join(root, '.git', name)]);
		const repository = await open(root);
		expect(repository.withoutGit).toMatch(/^Git is not used: .* is not a file\.$/);
		expect([...(await repository.workingTree()).files.keys()]).toEqual(['a.py', 'src/b.py']);
	});

	test('a bare repository inside the tree is not taken for the repository', async () => {
		const root = makeRepository();
		const aside = scratch();
		git(root, 'init', '--quiet', '--bare', 'docs/api');
		git(`${root}/docs/api`, 'config', 'core.bare', 'false');
		git(`${root}/docs/api`, 'config', 'core.worktree', root);
		git(`${root}/docs/api`, 'config', 'core.fsmonitor', `touch ${aside}/canary; false`);
		gitSucceeds(`${root}/docs/api`, 'status');
		expect(execFileSync('ls', [aside]).toString()).toBe('canary\n');
		execFileSync('rm', [`${aside}/canary`]);
		const repository = await open(`${root}/docs/api`, { state: stateOf(root) });
		await repository.workingTree();
		expect([repository.root, repository.within]).toEqual([root, 'docs/api']);
		expect(execFileSync('ls', [aside]).toString()).toBe('');
	});

	test('a .git file that leads to a repository that does not know it is refused', async () => {
		const elsewhere = makeRepository({ 'secret.py': 's\n' });
		const folder = scratch();
		put(folder, '.git', `gitdir: ${elsewhere}/.git\n`);
		put(folder, 'a.py', 'a\n');
		const repository = await open(folder);
		expect(repository.git).toBeNull();
		expect(repository.withoutGit).toContain('does not point back');
		expect([...(await repository.workingTree()).files.keys()]).toEqual(['a.py']);
	});

	test('a .git that is a symbolic link is refused', async () => {
		const elsewhere = makeRepository({ 'secret.py': 's\n' });
		const folder = scratch();
		execFileSync('ln', ['-s', `${elsewhere}/.git`, `${folder}/.git`]);
		const repository = await open(folder);
		expect(repository.withoutGit).toContain('is a symbolic link');
	});

	test('a commondir that leads elsewhere is refused', async () => {
		const elsewhere = makeRepository({ 'secret.py': 's\n' });
		const root = makeRepository();
		put(root, '.git/commondir', `${elsewhere}/.git\n`);
		expect((await open(root)).withoutGit).toContain('is no worktree of');
	});

	test('core.worktree moves nothing', async () => {
		const root = makeRepository();
		git(root, 'config', 'core.worktree', '/');
		const repository = await open(root);
		expect(repository.root).toBe(root);
		expect([...(await repository.workingTree()).files.keys()]).toEqual(['a.py', 'src/b.py']);
	});

	test('GIT_DIR of a hook that started us leads nowhere', async () => {
		const other = makeRepository({ 'other.py': 'o\n' });
		const root = makeRepository();
		const env = { GIT_DIR: `${other}/.git`, GIT_INDEX_FILE: `${other}/.git/index`, GIT_WORK_TREE: other };
		const repository = await open(root, { env });
		expect([...(await repository.commitTree('HEAD')).files.keys()]).toEqual(['a.py', 'src/b.py']);
		expect([...(await repository.workingTree()).files.keys()]).toEqual(['a.py', 'src/b.py']);
	});

	test.each(['refs/heads/bp-audit', 'logs/refs/heads/bp-audit', 'objects/pack', 'packed-refs'])(
		'nothing is written through a link at .git/%s',
		async place => {
			const root = makeRepository();
			const outside = scratch();
			execFileSync('rm', ['-rf', `${root}/.git/${place}`]);
			const target = place === 'packed-refs' ? `${outside}/packed-refs` : outside;
			execFileSync('ln', ['-s', target, `${root}/.git/${place}`]);
			const repository = await open(root);
			expect(repository.git?.canWrite).toEqual({ ok: false, reason: `\`.git/${place}\` is a symbolic link` });
			await expect(repository.startBranch({ base: 'HEAD' })).rejects.toThrow('no branch can be made');
			expect(execFileSync('ls', ['-A', outside]).toString()).toBe('');
		},
	);

	test('a reflog that is a link to a file of the user is not written', async () => {
		const root = makeRepository();
		const outside = scratch();
		put(outside, 'profile', 'mine\n');
		const branch = await (await open(root)).startBranch({ base: 'HEAD' });
		put(root, '.git/logs/refs/heads/bp-audit/x', '');
		execFileSync('ln', ['-s', `${outside}/profile`, `${root}/.git/logs/refs/heads/${branch.name}`]);
		const commit = branch.commit({ changes: [change('a.py', '1\n')], message: 'one', record: 1 });
		await expect(commit).rejects.toThrow('is a symbolic link');
		expect(execFileSync('cat', [`${outside}/profile`]).toString()).toBe('mine\n');
	});

	test('objects of another store are told of', async () => {
		const other = makeRepository({ 'other.py': 'o\n' });
		const root = makeRepository();
		put(root, '.git/objects/info/alternates', `${other}/.git/objects\n`);
		expect((await open(root)).git?.banners.join()).toContain(`another store: ${other}/.git/objects`);
	});
});

describe('hostile files', () => {
	test('links, FIFOs, devices and huge files in the working tree are not read', async () => {
		const root = makeRepository({ 'ok.py': 'ok\n', 'folder/x.py': 'x\n', 'huge.py': '' });
		const outside = scratch();
		put(outside, 'secret', 'AWS\n');
		put(outside, 'x.py', 'AWS\n');
		execFileSync('ln', ['-s', `${outside}/secret`, `${root}/link.py`]);
		execFileSync('ln', ['-s', '/proc/self/environ', `${root}/env.py`]);
		execFileSync('ln', ['-s', '.', `${root}/loop`]);
		execFileSync('mkfifo', [`${root}/pipe.py`]);
		execFileSync('rm', ['-rf', `${root}/folder`]);
		execFileSync('ln', ['-s', outside, `${root}/folder`]);
		execFileSync('truncate', ['-s', '3G', `${root}/huge.py`]);
		const repository = await open(root);
		const tree = await repository.workingTree();
		expect([...tree.files.keys()]).toEqual(['huge.py', 'ok.py']);
		expect(await contentsOf(tree)).toEqual({ 'huge.py': '(too large)', 'ok.py': 'ok\n' });
		expect(tree.skipped).toEqual([
			{ path: 'env.py', reason: 'symbolic link' },
			{ path: 'folder', reason: 'symbolic link' },
			{ path: 'link.py', reason: 'symbolic link' },
			{ path: 'loop', reason: 'symbolic link' },
		]);
		expect(await repository.dirtyPaths()).toEqual(['folder/x.py', 'huge.py']);
	});

	test('a file swapped for a link after the listing is not followed', async () => {
		const root = makeRepository({ 'a.py': 'a\n', 'folder/x.py': 'x\n' });
		const outside = scratch();
		put(outside, 'x.py', 'secret\n');
		const tree = await (await open(root)).workingTree();
		execFileSync('rm', ['-rf', `${root}/folder`, `${root}/a.py`]);
		execFileSync('ln', ['-s', outside, `${root}/folder`]);
		execFileSync('ln', ['-s', `${outside}/x.py`, `${root}/a.py`]);
		expect(await contentsOf(tree)).toEqual({ 'a.py': '(symbolic link)', 'folder/x.py': '(symbolic link)' });
	});

	test('links and submodules of a commit are listed and not read', async () => {
		const root = makeRepository({ 'a.py': 'a\n' });
		execFileSync('ln', ['-s', '/etc/passwd', `${root}/link.py`]);
		git(root, 'add', '--all');
		git(root, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},lib`);
		git(root, 'commit', '--quiet', '--message=odd');
		const tree = await (await open(root)).commitTree('HEAD');
		expect([...tree.files.keys()]).toEqual(['a.py']);
		expect(tree.skipped).toEqual([
			{ path: 'lib', reason: 'submodule' },
			{ path: 'link.py', reason: 'symbolic link' },
		]);
	});

	test('a tree that unfolds to billions of paths stops at the limit', async () => {
		const root = makeRepository({ 'a.py': 'a\n' });
		const aside = scratch();
		let id = git(root, 'rev-parse', 'HEAD:a.py');
		let [mode, type] = ['100644', 'blob'];
		for (let level = 0; level < 10; level++) {
			const lines = Array.from({ length: 10 }, (_, at) => `${mode} ${type} ${id}\tf${at}\n`).join('');
			writeFileSync(`${aside}/tree`, lines);
			id = execFileSync('git', ['-C', root, 'mktree'], { input: lines, env: cleanEnv }).toString().trim();
			[mode, type] = ['040000', 'tree'];
		}
		git(root, 'update-ref', 'HEAD', git(root, 'commit-tree', '-m', 'bomb', id));
		const repository = await open(root);
		await expect(repository.commitTree('HEAD')).rejects.toThrow('more than 200,000 files');
		const part = await repository.commitTree('HEAD', { within: 'f0/f1/f2/f3/f4/f5/f6' });
		expect(part.files.size).toBe(1000);
		put(root, 'f0/f1/f2/f3/f4/f5/f6/new.py', '');
		const inside = await open(path.join(root, 'f0/f1/f2/f3/f4/f5/f6'), { state: stateOf(root) });
		expect((await inside.commitTree('HEAD')).files.size).toBe(1000);
		const branch = await repository.startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('f0/f1/x.py', 'x\n')], message: 'fix', record: null });
		expect(git(root, 'diff-tree', '-r', '--name-only', 'main', branch.name)).toBe('f0/f1/x.py');
	});
});
