import { describe, expect, test } from 'vitest';
import type { FactName } from '../../source/core/facts.ts';
import type { Tree } from '../../source/core/tree.ts';
import { memoryTree, overlay } from '../../source/core/tree.ts';
import type { FileCache } from '../../source/engine/file-cache.ts';
import { loadCache, storeCache } from '../../source/engine/file-cache.ts';
import { gather } from '../../source/engine/gather.ts';
import { gatherers } from '../../source/engine/gatherers.ts';
import { localPool } from './local-pool.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const treeOf = (files: Record<string, string>): Tree =>
	memoryTree(new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)])));

const gathered = async (tree: Tree, wanted: readonly FactName[], cache: FileCache = new Map()) => {
	const extracted: string[] = [];
	const pool = localPool();
	const result = await gather(tree, {
		gatherers,
		wanted: new Set(wanted),
		pool: {
			...pool,
			gather: (tasks, lanes, onResult) =>
				pool.gather(tasks, lanes, found => {
					extracted.push(found.path);
					onResult(found);
				}),
		},
		jobs: 1,
		cache,
		seed: () => ({
			repository: { name: 'r', limits: { moduleLines: 400, coverage: 90, lambdaTimeoutSeconds: 30 } },
		}),
		onProgress: () => {},
	});
	return { ...result, extracted };
};

describe('gather', () => {
	test('a file that does not parse tells where, and the others are read', async () => {
		const { facts } = await gathered(treeOf({ 'a.py': 'print "x"\n', 'b.py': 'import os\n' }), ['modules']);
		expect(facts.modules.get('a.py')).toMatchObject({ ok: false, line: 1 });
		expect(facts.modules.get('b.py')).toMatchObject({ ok: true });
	});
	test('binary, undecodable, templated and large files are listed with their reason', async () => {
		const { skipped } = await gathered(
			treeOf({
				'a.py': 'a\0',
				'b.py': '# coding: cp1252\n',
				'{{cookiecutter.name}}/c.py': 'x\n',
				'd.py': '#'.repeat(1024 * 1024 + 1),
			}),
			['modules'],
		);
		expect(skipped).toEqual([
			{ path: 'a.py', reason: 'binary' },
			{ path: 'b.py', reason: 'undecodable' },
			{ path: 'd.py', reason: 'too large' },
			{ path: '{{cookiecutter.name}}/c.py', reason: 'template' },
		]);
	});
	test('foreign folders and virtual environments under any name are not the repository’s', async () => {
		const { facts } = await gathered(
			treeOf({ 'node_modules/a.py': '', 'my-env/pyvenv.cfg': '', 'my-env/lib/b.py': '', 'c.py': '' }),
			['modules'],
		);
		expect([...facts.modules.keys()]).toEqual(['c.py']);
	});
	test('equal content is not read again, in the same process or from the store', async () => {
		const tree = treeOf({ 'a.py': 'x = 1\n', 'b.py': 'y = 1\n', 'pyproject.toml': 'a = 1\n' });
		const first = await gathered(tree, ['modules', 'lint']);
		expect(first.extracted.toSorted()).toEqual(['a.py', 'b.py', 'pyproject.toml']);
		const stored = loadCache(storeCache(first.cache, 'build'), 'build');
		const again = await gathered(tree, ['modules', 'lint'], stored);
		expect(again.extracted).toEqual([]);
		expect(again.facts).toEqual(first.facts);
	});
	test('only what changed is read again', async () => {
		const tree = treeOf({ 'a.py': 'x = 1\n', 'b.py': 'y = 1\n' });
		const { cache } = await gathered(tree, ['modules']);
		const changed = overlay(tree, [{ path: 'b.py', mode: '100644', bytes: bytes('y = 2\n') }]);
		expect((await gathered(changed, ['modules'], cache)).extracted).toEqual(['b.py']);
	});
	test('a cache of another build, or of no build, is empty', () => {
		expect(loadCache(storeCache(new Map(), 'old'), 'new').size).toBe(0);
		expect(loadCache(bytes('no cache'), 'new').size).toBe(0);
		expect(loadCache(null, 'new').size).toBe(0);
	});
	test('facts come in order of path, whoever was faster', async () => {
		const { facts } = await gathered(treeOf({ 'z.py': '', 'm/a.py': '', 'a.py': '' }), ['modules']);
		expect([...facts.modules.keys()]).toEqual(['a.py', 'm/a.py', 'z.py']);
	});
});
