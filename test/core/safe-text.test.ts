import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible } from '../../source/core/safe-text.ts';

test.each([
	['clear screen', 'a\u001b[2Jb', 'a␛[2Jb'],
	['clipboard write', 'a\u001b]52;c;cm0=\u0007b', 'a␛]52;c;cm0=␇b'],
	['8-bit CSI', 'a\u009b2Jb', 'a<9b>2Jb'],
	['carriage return', 'evil.py\rgood.py', 'evil.py␍good.py'],
	['newline in a name', 'a\nPASS', 'a␊PASS'],
	['bidi override', 'a\u202ecod.exe', 'a<U+202E>cod.exe'],
	['zero width space', 'pass\u200bword', 'pass<U+200B>word'],
	['tag characters', 'a\u{e0041}b', 'a<U+E0041>b'],
	['lone surrogate', 'a\ud800b', 'a<U+D800>b'],
	['tab', 'a\tb', 'a    b'],
	['delete', 'a\u007fb', 'a␡b'],
])('%s is shown', (_name, hostile, shown) => {
	expect(visible(hostile)).toBe(shown);
});

test('text that people write stays as it is', () => {
	expect(visible('naïve – 数 😀 👩🏽')).toBe('naïve – 数 😀 👩🏽');
});

test('nothing that a terminal obeys is left, and the second time changes nothing', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), text => {
			const shown = visible(text);
			// oxlint-disable-next-line no-control-regex
			expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
			expect(visible(shown)).toBe(shown);
		}),
	);
});
