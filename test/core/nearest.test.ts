import { expect, test } from 'vitest';
import { findNearest } from '../../source/core/nearest.ts';

test.each([
	['--fromat', '--format'],
	['--formt', '--format'],
	['http-timeout', 'http-timeouts'],
	['--dry', '--dry-run'],
	['RUFF', 'ruff'],
])('`%s` is near to `%s`', (word, meant) => {
	expect(findNearest(word, ['--format', '--dry-run', '--only', 'ruff', 'http-timeouts'])).toBe(meant);
});

test('what is like nothing has no nearest', () => {
	expect(findNearest('xyzzy', ['format', 'only'])).toBeNull();
});

test('of two the nearer is taken, and of two as near the first', () => {
	expect(findNearest('skip', ['ski', 'skip'])).toBe('skip');
	expect(findNearest('cat', ['bat', 'hat'])).toBe('bat');
});

test('a very long word takes no longer than a long one', () => {
	expect(findNearest('x'.repeat(1_000_000), ['format'])).toBeNull();
});
