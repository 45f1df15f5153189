import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applySplices } from '../../source/core/text.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';

test('equal texts need no splice', () => {
	expect(lineSplice('a\nb\n', 'a\nb\n')).toBe(null);
});

test('only the lines that differ are replaced', () => {
	expect(lineSplice('a\nb\nc\n', 'a\nx\nc\n')).toEqual({ start: 2, end: 4, text: 'x\n' });
});

test('the splice gives the other text', () => {
	const text = fc.array(fc.constantFrom('a', 'b', '\n', '\r\n')).map(parts => parts.join(''));
	fc.assert(
		fc.property(text, text, (before, after) => {
			const splice = lineSplice(before, after);
			expect(splice ? applySplices(before, [splice]) : before).toBe(after);
		}),
	);
});
