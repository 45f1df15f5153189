import { expect, test } from 'vitest';
import type { Edit } from '../../source/core/tree.ts';
import { memoryTree } from '../../source/core/tree.ts';
import { realise } from '../../source/engine/realise.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') =>
	new Uint8Array(Buffer.from(text, encoding));
const tree = {
	...memoryTree(
		new Map([
			['a.py', bytes('x = 1\n')],
			['bom.py', bytes('\uFEFFx = 1\r\n')],
			['latin.py', bytes('# coding: latin-1\nname = "caf\xe9"\n', 'latin1')],
			['run.sh', bytes('#!/bin/sh\n')],
			['blob.bin', bytes('a\0b')],
		]),
		new Map([['run.sh', '100755' as const]]),
	),
	skipped: [{ path: 'link.py', reason: 'symbolic link' as const }],
};
const result = async (...edits: Edit[]) =>
	(await realise(tree, edits)).map(({ path, mode, bytes: now }) => [
		path,
		mode,
		now === null ? null : Buffer.from(now).toString('latin1'),
	]);

test('a splice changes only its range, with BOM and line endings kept', async () => {
	expect(
		await result({ kind: 'splice', path: 'bom.py', splices: [{ start: 4, end: 5, text: '2' }] }),
	).toEqual([['bom.py', '100644', '\xef\xbb\xbfx = 2\r\n']]);
});
test('a latin-1 file stays latin-1', async () => {
	expect(
		await result({ kind: 'splice', path: 'latin.py', splices: [{ start: 18, end: 22, text: 'city' }] }),
	).toEqual([['latin.py', '100644', '# coding: latin-1\ncity = "caf\xe9"\n']]);
});
test('a changed file keeps its mode', async () => {
	expect(
		await result({ kind: 'splice', path: 'run.sh', splices: [{ start: 9, end: 9, text: ' -e' }] }),
	).toEqual([['run.sh', '100755', '#!/bin/sh -e\n']]);
});
test('an edit that changes nothing is no change', async () => {
	expect(await result({ kind: 'splice', path: 'a.py', splices: [{ start: 0, end: 1, text: 'x' }] })).toEqual(
		[],
	);
});
test('a move is a deletion and a new file', async () => {
	expect(await result({ kind: 'move', from: 'a.py', to: 'src/a.py' })).toEqual([
		['a.py', '100644', null],
		['src/a.py', '100644', 'x = 1\n'],
	]);
});
test('a moved file says where it came from, and what it held', async () => {
	const [, moved] = await realise(tree, [{ kind: 'move', from: 'a.py', to: 'src/a.py' }]);
	expect(moved).toMatchObject({ from: 'a.py', before: bytes('x = 1\n') });
});
test('a folder moves with all its files, binary ones too, and every mode stays', async () => {
	const folder = memoryTree(
		new Map([
			['pkg/__init__.py', bytes('')],
			['pkg/blob.bin', bytes('a\0b')],
			['pkg/deep/run.sh', bytes('#!/bin/sh\n')],
			['pkg/deep/lfs.bin', bytes('version https://git-lfs.github.com/spec/v1\n')],
			['pkgs/other.py', bytes('x\n')],
		]),
		new Map([['pkg/deep/run.sh', '100755' as const]]),
	);
	const changes = await realise(folder, [{ kind: 'move', from: 'pkg', to: 'src/pkg' }]);
	expect(
		changes.flatMap(({ path, from, mode, bytes: now, before }) =>
			now === null ? [] : [[path, from, mode, Buffer.compare(now, before ?? bytes('?'))]],
		),
	).toEqual([
		['src/pkg/__init__.py', 'pkg/__init__.py', '100644', 0],
		['src/pkg/blob.bin', 'pkg/blob.bin', '100644', 0],
		['src/pkg/deep/lfs.bin', 'pkg/deep/lfs.bin', '100644', 0],
		['src/pkg/deep/run.sh', 'pkg/deep/run.sh', '100755', 0],
	]);
	expect(changes.filter(({ bytes: now }) => now === null)).toHaveLength(4);
});
test('a file is edited before it moves and after', async () => {
	const splice = (path: string, text: string): Edit => ({
		kind: 'splice',
		path,
		splices: [{ start: 0, end: 1, text }],
	});
	const move: Edit = { kind: 'move', from: 'bom.py', to: 'src/bom.py' };
	expect(await result(splice('bom.py', 'y'), move)).toEqual(await result(move, splice('src/bom.py', 'y')));
});
test('a folder with a symbolic link does not move', async () => {
	const linked = {
		...memoryTree(new Map([['pkg/a.py', bytes('')]])),
		skipped: [{ path: 'pkg/link.py', reason: 'symbolic link' as const }],
	};
	await expect(realise(linked, [{ kind: 'move', from: 'pkg', to: 'src/pkg' }])).rejects.toThrow(
		'`pkg/link.py` cannot be moved: symbolic link',
	);
});
test.each([
	['a new file that exists', { kind: 'create', path: 'a.py', text: '' }, 'already exists'],
	['a file that is not there', { kind: 'delete', path: 'nope.py' }, 'does not exist'],
	[
		'a symbolic link',
		{ kind: 'splice', path: 'link.py', splices: [{ start: 0, end: 0, text: 'x' }] },
		'not a file that can be edited',
	],
	[
		'a binary file',
		{ kind: 'splice', path: 'blob.bin', splices: [{ start: 0, end: 0, text: 'x' }] },
		'binary',
	],
	['a path that leaves the repository', { kind: 'create', path: '../x.py', text: '' }, 'not a path inside'],
	['a path into .git', { kind: 'create', path: '.GIT/config', text: '' }, 'not a path inside'],
	['an absolute path', { kind: 'create', path: '/etc/x', text: '' }, 'not a path inside'],
] satisfies [string, Edit, string][])('refuses %s', async (_name, edit, message) => {
	await expect(result(edit)).rejects.toThrow(message);
});
test('a character that latin-1 lacks is refused with a sentence, not a crash', async () => {
	await expect(
		result({ kind: 'splice', path: 'latin.py', splices: [{ start: 0, end: 0, text: '→' }] }),
	).rejects.toThrow('cannot be edited');
});
