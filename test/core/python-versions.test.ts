import { expect, test } from 'vitest';
import { allowedMinors, minorOf } from '../../source/core/python-versions.ts';

test.each([
	['>=3.13', 13, 20],
	['>=3.10,<3.13', 10, 12],
	['>= 3.9, < 4', 9, 20],
	['>3.10', 10, 20],
	['~=3.10', 10, 20],
	['~=3.10.2', 10, 10],
	['==3.13.*', 13, 13],
	['==3.13', 13, 13],
	['<=3.12', 0, 12],
	['^3.13', 13, 20],
	['~3.12', 12, 12],
	['3.12', 12, 12],
	['3.12.*', 12, 12],
	['>=3.8 <3.12', 8, 11],
	['3.11.* || ^3.13', 11, 20],
	['>=3.9,!=3.9.*', 10, 20],
	['>=3.10.4', 10, 20],
	['>=2.7', 0, 20],
	['*', 0, 20],
])('%s allows 3.%d to 3.%d', (specifier, first, last) => {
	const minors = allowedMinors(specifier);
	expect([minors?.[0], minors?.at(-1)]).toEqual([first, last]);
});

test('one excluded release leaves its minor version allowed', () => {
	expect(allowedMinors('>=3.9,!=3.9.1')?.[0]).toBe(9);
});

test('what is no specifier is not understood', () => {
	expect(allowedMinors('three')).toBeNull();
	expect(allowedMinors('>=3.x')).toBeNull();
});

test('only versions of Python 3 have a minor version', () => {
	expect(['3.13', '3.13.2', '2.7', '3', 'pypy3.10'].map(minorOf)).toEqual([13, 13, null, null, null]);
});
