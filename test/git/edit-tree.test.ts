import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editTree } from '../../source/git/edit-tree.ts';
import type { ObjectStore, PathChange } from '../../source/git/edit-tree.ts';
import { bytePathOf } from '../../source/git/paths.ts';
import { createRunner } from '../../source/git/run.ts';
import { cleanEnv, git, makeRepository, scratch } from './support.ts';

const files = {
	'a.py': '1',
	'src/a.py': '2',
	'src/b/c.py': '3',
	'src/b.py': '4',
	'src-x/a.py': '5',
	'src.d/z.py': '6',
	'\u00fcn\u00ef/\u00f6.py': '7',
	'deep/1/2/3/4/5.py': '8',
};

const folders = [
	'',
	'src/',
	'src/b/',
	'src-x/',
	'src.d/',
	'\u00fcn\u00ef/',
	'deep/1/2/3/4/',
	'new/',
	'new/er/',
	'src0/',
];
const names = ['a.py', 'b.py', 'c.py', 'z', '\u00f6.py', 'new.toml', 'b', 'src', '5.py'];

const edits = fc.uniqueArray(
	fc.record({
		file: fc
			.tuple(fc.constantFrom(...folders), fc.constantFrom(...names))
			.map(([folder, name]) => folder + name),
		text: fc.option(fc.string(), { nil: null }),
		mode: fc.constantFrom('100644' as const, '100755' as const),
	}),
	{ selector: ({ file }) => file, minLength: 1, maxLength: 6 },
);

const openStore = (root: string, hash: 'sha1' | 'sha256'): ObjectStore => {
	const folder = scratch();
	const runner = createRunner({
		program: '/usr/bin/git',
		searchPath: ['/usr/bin', '/bin'],
		cwd: folder,
		gitDir: path.join(root, '.git'),
		env: {},
	});
	return { runner, hash, scratch: folder };
};

const plainGit = (
	root: string,
	index: string,
	input: string | undefined,
	...args: readonly string[]
): string =>
	execFileSync('git', ['-C', root, ...args], {
		env: { ...cleanEnv, GIT_INDEX_FILE: index },
		stdio: ['pipe', 'pipe', 'ignore'],
		...(input === undefined ? {} : { input }),
	})
		.toString()
		.trim();

/** The tree by git's own index; null where git refuses, because a file would also be a folder. */
const byIndex = (root: string, base: string, changes: ReadonlyMap<string, PathChange>): string | null => {
	const folder = mkdtempSync(path.join(root, '.git/index-'));
	const run = (input: string | undefined, ...args: readonly string[]): string =>
		plainGit(root, path.join(folder, 'index'), input, ...args);
	try {
		run(undefined, 'read-tree', base);
		const none = '0'.repeat(base.length);
		for (const [file, change] of changes) {
			const name = Buffer.from(file, 'latin1').toString();
			if (change === null) run(`0 ${none}\t${name}\0`, 'update-index', '-z', '--index-info');
		}
		for (const [file, change] of changes) {
			if (change === null || !('bytes' in change)) continue;
			const id = run(Buffer.from(change.bytes).toString(), 'hash-object', '-w', '--stdin');
			const name = Buffer.from(file, 'latin1').toString();
			run(undefined, 'update-index', '--add', '--cacheinfo', `${change.mode},${id},${name}`);
		}
		return run(undefined, 'write-tree');
	} catch {
		return null;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

describe('editing a tree', () => {
	test.each(['sha1', 'sha256'] as const)(
		'gives the tree that the index of git gives, with %s',
		async hash => {
			const root = makeRepository(files, `--object-format=${hash}`);
			const store = openStore(root, hash);
			const base = git(root, 'rev-parse', 'HEAD^{tree}');
			const property = fc.asyncProperty(edits, async list => {
				const changes = new Map<string, PathChange>(
					list.map(({ file, text, mode }) => [
						bytePathOf(file),
						text === null ? null : { mode, bytes: Buffer.from(text) },
					]),
				);
				const ours = await editTree(store, base, changes).catch(() => null);
				if (ours !== null) expect(ours).toBe(byIndex(root, base, changes));
			});
			await fc.assert(property, { numRuns: 30, endOnFailure: true });
		},
	);

	test('an edit of nothing is the same tree', async () => {
		const root = makeRepository(files);
		const base = git(root, 'rev-parse', 'HEAD^{tree}');
		expect(await editTree(openStore(root, 'sha1'), base, new Map())).toBe(base);
	});

	test('deleting every file gives the empty tree', async () => {
		const root = makeRepository({ 'a/b.py': 'x' });
		const base = git(root, 'rev-parse', 'HEAD^{tree}');
		const empty = await editTree(openStore(root, 'sha1'), base, new Map([['a/b.py', null]]));
		expect(empty).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
	});

	test('a path cannot become a file and a folder at once', async () => {
		const root = makeRepository(files);
		const base = git(root, 'rev-parse', 'HEAD^{tree}');
		const file = { mode: '100644' as const, bytes: Buffer.from('x') };
		const both = new Map([
			['new', file],
			['new/x.py', file],
		]);
		await expect(editTree(openStore(root, 'sha1'), base, both)).rejects.toThrow('both a file and a folder');
	});

	test('a thousand files are written in one go', async () => {
		const root = makeRepository(files);
		const base = git(root, 'rev-parse', 'HEAD^{tree}');
		const many = new Map(
			Array.from({ length: 1000 }, (_, at) => [
				`many/${at}.py`,
				{ mode: '100644' as const, bytes: Buffer.from(`${at}\n`) },
			]),
		);
		const tree = await editTree(openStore(root, 'sha1'), base, many);
		expect(git(root, 'cat-file', 'blob', `${tree}:many/999.py`)).toBe('999');
	});
});
