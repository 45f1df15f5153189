import { describe, expect, it } from 'vitest';
import { lineStartsOf } from '../../source/core/text.ts';
import { suppressionAt } from '../../source/edit/suppressions.ts';

const silenced = {
	ids: ['8.2', 'safe-deserialization', 'safe-deserialization/pickle'],
	codes: ['S301'],
	names: ['pickle'],
};
const at = (text: string, first = 1, last = first) =>
	suppressionAt({ text, lineStarts: lineStartsOf(text) }, first, last, silenced);

describe('suppressionAt', () => {
	it.each([
		['x()  # noqa', { by: 'noqa', reason: '' }],
		['x()  # noqa: S301', { by: 'noqa', reason: '' }],
		['x()  # noqa: E501, S301 our own file', { by: 'noqa', reason: 'our own file' }],
		['x()  # NOQA:S3', { by: 'noqa', reason: '' }],
		['x()  # noqa: S302', null],
		['x()  # nosec', { by: 'nosec', reason: '' }],
		['x()  # nosec: B301, B403 - we wrote it', { by: 'nosec', reason: 'we wrote it' }],
		['x()  # nosec B302', null],
		['x()  # nosec pickle', { by: 'nosec', reason: '' }],
		['x()  # nosec yaml_load', null],
		['x()  # nosec we wrote it', { by: 'nosec', reason: 'we wrote it' }],
		['x()  # type: ignore # nosec', { by: 'nosec', reason: '' }],
		['x()  # bp-audit: ignore[8.2] we wrote it', { by: 'bp-audit', reason: 'we wrote it' }],
		['x()  # bp-audit: ignore[6.1, safe-deserialization/pickle] ours', { by: 'bp-audit', reason: 'ours' }],
		['x()  # bp-audit: ignore[8.2]', null],
		['x()  # bp-audit: ignore[6.1] ours', null],
		['x()', null],
	])('reads %j', (line, expected) => {
		expect(at(line)).toEqual(expected);
	});

	it('reads our own marker above the first line, others not', () => {
		expect(at('# bp-audit: ignore[8.2] ours\nx()\n', 2)).toEqual({ by: 'bp-audit', reason: 'ours' });
		expect(at('# nosec\nx()\n', 2)).toBe(null);
	});

	it('reads the last line of code that spans several', () => {
		expect(at('x(\r\n  a\r\n)  # nosec\r\n', 1, 3)).toEqual({ by: 'nosec', reason: '' });
	});
});
