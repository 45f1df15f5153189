import { expect, test } from 'vitest';
import { diffView } from '../../source/ui/views/diff.ts';

const rename = (from: string, to: string, ...rest: readonly string[]) =>
	[
		`diff --git a/${from} b/${to}`,
		'similarity index 100%',
		`rename from ${from}`,
		`rename to ${to}`,
		...rest,
	].join('\n');

const textOf = (diff: string): readonly string[] =>
	diffView({ diff }, 80).lines.map(line => line.map(({ text }) => text).join(''));

test('files that only move are one row for each folder', () => {
	const diff = [
		rename('orders/__init__.py', 'src/orders/__init__.py'),
		rename('orders/deep/a.bin', 'src/orders/deep/a.bin'),
	].join('\n');
	expect(textOf(diff)).toEqual([' src/orders 2 files moved from orders']);
	expect(diffView({ diff: `${diff}\n` }, 80).files.get('src/orders/deep/a.bin')).toBe(0);
});

test('a file that moves and changes shows both', () => {
	const diff = rename(
		'orders/a.py',
		'src/orders/a.py',
		'--- a/orders/a.py',
		'+++ b/src/orders/a.py',
		'@@ -1 +1 @@',
		'-x = 1',
		'+x = 2',
	);
	const rows = textOf(diff);
	expect(rows[0]).toContain('src/orders/a.py moved from orders/a.py');
	expect(rows).toHaveLength(4);
});
