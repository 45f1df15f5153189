import { expect, test } from 'vitest';
import { expandBraces, isExcluded, isPerFile, matchesGlob } from '../../../source/core/ruff/globs.ts';

test.each([
	['*.py', 'src/a.py'],
	['**/a.py', 'a.py'],
	['src/**/a.py', 'src/a.py'],
	['src/**', 'src/x/y.py'],
	['src/?.py', 'src/a.py'],
	['{src,lib}/*.py', 'lib/a.py'],
	['src/[a-c].py', 'src/b.py'],
	['src/[!x].py', 'src/b.py'],
	['a\\*.py', 'a*.py'],
])('%s matches %s, because `*` crosses folders as in ruff', (pattern, path) => {
	expect(matchesGlob(pattern, path)).toBe(true);
});

test.each([
	['src', 'src/a.py'],
	['src/[a-c].py', 'src/d.py'],
	['a?.py', 'a.py'],
	['**/a.py', 'ba.py'],
])('%s does not match %s', (pattern, path) => {
	expect(matchesGlob(pattern, path)).toBe(false);
});

test('a hostile pattern is answered at once', () => {
	expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(2000))).toBe(false);
});

test('braces may be nested', () => {
	expect(expandBraces('{a,b{c,d}}')).toEqual(['a', 'bc', 'bd']);
});

test('a folder is excluded by its name anywhere, or by its path from the base', () => {
	const named = [{ base: 'sub', patterns: ['legacy'] }];
	expect(isExcluded('sub/x/legacy/a.py', named)).toBe(true);
	expect(isExcluded('sub/legacy_not/a.py', named)).toBe(false);
	const placed = [{ base: 'sub', patterns: ['x/legacy'] }];
	expect(isExcluded('sub/x/legacy/a.py', placed)).toBe(true);
	expect(isExcluded('x/legacy/a.py', placed)).toBe(false);
});

test('per-file patterns look at the name or the path, and `!` turns them round', () => {
	expect(isPerFile('tests/unit/test_a.py', '.', 'tests/*')).toBe(true);
	expect(isPerFile('src/__init__.py', '.', '__init__.py')).toBe(true);
	expect(isPerFile('src/a.py', '.', '!src/**.py')).toBe(false);
	expect(isPerFile('docs/a.py', '.', '!src/**.py')).toBe(true);
});
