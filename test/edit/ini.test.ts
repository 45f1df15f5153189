import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applySplices } from '../../source/core/text.ts';
import { addSection, deleteOption, insertOption, putOption, setOption } from '../../source/edit/ini.ts';
import { readIni } from '../../source/edit/ini/read.ts';
import type { EditResult } from '../../source/edit/text.ts';

const after = (text: string, result: EditResult): string =>
	result.outcome === 'spliced' ? applySplices(text, result.splices) : `declined: ${result.reason}`;

const valueIn = (text: string, section: string, name: string): string | undefined => {
	const reading = readIni(text);
	return reading.ok ? reading.blocks.get(section)?.options.get(name)?.value : undefined;
};

test('values go on over indented lines, blank lines and comments between them', () => {
	const text = '[tox]\nEnvlist =\n    py313\n\n    # not here\n    lint\n# below\n[x]\n';
	expect(valueIn(text, 'tox', 'envlist')).toBe('\npy313\n\nlint');
});

test('a colon separates too, and the first sign counts', () => {
	expect(valueIn('[a]\nb: c = d\n', 'a', 'b')).toBe('c = d');
});

test.each([
	['a = 1\n', 'text before the first section', 1],
	['[a]\nb\n', 'neither a section nor `key = value`', 2],
	['[a]\n[a]\n', 'section `a` stands twice', 2],
	['[a]\nb=1\nB=2\n', 'option `B` stands twice', 3],
])('%j is refused as configparser refuses it', (text, message, line) => {
	expect(readIni(text)).toEqual({ ok: false, message, line });
});

test('an option changes in place and the rest stays', () => {
	const text = '# top\r\n[mypy]\r\nstrict=False\r\n; end\r\n';
	expect(after(text, setOption(text, 'mypy', 'strict', 'True'))).toBe(
		'# top\r\n[mypy]\r\nstrict=True\r\n; end\r\n',
	);
	expect(after(text, insertOption(text, 'mypy', 'python_version', '3.13'))).toBe(
		'# top\r\n[mypy]\r\nstrict=False\r\npython_version=3.13\r\n; end\r\n',
	);
});

test('a new section goes to the end and keeps a missing final newline', () => {
	expect(after('[a]\nb = 1', addSection('[a]\nb = 1', 'c', { d: 'x\ny' }))).toBe(
		'[a]\nb = 1\n\n[c]\nd = x\n    y',
	);
	expect(after('', addSection('', 'c', { d: '1' }))).toBe('[c]\nd = 1\n');
});

test('an option goes with its lines and says which comments go with it', () => {
	const text = '[a]\nb =\n  1\n  # why\n  2\nc = 3\n';
	const result = deleteOption(text, 'a', 'b');
	expect(after(text, result)).toBe('[a]\nc = 3\n');
	expect(result).toMatchObject({ dropsComments: ['# why'] });
	expect(after('[a]\nb = 1', deleteOption('[a]\nb = 1', 'a', 'b'))).toBe('[a]');
});

test('replacing a value that has a comment among its lines is declined', () => {
	const text = '[a]\nb =\n  1\n  # why\n  2\n';
	expect(after(text, setOption(text, 'a', 'b', '3'))).toBe('declined: the comment `# why` would be lost');
});

test('whatever is put is there, and putting it again changes nothing', () => {
	const line = fc.constantFrom('[a]', '[b]', 'x = 1', 'y: 2', '  more', '# c', '', 'z=', '\tw = 3', '; d');
	const value = fc.constantFrom('1', 'a b', '\none\ntwo', '');
	fc.assert(
		fc.property(fc.array(line, { maxLength: 10 }), fc.constantFrom('\n', '\r\n'), value, (body, eol, put) => {
			const text = body.join(eol);
			const result = putOption(text, 'a', 'x', put);
			if (result.outcome === 'declined') return;
			const now = applySplices(text, result.splices);
			expect(valueIn(now, 'a', 'x')).toBe(put);
			expect(after(now, putOption(now, 'a', 'x', put))).toBe(now);
			const gone = deleteOption(now, 'a', 'x');
			expect(valueIn(after(now, gone), 'a', 'x')).toBeUndefined();
		}),
		{ numRuns: 500 },
	);
});
