import { expect, test } from 'vitest';
import { stopOf } from '../../source/core/pytest-options.ts';
import { shellWords } from '../../source/core/shell-words.ts';

test.each(['-x', '-qx', '--exitfirst', '--maxfail=1', '--maxfail 2'])('`%s` stops a run early', text => {
	expect(stopOf(shellWords(text))).not.toBe(null);
});

test.each(['-rx', '-rxXs', '--maxfail=0', '-m x', "-k 'a or -x'"])('`%s` does not', text => {
	expect(stopOf(shellWords(text))).toBe(null);
});

test('quotes group words, and a backslash takes the next letter', () => {
	expect(shellWords(`-k "a b" c\\ d ''`)).toEqual(['-k', 'a b', 'c d', '']);
});
