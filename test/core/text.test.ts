import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySplices, decode, encode, eolOf, lineStartsOf, positionAt } from '../../source/core/text.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') =>
	new Uint8Array(Buffer.from(text, encoding));

describe('decode', () => {
	test('gives back the very same bytes when nothing is edited, or refuses the file', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), raw => {
				const decoded = decode(raw, 'a.py');
				if (decoded.outcome === 'skipped') return true;
				return Buffer.compare(encode(decoded.text, decoded), raw) === 0;
			}),
		);
	});
	test('a file with a NUL byte is binary', () => {
		expect(decode(bytes('a\0b'), 'a.py')).toEqual({ outcome: 'skipped', reason: 'binary' });
	});
	test('a Python file that says latin-1 is read as latin-1', () => {
		const raw = bytes('# -*- coding: latin-1 -*-\nname = "caf\xe9"\n', 'latin1');
		expect(decode(raw, 'a.py')).toMatchObject({ outcome: 'text', encoding: 'latin1' });
	});
	test('a coding cookie counts on the first two lines only', () => {
		const raw = bytes('x = 1\n# coding: latin-1\nname = "caf\xe9"\n', 'latin1');
		expect(decode(raw, 'a.py')).toEqual({ outcome: 'skipped', reason: 'undecodable' });
	});
	test('an encoding that cannot be written back is refused', () => {
		expect(decode(bytes('# coding: cp1252\n'), 'a.py')).toEqual({
			outcome: 'skipped',
			reason: 'undecodable',
		});
	});
	test('a BOM is kept apart and comes back', () => {
		const raw = bytes('\uFEFFx = 1\n');
		const decoded = decode(raw, 'a.py');
		expect(decoded).toMatchObject({ outcome: 'text', text: 'x = 1\n', bom: true });
	});
	test('a Git LFS pointer is not its file', () => {
		const raw = bytes('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n');
		expect(decode(raw, 'model.toml')).toEqual({ outcome: 'skipped', reason: 'Git LFS pointer' });
	});
});

describe('applySplices', () => {
	test('applies them in any order', () => {
		const splices = [
			{ start: 4, end: 5, text: 'E' },
			{ start: 0, end: 1, text: 'AA' },
		];
		expect(applySplices('abcde', splices)).toBe('AAbcdE');
		expect(applySplices('abcde', splices.toReversed())).toBe('AAbcdE');
	});
	test('refuses splices that overlap', () => {
		const splices = [
			{ start: 0, end: 3, text: '' },
			{ start: 2, end: 4, text: '' },
		];
		expect(() => applySplices('abcde', splices)).toThrow('overlap');
	});
	test('refuses a splice past the end', () => {
		expect(() => applySplices('abc', [{ start: 3, end: 9, text: '' }])).toThrow('leave the text');
	});
});

describe('lines', () => {
	test('end with \\n, \\r\\n and a lone \\r, as in Python', () => {
		expect(lineStartsOf('a\nb\r\nc\rd')).toEqual([0, 2, 5, 7]);
	});
	test('the line ending of a file is that of most of its lines', () => {
		expect(eolOf('a\r\nb\r\nc\n')).toBe('\r\n');
		expect(eolOf('a\nb\r\nc\n')).toBe('\n');
		expect(eolOf('')).toBe('\n');
	});
	test('a position and its offset agree everywhere', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '😀'), maxLength: 40 }), text => {
				const starts = lineStartsOf(text);
				for (let offset = 0; offset <= text.length; offset++) {
					const { line, column } = positionAt(starts, offset);
					expect((starts[line - 1] ?? Number.NaN) + column - 1).toBe(offset);
				}
			}),
		);
	});
});
