import { expect, test } from 'vitest';
import { allowanceOf } from '../../source/engine/allowance.ts';
import type { FileCheck, Request } from '../../source/engine/protocol.ts';

const verify = (...files: readonly FileCheck[]): Request => ({ kind: 'verify', files, dropsComments: [] });
const bytes = (count: number): Uint8Array => new Uint8Array(count);

test('a request that reads much may take longer, in proportion', () => {
	const one: FileCheck = { path: 'a.py', before: bytes(100_000), after: bytes(100_000) };
	expect(allowanceOf(verify(one))).toBe(2000);
	expect(allowanceOf(verify(one, { ...one, path: 'b.py' }))).toBe(4000);
});

test('a file that is new or gone counts once', () => {
	expect(allowanceOf(verify({ path: 'a.py', before: null, after: bytes(100_000) }))).toBe(1000);
});

test('however much it reads, it is not waited for without an end', () => {
	expect(allowanceOf(verify({ path: 'a.py', before: null, after: bytes(64_000_000) }))).toBe(110_000);
});

test('files that are gathered have a limit each', () => {
	const files = [{ path: 'a.py', bytes: bytes(1_000_000), jobs: [] }];
	expect(allowanceOf({ kind: 'gather', files })).toBe(0);
});
