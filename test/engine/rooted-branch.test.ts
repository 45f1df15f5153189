import { expect, test } from 'vitest';
import { memoryTree } from '../../source/core/tree.ts';
import type { FileChange } from '../../source/core/tree.ts';
import { memoryBranch } from '../../source/engine/memory-branch.ts';
import { rootedBranch } from '../../source/engine/rooted-branch.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

test('a branch seen from a folder shows the folder and writes below it', async () => {
	const tree = memoryTree(
		new Map([
			['samples/a.py', bytes('a')],
			['b.py', bytes('b')],
		]),
	);
	const shown: (readonly FileChange[])[] = [];
	const whole = memoryBranch({ commit: 'base', tree, name: 'x' }, async (_tree, changes) => {
		shown.push(changes);
		return 'diff';
	});
	const branch = rootedBranch(whole, 'samples');
	expect([...(await branch.tree()).files.keys()]).toEqual(['a.py']);
	const changes = [{ path: 'new.py', mode: '100644' as const, bytes: bytes('n') }];
	expect(await branch.diff(changes)).toBe('diff');
	await branch.commit({ changes, message: 'm', record: {} });
	expect(shown[0]?.map(({ path }) => path)).toEqual(['samples/new.py']);
	expect([...(await whole.tree()).files.keys()]).toEqual(['b.py', 'samples/a.py', 'samples/new.py']);
	expect([...(await branch.tree()).files.keys()]).toEqual(['a.py', 'new.py']);
});
