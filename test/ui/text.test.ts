import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { shellWord } from '../../source/session/summary.ts';
import { fit, line, lineWidth } from '../../source/ui/line.ts';
import { show, showLines, showSource } from '../../source/ui/safe-text.ts';
import { chop, shorten, shortenStart, wrap } from '../../source/ui/width.ts';

describe('text', () => {
	test('tabs of a source line end at the next stop', () => {
		expect(showSource('\tx\t= 1')).toBe('    x   = 1');
	});

	test('lines end where any line ending says so', () => {
		expect(showLines('a\r\nb\nc\rd')).toEqual(['a', 'b', 'c', 'd']);
	});

	test('what was shown once is shown the same again', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), text => {
				expect(show(show(text))).toBe(show(text));
			}),
		);
	});
});

describe('widths', () => {
	const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

	test('a fitted line is exactly as wide as asked', () => {
		fc.assert(
			fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, width) => {
				const row = fit(line(show(text)), width);
				expect(lineWidth(row)).toBe(width);
			}),
		);
	});

	test('what is shortened fits', () => {
		fc.assert(
			fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, width) => {
				expect(stringWidth(shorten(show(text), width))).toBeLessThanOrEqual(width);
				expect(stringWidth(shortenStart(show(text), width))).toBeLessThanOrEqual(width);
			}),
		);
	});

	test('chopping loses no character', () => {
		fc.assert(
			fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, width) => {
				expect(chop(show(text), width).join('')).toBe(show(text));
			}),
		);
	});

	test('paths lose their beginning, prose its end', () => {
		expect(shortenStart(show('src/orders/client.py:41'), 12)).toBe('…lient.py:41');
		expect(shorten(show('a sentence that goes on'), 12)).toBe('a sentence …');
	});

	test('wrapping breaks between words, and words only where they are too long', () => {
		expect(wrap(show('one two threefourfive'), 8)).toEqual(['one two', 'threefou', 'rfive']);
	});
});

test('a branch with odd characters is quoted for the shell', () => {
	expect(shellWord('bp-audit/2026-11-22')).toBe('bp-audit/2026-11-22');
	expect(shellWord("a'; rm -rf $HOME")).toBe("'a'\\''; rm -rf $HOME'");
});
