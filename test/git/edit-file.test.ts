import { linkSync, readFileSync, statSync, symlinkSync, chmodSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { editFile } from '../../source/git/edit-file.ts';
import { put, scratch, text } from './support.ts';

const file = 'bp-audit.toml';

test('a file is made where there is none, and never over one that is there', () => {
	const root = scratch();
	editFile({ root, path: file, before: null, after: text('a\n') });
	expect(readFileSync(path.join(root, file), 'utf8')).toBe('a\n');
	expect(() => editFile({ root, path: file, before: null, after: text('b\n') })).toThrow('git ignores it');
	expect(readFileSync(path.join(root, file), 'utf8')).toBe('a\n');
});

test('a file is written as a whole and keeps its mode', () => {
	const root = scratch();
	put(root, file, 'a\n');
	chmodSync(path.join(root, file), 0o640);
	editFile({ root, path: file, before: text('a\n'), after: text('b\n') });
	expect(readFileSync(path.join(root, file), 'utf8')).toBe('b\n');
	expect(statSync(path.join(root, file)).mode & 0o777).toBe(0o640);
	expect(readdirSync(root)).toEqual([file]);
});

test('what was changed meanwhile, and what is no plain file, stays', () => {
	const root = scratch();
	put(root, file, 'theirs\n');
	const edit = { root, path: file, before: text('a\n'), after: text('b\n') };
	expect(() => editFile(edit)).toThrow('was changed meanwhile');
	put(root, 'real.toml', 'a\n');
	symlinkSync('real.toml', path.join(root, 'link.toml'));
	expect(() => editFile({ ...edit, path: 'link.toml' })).toThrow('is not a plain file');
	linkSync(path.join(root, 'real.toml'), path.join(root, 'twin.toml'));
	expect(() => editFile({ ...edit, path: 'twin.toml' })).toThrow('another name');
	expect(readFileSync(path.join(root, 'real.toml'), 'utf8')).toBe('a\n');
});
