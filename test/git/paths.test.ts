import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	bytePathOf,
	escapedPathOf,
	parentsOf,
	refuseUnportablePath,
	refuseUnsafePath,
	textPathOf,
} from '../../source/git/paths.ts';
import { gitSucceeds, makeRepository } from './support.ts';

const isRefused = (path: string): boolean => {
	try {
		refuseUnsafePath(bytePathOf(path));
		refuseUnportablePath(bytePathOf(path));
		return false;
	} catch {
		return true;
	}
};

const part = fc.oneof(
	fc.constantFrom(
		'.git',
		'.GIT',
		'.git ',
		'.git.',
		'git~1',
		'GIT~2',
		'.g\u200cit',
		'.gi\ufefft',
		'..',
		'.',
		'',
		'CON',
	),
	fc.constantFrom(
		'.git::$INDEX_ALLOCATION',
		'.gitmodules',
		'a\\b',
		'a:b',
		'x.',
		'x ',
		'aux.py',
		'ok.py',
		'.github',
	),
	fc.string({ minLength: 1, maxLength: 4 }),
);

describe('paths', () => {
	test('bytes and text are one to one', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), text => {
				expect(textPathOf(bytePathOf(text))).toBe(text);
			}),
		);
	});

	test('bytes that are no text are told apart and shown escaped', () => {
		expect(textPathOf('caf\u00e9.py')).toBeNull();
		expect(escapedPathOf('caf\u00e9.py')).toBe('caf\\xe9.py');
	});

	test('parents come outermost first', () => {
		expect(parentsOf('a/b/c.py')).toEqual(['a', 'a/b']);
		expect(parentsOf('c.py')).toEqual([]);
	});

	test('no path is accepted that git refuses on any system', () => {
		const root = makeRepository({ 'ok.py': '' });
		const blob = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';
		const accepted = fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/'));
		fc.assert(
			fc.property(accepted, path => {
				fc.pre(!isRefused(path));
				const strict = ['-c', 'core.protectNTFS=true', '-c', 'core.protectHFS=true'];
				const add = ['update-index', '--add', '--replace', '--cacheinfo', `100644,${blob},${path}`];
				expect(gitSucceeds(root, ...strict, ...add)).toBe(true);
			}),
			{ numRuns: 60 },
		);
	});

	test.each([
		'.git/config',
		'a/.GIT/x',
		'git~1/x',
		'../x',
		'/x',
		'a//b',
		'a/./b',
		'.g\u200cit/x',
		'a\0b',
		'aux.py',
		'a:b',
	])('%j is refused', path => {
		expect(isRefused(path)).toBe(true);
	});

	test.each(['.github/workflows/ci.yml', '.gitignore', 'src/\u00fc.py', 'a b.py', 'config.py'])(
		'%j is fine',
		path => {
			expect(isRefused(path)).toBe(false);
		},
	);
});
