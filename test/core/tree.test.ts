import { describe, expect, test } from 'vitest';
import { memoryTree, overlay, subtree } from '../../source/core/tree.ts';
import type { Tree } from '../../source/core/tree.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const readAll = async (tree: Tree, paths = [...tree.files.keys()]): Promise<Record<string, string>> => {
	const texts: Record<string, string> = {};
	for await (const read of tree.read(paths)) {
		texts[read.path] = 'bytes' in read ? Buffer.from(read.bytes).toString() : read.reason;
	}
	return texts;
};
const base = memoryTree(
	new Map([
		['b.py', bytes('b')],
		['a.py', bytes('a')],
	]),
	new Map([['b.py', '100755' as const]]),
);

describe('overlay', () => {
	test('lists paths in order, whatever was added', () => {
		const tree = overlay(base, [{ path: 'aa.py', mode: '100644', bytes: bytes('x') }]);
		expect([...tree.files.keys()]).toEqual(['a.py', 'aa.py', 'b.py']);
	});
	test('reads changed files from the changes and the others from below, in the order asked', async () => {
		const tree = overlay(base, [{ path: 'a.py', mode: '100644', bytes: bytes('new') }]);
		expect(Object.entries(await readAll(tree, ['b.py', 'a.py']))).toEqual([
			['b.py', 'b'],
			['a.py', 'new'],
		]);
	});
	test('a deleted file is gone', async () => {
		const tree = overlay(base, [{ path: 'a.py', mode: '100644', bytes: null }]);
		expect([...tree.files.keys()]).toEqual(['b.py']);
		await expect(readAll(tree, ['a.py'])).rejects.toThrow('no such file in the tree: a.py');
	});
	test('leaves the tree below as it was', async () => {
		overlay(base, [{ path: 'a.py', mode: '100644', bytes: null }]);
		expect(await readAll(base)).toEqual({ 'a.py': 'a', 'b.py': 'b' });
	});
});

test('a file of a memory tree keeps its mode', () => {
	expect(base.files.get('b.py')?.mode).toBe('100755');
});

test('a subtree holds what lies below a folder, with paths that count from there', async () => {
	const tree = {
		...memoryTree(
			new Map([
				['api/a.py', bytes('a')],
				['api-docs/b.py', bytes('b')],
				['c.py', bytes('c')],
			]),
		),
		skipped: [
			{ path: 'api/link', reason: 'symbolic link' as const },
			{ path: 'other', reason: 'binary' as const },
		],
	};
	const below = subtree(tree, 'api');
	expect(await readAll(below)).toEqual({ 'a.py': 'a' });
	expect(below.skipped).toEqual([{ path: 'link', reason: 'symbolic link' }]);
});
