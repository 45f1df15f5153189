import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { isWritable } from '../../source/git/guards.ts';
import { fingerprint } from './fingerprint.ts';
import {
	change,
	contentsOf,
	git,
	gitSucceeds,
	makeRepository,
	open,
	put,
	scratch,
	stateOf,
} from './support.ts';

/** Ways a user may leave a repository; each gets the path of one with a few commits. */
const states: Readonly<Record<string, (root: string) => void>> = {
	'is clean': () => {},
	'is dirty': root => {
		put(root, 'a.py', 'staged\n');
		git(root, 'add', 'a.py');
		put(root, 'a.py', 'dirty\n');
		put(root, 'untracked.py', 'u\n');
	},
	'has a stash': root => {
		put(root, 'a.py', 'stashed\n');
		git(root, 'stash');
	},
	'is detached': root => git(root, 'checkout', '--quiet', '--detach'),
	'is in a merge': root => gitSucceeds(root, 'merge', 'side'),
	'is in a rebase': root => gitSucceeds(root, 'rebase', 'side'),
	'is in a bisect': root => git(root, 'bisect', 'start', 'HEAD', 'HEAD~1'),
	'has packed refs': root => git(root, 'pack-refs', '--all'),
	'is packed': root => git(root, 'gc', '--quiet'),
	'has a locked index': root => put(root, '.git/index.lock', ''),
	'has a locked HEAD': root => put(root, '.git/HEAD.lock', ''),
	'has a split index': root => git(root, 'update-index', '--split-index'),
	'has an index of version 4': root => git(root, 'update-index', '--index-version=4'),
	'is sparse': root => git(root, 'sparse-checkout', 'set', '--cone', 'nothing'),
	'has a sparse index': root => git(root, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'nothing'),
	'has no index': root => execFileSync('rm', [`${root}/.git/index`]),
	'has no reflogs': root => execFileSync('rm', ['-r', `${root}/.git/logs`]),
	'replaces an object': root => git(root, 'replace', 'HEAD', 'HEAD~1'),
	'has a submodule': root => git(root, 'submodule', '--quiet', 'add', makeRepository(), 'lib'),
	'converts line ends': root => git(root, 'config', 'core.autocrlf', 'true'),
	'is shared with a group': root => git(root, 'config', 'core.sharedRepository', 'group'),
};

const withHistory = (...initOptions: readonly string[]): string => {
	const root = makeRepository({ 'a.py': 'one\n', 'src/b.py': 'b\n' }, ...initOptions);
	git(root, 'branch', 'side');
	put(root, 'a.py', 'two\n');
	git(root, 'commit', '--quiet', '--all', '--message=second');
	git(root, 'checkout', '--quiet', 'side');
	put(root, 'a.py', 'three\n');
	git(root, 'commit', '--quiet', '--all', '--message=third');
	git(root, 'checkout', '--quiet', 'main');
	return root;
};

/** A session that must leave everything as it was, and one commit on a branch of ours. */
const fixIn = async (root: string, common = root): Promise<void> => {
	const head = git(root, '--no-replace-objects', 'rev-parse', 'HEAD');
	const before = fingerprint(root);
	const repository = await open(root, { state: stateOf(common) });
	expect(repository.git?.head).toBe(head);
	expect(await contentsOf(await repository.commitTree('HEAD'), ['src/b.py'])).toEqual({ 'src/b.py': 'b\n' });
	await contentsOf(await repository.workingTree());
	await repository.dirtyPaths();
	const branch = await repository.startBranch({ base: 'HEAD' });
	const commit = await branch.commit({ changes: [change('src/b.py', 'c\n')], message: 'fix', record: 1 });
	expect(git(root, '--no-replace-objects', 'rev-parse', `${branch.name}^`)).toBe(head);
	await branch.undo();
	await branch.redo();
	expect(git(root, 'rev-parse', branch.name)).toBe(commit);
	expect(gitSucceeds(root, 'fsck', '--connectivity-only')).toBe(true);
	expect(fingerprint(root)).toEqual(before);
};

describe('a repository that', () => {
	test.each(Object.keys(states))('%s gets a fix and keeps everything', async name => {
		const root = withHistory();
		states[name]?.(root);
		await fixIn(root);
	});

	test('has sha256 names gets a fix and keeps everything', async () => {
		await fixIn(withHistory('--object-format=sha256'));
	});

	test('is a linked worktree gets a fix and keeps everything', async () => {
		const root = withHistory();
		const linked = `${scratch()}/linked`;
		git(root, 'worktree', 'add', '--quiet', linked, 'side');
		const before = fingerprint(root);
		await fixIn(linked, root);
		expect(fingerprint(root)).toEqual(before);
	});

	test('is a submodule gets a fix and keeps everything', async () => {
		const root = makeRepository();
		git(root, 'submodule', '--quiet', 'add', withHistory(), 'lib');
		const before = fingerprint(root);
		await fixIn(`${root}/lib`, root);
		const after = Object.entries(fingerprint(root)).filter(
			([file]) => !file.includes('/bp-audit/') && !file.endsWith('.pack') && !file.endsWith('.idx'),
		);
		expect(Object.fromEntries(after)).toEqual(before);
	});

	test('is shallow gets a fix and keeps everything', async () => {
		const shallow = `${scratch()}/shallow`;
		git('.', 'clone', '--quiet', '--depth=1', `file://${withHistory()}`, shallow);
		await fixIn(shallow);
	});

	test('lacks blobs gets a fix, and never asks for them', async () => {
		const origin = withHistory();
		git(origin, 'config', 'uploadpack.allowFilter', 'true');
		const partial = `${scratch()}/partial`;
		git('.', 'clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${origin}`, partial);
		const repository = await open(partial);
		const tree = await repository.commitTree('HEAD');
		expect(tree.skipped).toEqual([
			{ path: 'a.py', reason: 'not local' },
			{ path: 'src/b.py', reason: 'not local' },
		]);
		const branch = await repository.startBranch({ base: 'HEAD' });
		await branch.commit({ changes: [change('src/b.py', 'c\n')], message: 'fix', record: 1 });
		expect(git(partial, 'diff-tree', '-r', '--name-only', 'HEAD', branch.name)).toBe('src/b.py');
	});
});

describe('what the user is told', () => {
	const bannersOf = async (root: string): Promise<string> => (await open(root)).git?.banners.join(' ') ?? '';

	test.each([
		['is in a merge', 'A merge is in progress'],
		['is in a rebase', 'A rebase is in progress'],
		['is in a bisect', 'A bisect is in progress'],
		['is detached', 'No branch is checked out'],
	])('a repository that %s', async (state, words) => {
		const root = withHistory();
		states[state]?.(root);
		expect(await bannersOf(root)).toContain(words);
	});

	test('nothing about a plain one', async () => {
		expect(await bannersOf(withHistory())).toBe('');
	});

	test('no fixes before the first commit, but the files are read', async () => {
		const root = scratch();
		git(root, 'init', '--quiet', '--initial-branch=main');
		put(root, 'a.py', 'a\n');
		const repository = await open(root, { state: `${scratch()}/state` });
		expect(repository.git).toMatchObject({
			head: null,
			branch: 'main',
			canWrite: { ok: false, reason: 'there is no commit yet' },
		});
		expect([...(await repository.workingTree()).files.keys()]).toEqual(['a.py']);
		expect(await repository.dirtyPaths()).toEqual([]);
		await expect(repository.commitTree('HEAD')).rejects.toThrow('is not a commit');
		await expect(repository.startBranch({ base: 'HEAD' })).rejects.toThrow('there is no commit yet');
	});

	test('an extension that is not known costs git, not the audit', async () => {
		const root = withHistory();
		git(root, 'config', 'core.repositoryFormatVersion', '1');
		git(root, 'config', 'extensions.tomorrow', 'true');
		const repository = await open(root);
		expect(repository.withoutGit).toContain('the git extension `tomorrow`');
		expect([...(await repository.workingTree()).files.keys()]).toEqual(['a.py', 'src/b.py']);
	});

	test('a config that cannot be read costs git, not the audit', async () => {
		const root = withHistory();
		put(root, '.git/config', '[core\n');
		const repository = await open(root);
		expect(repository.withoutGit).toContain('bad config line 1');
		expect((await repository.workingTree()).files.size).toBe(2);
	});

	test('no git on the path costs git, not the audit', async () => {
		const repository = await open(withHistory(), { env: { PATH: '/nonexistent' } });
		expect(repository.withoutGit).toContain('git was not found');
		expect((await repository.workingTree()).files.size).toBe(2);
		await expect(repository.startBranch({ base: 'HEAD' })).rejects.toThrow('git was not found');
	});

	test('a state folder that cannot be made costs the fixes', async () => {
		const root = withHistory();
		put(root, '../file', '');
		const repository = await open(root, { state: `${root}/../file` });
		expect(repository.git?.canWrite).toMatchObject({ ok: false });
		expect((await repository.commitTree('HEAD')).files.size).toBe(2);
	});

	test('a repository that cannot be written counts as such', () => {
		const root = withHistory();
		const place = { root, gitDir: `${root}/.git`, commonDir: `${root}/.git` };
		expect(isWritable(place)).toBe(true);
		expect(isWritable({ ...place, commonDir: '/proc/1' })).toBe(false);
	});

	test('a folder that is not there, or is a file', async () => {
		const root = withHistory();
		await expect(open(`${root}/none`)).rejects.toThrow('there is no folder');
		await expect(open(`${root}/a.py`)).rejects.toThrow('is not a folder');
	});
});
