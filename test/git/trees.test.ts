import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { overlay } from '../../source/core/tree.ts';
import { change, contentsOf, git, makeRepository, open, put, scratch, stateOf } from './support.ts';

describe('the tree of a commit', () => {
	test('holds what the commit holds, not what lies on disk', async () => {
		const root = makeRepository({ 'b.py': 'b\r\n', 'a.py': '\u00e4\n', 'run.sh': '' });
		git(root, 'update-index', '--chmod=+x', 'run.sh');
		git(root, 'commit', '--quiet', '--message=mode');
		put(root, 'b.py', 'dirty\n');
		const repository = await open(root);
		const tree = await repository.commitTree('main');
		expect(tree.commit).toBe(git(root, 'rev-parse', 'main'));
		expect([...tree.files.values()].map(({ path, mode, size }) => [path, mode, size])).toEqual([
			['a.py', '100644', 3],
			['b.py', '100644', 3],
			['run.sh', '100755', 0],
		]);
		expect(tree.files.get('b.py')?.id).toBe(git(root, 'rev-parse', 'main:b.py'));
		expect(await contentsOf(tree)).toEqual({ 'a.py': '\u00c3\u00a4\n', 'b.py': 'b\r\n', 'run.sh': '' });
	});

	test('yields files in the order asked, however big', async () => {
		const big = Buffer.alloc(300_000, 'x');
		const root = makeRepository({ 'a.py': 'a\n', 'big.txt': big, 'c.py': 'c\n' });
		const tree = await (await open(root)).commitTree('HEAD');
		const lengths: [string, number][] = [];
		for await (const file of tree.read(['c.py', 'big.txt', 'a.py'])) {
			lengths.push([file.path, 'bytes' in file ? file.bytes.length : -1]);
		}
		expect(lengths).toEqual([
			['c.py', 2],
			['big.txt', 300_000],
			['a.py', 2],
		]);
	});

	test('can be left in the middle of a read', async () => {
		const root = makeRepository(
			Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`${at}.py`, 'x'.repeat(5000)])),
		);
		const tree = await (await open(root)).commitTree('HEAD');
		for await (const _ of tree.read([...tree.files.keys()])) break;
		expect((await contentsOf(tree, ['7.py']))['7.py']).toHaveLength(5000);
	});

	test('skips a file over the limit without reading it', async () => {
		const root = makeRepository({ 'a.py': 'a\n', 'huge.bin': Buffer.alloc(17 << 20) });
		const tree = await (await open(root)).commitTree('HEAD');
		expect(await contentsOf(tree)).toEqual({ 'a.py': 'a\n', 'huge.bin': '(too large)' });
	});

	test('is ordered by code units, also where git orders by bytes', async () => {
		const root = makeRepository({ '\u{1f600}.py': '', '\uffee.py': '' });
		const tree = await (await open(root)).commitTree('HEAD');
		expect([...tree.files.keys()]).toEqual(['\u{1f600}.py', '\uffee.py']);
	});

	test('lists names that are not UTF-8 as undecodable', async () => {
		const root = makeRepository();
		writeFileSync(Buffer.from(`${root}/caf\u00e9.py`, 'latin1'), 'odd\n');
		git(root, 'add', '--all');
		git(root, 'commit', '--quiet', '--message=odd');
		const repository = await open(root);
		const odd = { path: 'caf\\xe9.py', reason: 'undecodable' };
		expect((await repository.commitTree('HEAD')).skipped).toEqual([odd]);
		expect((await repository.workingTree()).skipped).toEqual([odd]);
	});

	test('can be limited to a folder', async () => {
		const repository = await open(makeRepository({ 'a.py': '', 'src/b.py': '', 'src/c/d.py': '' }));
		expect([...(await repository.commitTree('HEAD', { within: 'src' })).files.keys()]).toEqual([
			'src/b.py',
			'src/c/d.py',
		]);
		expect([...(await repository.workingTree({ within: 'src/c' })).files.keys()]).toEqual(['src/c/d.py']);
		await expect(repository.commitTree('HEAD', { within: 'none' })).rejects.toThrow('no folder `none`');
	});

	test.each(['', '-x', '--all', 'none', 'HEAD:a.py', 'a\nb', '@{upstream}'])('%j is no commit', async rev => {
		const repository = await open(makeRepository());
		await expect(repository.commitTree(rev)).rejects.toThrow('is not a commit');
	});

	test('follows the user to another branch', async () => {
		const root = makeRepository({ 'a.py': '' });
		const repository = await open(root);
		git(root, 'checkout', '--quiet', '-b', 'other');
		put(root, 'b.py', '');
		git(root, 'add', '--all');
		git(root, 'commit', '--quiet', '--message=b');
		git(root, 'gc', '--quiet');
		expect([...(await repository.commitTree('HEAD')).files.keys()]).toEqual(['a.py', 'b.py']);
	});
});

describe('the working tree', () => {
	test('holds tracked files and those that are not ignored', async () => {
		const root = makeRepository({
			'a.py': 'a\n',
			'gone.py': '',
			'.gitignore': '*.log\nenv/\n',
			'src/.gitignore': 'x.py\n',
		});
		put(root, 'kept.log', '');
		git(root, 'add', '--force', 'kept.log');
		for (const file of [
			'new.py',
			'env/lib.py',
			'src/x.py',
			'src/y.py',
			'secret.txt',
			'node_modules/a/b.py',
			'a.log',
		]) {
			put(root, file, 'n\n');
		}
		put(root, '.git/info/exclude', 'secret.txt\n');
		execFileSync('rm', [`${root}/gone.py`]);
		const tree = await (await open(root)).workingTree();
		expect([...tree.files.keys()]).toEqual([
			'.gitignore',
			'a.py',
			'kept.log',
			'new.py',
			'src/.gitignore',
			'src/y.py',
		]);
	});

	test('tracked files count wherever they lie', async () => {
		const root = makeRepository({ 'build/a.py': 'a\n', 'dist/b.py': 'b\n' });
		expect([...(await (await open(root)).workingTree()).files.keys()]).toEqual(['build/a.py', 'dist/b.py']);
	});

	test('a repository inside is not walked', async () => {
		const root = makeRepository({ 'a.py': 'a\n' });
		git(root, 'init', '--quiet', 'inner');
		put(root, 'inner/b.py', 'b\n');
		const tree = await (await open(root)).workingTree();
		expect([...tree.files.keys()]).toEqual(['a.py']);
		expect(tree.skipped).toEqual([{ path: 'inner', reason: 'submodule' }]);
	});

	test('an index that git cannot read costs only the ignore files', async () => {
		const root = makeRepository({ 'a.py': 'a\n' });
		put(root, '.git/index', 'broken');
		expect([...(await (await open(root)).workingTree()).files.keys()]).toEqual(['a.py']);
	});

	test('two listings at once do not disturb each other', async () => {
		const repository = await open(makeRepository());
		const trees = await Promise.all(Array.from({ length: 5 }, () => repository.workingTree()));
		expect(trees.map(tree => tree.files.size)).toEqual([2, 2, 2, 2, 2]);
	});

	test('a state folder inside it is not part of it', async () => {
		const root = makeRepository({ 'a.py': 'a\n' });
		const repository = await open(root, { state: `${root}/.local/state` });
		expect([...(await repository.workingTree()).files.keys()]).toEqual(['a.py']);
	});
});

describe('a folder without git', () => {
	test('holds all files but those that tools made or fetched', async () => {
		const root = scratch();
		for (const file of [
			'a.py',
			'src/b.py',
			'.github/ci.yml',
			'.venv/x.py',
			'src/__pycache__/c.pyc',
			'build/d.py',
		]) {
			put(root, file, 'x\n');
		}
		put(root, 'run.sh', '');
		chmodSync(`${root}/run.sh`, 0o755);
		execFileSync('ln', ['-s', '/', `${root}/everything`]);
		execFileSync('mkfifo', [`${root}/pipe`]);
		const repository = await open(root);
		const tree = await repository.workingTree();
		expect([repository.git, repository.withoutGit]).toEqual([null, null]);
		expect([...tree.files.values()].map(({ path, mode }) => `${mode} ${path}`)).toEqual([
			'100644 .github/ci.yml',
			'100644 a.py',
			'100755 run.sh',
			'100644 src/b.py',
		]);
		expect(tree.skipped).toEqual([
			{ path: 'everything', reason: 'symbolic link' },
			{ path: 'pipe', reason: 'not a regular file' },
		]);
		expect(await contentsOf(tree, ['src/b.py'])).toEqual({ 'src/b.py': 'x\n' });
	});

	test('has no commits, and says so', async () => {
		const repository = await open(scratch());
		await expect(repository.commitTree('HEAD')).rejects.toThrow('not in a git repository');
		expect(await repository.dirtyPaths()).toEqual([]);
		expect(await repository.findBranches()).toEqual([]);
		expect(await repository.identity()).toBeNull();
	});
});

describe('differences', () => {
	test('dirty are the tracked files whose bytes are not those of the commit', async () => {
		const root = makeRepository({
			'same.py': '1\n',
			'edited.py': '1\n',
			'staged.py': '1\n',
			'gone.py': '1\n',
			'back.py': '1\n',
		});
		put(root, 'edited.py', '2\n');
		put(root, 'staged.py', '2\n');
		put(root, 'added.py', '2\n');
		put(root, 'untracked.py', '2\n');
		put(root, 'back.py', '2\n');
		git(root, 'add', 'staged.py', 'added.py', 'back.py');
		put(root, 'back.py', '1\n');
		execFileSync('rm', [`${root}/gone.py`]);
		execFileSync('touch', [`${root}/same.py`]);
		const repository = await open(root);
		expect(await repository.dirtyPaths()).toEqual(['added.py', 'edited.py', 'gone.py', 'staged.py']);
	});

	test('an edit of the same size in the second of the commit is seen', async () => {
		const root = makeRepository({ 'a.py': '1\n' });
		put(root, 'a.py', '2\n');
		execFileSync('touch', ['-r', `${root}/.git/index`, `${root}/a.py`]);
		expect(await (await open(root)).dirtyPaths()).toEqual(['a.py']);
	});

	test('files that a sparse checkout leaves out are not dirty', async () => {
		const root = makeRepository({ 'a.py': '1\n', 'out/b.py': '1\n' });
		git(root, 'sparse-checkout', 'set', '--cone', 'nothing');
		expect(await (await open(root)).dirtyPaths()).toEqual([]);
	});

	test('changes since a revision count from where the branches parted', async () => {
		const root = makeRepository({ 'a.py': '1\n', 'b.py': '1\n' });
		git(root, 'checkout', '--quiet', '-b', 'work');
		put(root, 'b.py', '2\n');
		git(root, 'commit', '--quiet', '--all', '--message=work');
		git(root, 'checkout', '--quiet', 'main');
		put(root, 'a.py', '2\n');
		git(root, 'commit', '--quiet', '--all', '--message=main');
		git(root, 'checkout', '--quiet', 'work');
		put(root, 'new.py', 'n\n');
		const repository = await open(root);
		expect(await repository.changedSince('main')).toEqual(['b.py', 'new.py']);
		expect(await repository.changedSince('main', 'work')).toEqual(['b.py']);
		await expect(repository.changedSince('none')).rejects.toThrow('`none` is not a commit');
	});

	test('a patch can be made on a tree that is nowhere but in memory', async () => {
		const repository = await open(makeRepository({ 'a.py': '1\n' }));
		const tree = overlay(await repository.commitTree('HEAD'), [change('a.py', '2\n')]);
		const patch = await repository.diffOn(tree, [change('a.py', '3\n'), change('n.py', 'n\n')]);
		expect(patch).toContain('-2\n+3\n');
		expect(patch).toContain('new file mode 100644');
	});
});

describe('the identity', () => {
	const nobody = { GIT_AUTHOR_NAME: '', GIT_AUTHOR_EMAIL: '', GIT_CONFIG_GLOBAL: '' };

	test('comes from the configuration of the user, with what it includes for the folder', async () => {
		const root = makeRepository();
		const home = scratch();
		put(
			home,
			'.gitconfig',
			`[user]\n\tname = Global\n\temail = g@example.org\n[includeIf "gitdir:${root}/"]\n\tpath = work\n`,
		);
		put(home, 'work', '[user]\n\temail = work@example.org\n');
		const env = { ...nobody, HOME: home, GIT_CONFIG_GLOBAL: `${home}/.gitconfig` };
		expect(await (await open(root, { env })).identity()).toEqual({
			name: 'Global',
			email: 'work@example.org',
		});
		const elsewhere = makeRepository();
		expect(await (await open(elsewhere, { env })).identity()).toEqual({
			name: 'Global',
			email: 'g@example.org',
		});
	});

	test('is the one of the repository before the one of the user, as with git', async () => {
		const root = makeRepository();
		const home = scratch();
		put(home, '.gitconfig', '[user]\n\tname = Global\n\temail = g@example.org\n');
		git(root, 'config', 'user.email', 'work@example.org');
		const env = { ...nobody, HOME: home, GIT_CONFIG_GLOBAL: `${home}/.gitconfig` };
		const found = { name: 'Global', email: 'work@example.org' };
		expect(await (await open(root, { env })).identity()).toEqual(found);
		expect(await (await open(root, { env: { ...env, GIT_AUTHOR_NAME: 'Env' } })).identity()).toEqual({
			...found,
			name: 'Env',
		});
	});

	test('is the one of a linked worktree where it has its own', async () => {
		const root = makeRepository();
		git(root, 'config', 'user.name', 'Repo');
		git(root, 'config', 'user.email', 'repo@example.org');
		const tree = `${scratch()}/tree`;
		git(root, 'worktree', 'add', '--quiet', tree);
		git(root, 'config', 'extensions.worktreeConfig', 'true');
		git(tree, 'config', '--worktree', 'user.email', 'tree@example.org');
		expect(await (await open(tree, { env: nobody })).identity()).toEqual({
			name: 'Repo',
			email: 'tree@example.org',
		});
		expect(await (await open(root, { env: nobody })).identity()).toMatchObject({ email: 'repo@example.org' });
	});

	test('without one there is no commit, and the user is told what to do', async () => {
		const repository = await open(makeRepository(), { env: { GIT_AUTHOR_NAME: '', GIT_AUTHOR_EMAIL: '' } });
		expect(await repository.identity()).toBeNull();
		const branch = await repository.startBranch({ base: 'HEAD' });
		const commit = branch.commit({ changes: [change('a.py', '2\n')], message: 'fix', record: null });
		await expect(commit).rejects.toMatchObject({ tryThis: expect.stringContaining('user.name') });
	});
});

test('closing leaves nothing running and no folder of this process', async () => {
	const root = makeRepository();
	const repository = await open(root);
	await repository.commitTree('HEAD');
	repository.close();
	expect(execFileSync('find', [stateOf(root), '-name', 'run-*']).toString()).toBe('');
});
