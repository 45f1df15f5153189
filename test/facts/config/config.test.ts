import { expect, test } from 'vitest';
import type { Engines } from '../../../source/core/gather.ts';
import { ParseError } from '../../../source/core/gather.ts';
import { lineStartsOf } from '../../../source/core/text.ts';
import ini from '../../../source/facts/config/ini.ts';
import toml from '../../../source/facts/config/toml.ts';

const unused = (): never => {
	throw new Error('no engine is needed');
};
const engines: Engines = {
	python: unused,
	lint: unused,
	syntaxError: unused,
	ruff: unused,
	ruffFormat: unused,
};
const file = (path: string, text: string) => ({ path, text, lineStarts: lineStartsOf(text) });

test.each(['pyproject.toml', 'a/ruff.toml', '.ruff.toml', 'Pipfile'])('%s is read as TOML', path => {
	expect(toml.wants(path)).toBe(true);
});
test.each(['pylock.toml', 'pylock.dev.toml', 'uv.lock', '{{name}}/pyproject.toml'])('%s is not', path => {
	expect(toml.wants(path)).toBe(false);
});

test('keys, tables and items know their places', () => {
	const text = '[tool.ruff]\nlint.select = [\n  "E", # e\n]\n[[x]]\na = 1\n';
	const document = toml.extract(file('pyproject.toml', text), engines, null);
	expect(document?.value).toEqual({ tool: { ruff: { lint: { select: ['E'] } } }, x: [{ a: 1 }] });
	expect(document?.locations).toMatchObject({
		'/tool/ruff': { line: 1, column: 1, endColumn: 12, source: '[tool.ruff]' },
		'/tool/ruff/lint': { line: 2 },
		'/tool/ruff/lint/select': { line: 2, endLine: 4, endColumn: 2, source: 'lint.select = [' },
		'/tool/ruff/lint/select/0': { line: 3, column: 3, endColumn: 6, source: '"E", # e' },
		'/x/0': { line: 5, source: '[[x]]' },
		'/x/0/a': { line: 6 },
	});
});

test('a file that does not parse says where', () => {
	expect(() => toml.extract(file('a.toml', 'a = 1\nb\n'), engines, null)).toThrow(ParseError);
});

test('INI options come in lower case with their places', () => {
	const document = ini.extract(file('setup.cfg', '[tool:pytest]\naddopts = -q\n  -x\n'), engines, null);
	expect(document?.sections['tool:pytest']).toEqual({
		line: 1,
		options: { addopts: { name: 'addopts', value: '-q\n-x', line: 2, source: 'addopts = -q' } },
	});
});
