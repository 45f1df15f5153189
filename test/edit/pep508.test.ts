import { expect, test } from 'vitest';
import { exactVersion, normalSpecifier, normalVersion, readRequirement } from '../../source/edit/pep508.ts';

test.each([
	['httpx', { name: 'httpx', specifier: '', extras: [] }],
	[
		'Foo_Bar.baz [B, a] >= 1.0 , <2 ; python_version < "3.9"',
		{ name: 'foo-bar-baz', specifier: '>= 1.0 , <2', extras: ['a', 'b'], marker: 'python_version < "3.9"' },
	],
	['poetry-core (==2.2.1)', { name: 'poetry-core', specifier: '==2.2.1' }],
	[
		'lib @ git+https://example.test/lib@main ; sys_platform == "linux"',
		{ name: 'lib', url: 'git+https://example.test/lib@main' },
	],
])('%s is read', (text, wanted) => {
	expect(readRequirement(text)).toMatchObject(wanted);
});

test.each(['', '-r base.txt', './folder', 'a b c'])('%j is no requirement', text => {
	expect(readRequirement(text)).toBeNull();
});

test.each([
	['1.0', '1'],
	['v1.0-alpha', '1.0a0'],
	['3.2.0.dev', '3.2.0.dev0'],
	['1.0-1', '1.0.post1'],
	['1.0.rc.1', '1.0RC1'],
	['1.0+ubuntu-1', '1.0+ubuntu.1'],
])('%s is the version %s', (a, b) => {
	expect(normalVersion(a)).toBe(normalVersion(b));
});

test.each([
	['1.0', '1.1'],
	['1.0', '1.0.post1'],
	['1.0a1', '1.0b1'],
	['1!1.0', '1.0'],
])('%s is not the version %s', (a, b) => {
	expect(normalVersion(a)).not.toBe(normalVersion(b));
});

test('the order and the spelling of clauses do not count, zeros of ~= do', () => {
	expect(normalSpecifier('<2.0, >=1')).toBe(normalSpecifier('>=1.0,<2'));
	expect(normalSpecifier('~=1.0')).not.toBe(normalSpecifier('~=1.0.0'));
});

test('only == without a wildcard is exact', () => {
	expect(['==1.2', '== 1.2', '==1.*', '>=1', '==1,<2', '===1.0'].map(exactVersion)).toEqual([
		'1.2',
		'1.2',
		null,
		null,
		null,
		'1.0',
	]);
});
