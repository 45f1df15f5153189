import { serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import type { FactName } from '../../source/core/facts.ts';
import type { Tree } from '../../source/core/tree.ts';
import { memoryTree, overlay } from '../../source/core/tree.ts';
import type { FileCache } from '../../source/engine/file-cache.ts';
import { loadCache, storeCache } from '../../source/engine/file-cache.ts';
import { gather } from '../../source/engine/gather.ts';
import { gatherers } from '../../source/engine/gatherers.ts';
import type { FactOfFile, FileResult } from '../../source/engine/protocol.ts';
import { localPool } from './local-pool.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const treeOf = (files: Record<string, string>): Tree =>
	memoryTree(new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)])));

const gathered = async (
	tree: Tree,
	wanted: readonly FactName[],
	cache: FileCache = new Map(),
	bend: (result: FileResult) => FileResult = result => result,
) => {
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
					onResult(bend(found));
				}),
		},
		jobs: 1,
		cache,
		seed: () => ({
			repository: {
				name: 'r',
				limits: { moduleLines: 400, coverage: 90, lambdaTimeoutSeconds: 30 },
				today: '2026-11-22',
			},
			history: null,
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
	test('a folder named for cookiecutter is a template, a package of that name and its tests are code', async () => {
		const { facts, skipped } = await gathered(
			treeOf({
				'cookiecutter/__init__.py': '',
				'cookiecutter/replay/dump.py': '',
				'tests/test_cookiecutter.py': '',
				'cookiecutter-orders/hooks/setup.py': '',
			}),
			['modules'],
		);
		expect([...facts.modules.keys()]).toEqual([
			'cookiecutter/__init__.py',
			'cookiecutter/replay/dump.py',
			'tests/test_cookiecutter.py',
		]);
		expect(skipped).toEqual([{ path: 'cookiecutter-orders/hooks/setup.py', reason: 'template' }]);
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
	test('a cache of another shape is dropped as a whole', () => {
		const stored = (cache: unknown) =>
			loadCache(new Uint8Array(serialize({ stamp: 'build', cache })), 'build').size;
		const fact = { key: '1:', value: { ok: true, value: 1 } };
		const fileWith = (entry: unknown) => ({ id: 'a', skipped: null, facts: new Map([['lint', entry]]) });
		expect(stored(new Map([['a.py', fileWith(fact)]]))).toBe(1);
		const odd = [
			null,
			{},
			[],
			new Map([[1, fileWith(fact)]]),
			new Map([['a.py', null]]),
			new Map([['a.py', { id: 'a', skipped: null, facts: {} }]]),
			new Map([['a.py', { id: 1, skipped: null, facts: new Map() }]]),
			new Map([['a.py', { id: 'a', skipped: 1, facts: new Map() }]]),
			new Map([['a.py', fileWith(null)]]),
			new Map([['a.py', fileWith({ key: '1:' })]]),
			new Map([['a.py', fileWith({ key: '1:', value: 'x' })]]),
			new Map([['a.py', fileWith({ key: '1:', value: { ok: false } })]]),
		];
		expect(odd.map(stored)).toEqual(odd.map(() => 0));
	});
	test('what a lost child could not tell is asked again, what it told is not', async () => {
		const tree = treeOf({ 'a.py': 'import os\n' });
		const lost = (facts: FactOfFile[]): FactOfFile[] =>
			facts.map(({ fact }) => ({ fact, value: { ok: false, message: 'lost', line: 0 }, gaveUp: true }));
		const first = await gathered(tree, ['modules', 'lint'], new Map(), found =>
			'facts' in found
				? { ...found, facts: found.facts.flatMap(one => (one.fact === 'lint' ? lost([one]) : [one])) }
				: found,
		);
		expect(first.facts.lint.get('a.py')).toMatchObject({ ok: false });
		const again = await gathered(tree, ['modules', 'lint'], first.cache);
		expect(again.facts.lint.get('a.py')).toMatchObject({ ok: true });
		expect([...(first.cache.get('a.py')?.facts.keys() ?? [])]).toEqual(['modules']);
	});
	test('facts come in order of path, whoever was faster', async () => {
		const { facts } = await gathered(treeOf({ 'z.py': '', 'm/a.py': '', 'a.py': '' }), ['modules']);
		expect([...facts.modules.keys()]).toEqual(['a.py', 'm/a.py', 'z.py']);
	});
});
