import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createVerify } from '../../source/tools/verify.ts';
import { fingerprint } from './fingerprint.ts';
import { git, makeRepository, open, put, scratch } from './support.ts';

const repository = () => {
	const root = makeRepository({
		'a.py': 'a = 1\n',
		'run.sh': '#!/bin/sh\n',
		'.gitattributes': '*.py filter=odd\n',
		'sub/b.py': 'b = 1\n',
	});
	symlinkSync('a.py', path.join(root, 'link.py'));
	git(root, 'add', '--all');
	git(root, 'update-index', '--chmod=+x', 'run.sh');
	git(root, 'config', 'filter.odd.smudge', 'echo smudged');
	git(root, 'commit', '--quiet', '--message=more');
	put(root, 'a.py', 'dirty = 1\n');
	return root;
};

test('a checkout has the files, modes and links of the commit, and nothing of the user changes', async () => {
	const root = repository();
	const before = fingerprint(root);
	const checkout = await (await open(root)).checkOut(git(root, 'rev-parse', 'HEAD'));
	const { directory } = checkout;
	expect(readdirSync(directory).toSorted()).toEqual(['.gitattributes', 'a.py', 'link.py', 'run.sh', 'sub']);
	expect(readFileSync(path.join(directory, 'a.py'), 'utf8')).toBe('a = 1\n');
	expect(readlinkSync(path.join(directory, 'link.py'))).toBe('a.py');
	expect(lstatSync(path.join(directory, 'run.sh')).mode & 0o100).toBe(0o100);
	checkout.remove();
	expect(existsSync(directory)).toBe(false);
	expect(fingerprint(root)).toEqual(before);
});

test.each([
	['test "$(cat a.py)" = "a = 1"', null],
	['echo one; echo two >&2; exit 3', '`echo one; echo two >&2; exit 3` fails: one / two'],
	['echo x > new.py && test ! -e .git && test "$TOKEN" = t', null],
])('%s is run by the shell in a checkout of its own', async (command, expected) => {
	const root = repository();
	const before = fingerprint(root);
	const opened = await open(root);
	const verify = createVerify({
		command,
		checkOut: commit => opened.checkOut(commit),
		within: '.',
		findProgram: name => (name === 'sh' ? '/bin/sh' : null),
		env: { PATH: process.env['PATH'] ?? '', TOKEN: 't', HOME: scratch() },
		consent: { given: '--verify' },
	});
	expect(await verify(git(root, 'rev-parse', 'HEAD'))).toBe(expected);
	expect(fingerprint(root)).toEqual(before);
});
