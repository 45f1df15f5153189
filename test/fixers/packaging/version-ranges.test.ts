import { expect, test } from 'vitest';
import {
	pythonMarkerOf,
	pythonSpecifierOf,
	specifierOf,
} from '../../../fixers/packaging/uv-migration/version-ranges.ts';

test.each([
	['^1.2.3', '>=1.2.3,<2'],
	['^0.2.3', '>=0.2.3,<0.3'],
	['^0.0.3', '>=0.0.3,<0.0.4'],
	['^0.0', '>=0.0,<0.1'],
	['^0', '>=0,<1'],
	['^1.2.3.4', '>=1.2.3.4,<2'],
	['^1.0b1', '>=1.0b1,<2'],
	['~1.2.3', '~=1.2.3'],
	['~1.2', '>=1.2,<1.3'],
	['~1', '>=1,<2'],
	['~1.2.3.4', '>=1.2.3.4,<1.3'],
	['1.2.3', '==1.2.3'],
	['=1.2.3', '==1.2.3'],
	['1.*', '==1.*'],
	['1.2.x', '==1.2.*'],
	['!=1.1.*', '!=1.1.*'],
	['*', ''],
	['', ''],
	['^1.0,!=1.1', '>=1.0,<2,!=1.1'],
	['>= 1.0 < 2', '>=1.0,<2'],
	['^7||^8', '>=7,<9'],
	['^8 || ^7', '>=7,<9'],
	['<2 || ^2', '<3'],
	['1.2.* || 1.3.*', '>=1.2,<1.4'],
])('%j is %j', (range, specifier) => {
	expect(specifierOf(range)).toEqual({ ok: true, specifier });
});

test.each(['^1 || ^3', '1.0 || 2.0', 'latest', '>1.*', '^7 || !=8'])('%j is no one specifier', range => {
	expect(specifierOf(range).ok).toBe(false);
});

test('a minor version of Python means all of its releases', () => {
	expect(pythonSpecifierOf('3.13')).toEqual({ ok: true, specifier: '==3.13.*' });
});

test.each([
	['^3.11', "python_version >= '3.11' and python_version < '4'"],
	['3.11', "python_version == '3.11'"],
	['>3.11', "python_full_version > '3.11'"],
	['>=3.11.4', "python_full_version >= '3.11.4'"],
	[
		'~2.7 || ^3.4',
		"python_version >= '2.7' and python_version < '2.8' or python_version >= '3.4' and python_version < '4'",
	],
])('as a marker, %j is %j', (range, specifier) => {
	expect(pythonMarkerOf(range)).toEqual({ ok: true, specifier });
});
