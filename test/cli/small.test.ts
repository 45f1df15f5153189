import { expect, test } from 'vitest';
import { answersOf } from '../../source/cli/answers.ts';
import { wantsColour } from '../../source/cli/console.ts';
import { failureOf } from '../../source/cli/errors.ts';
import { statusOfReport } from '../../source/cli/exit-status.ts';
import { progressLine } from '../../source/cli/progress.ts';
import { Bug, ToolError, UserError } from '../../source/core/errors.ts';
import { aCheck, aReport, passing } from '../report/sample.ts';

test('exit status: 0 below the level, 1 at or above it', () => {
	const warning = aReport([aCheck({ status: 'warn' })]);
	expect(statusOfReport(aReport([passing()]), 'fail')).toBe(0);
	expect(statusOfReport(aReport([aCheck()]), 'fail')).toBe(1);
	expect(statusOfReport(aReport([aCheck()]), 'never')).toBe(0);
	expect(statusOfReport(warning, 'fail')).toBe(0);
	expect(statusOfReport(warning, 'warn')).toBe(1);
});

test('exit status: 3 when a check broke or a file could not be read, whatever the level', () => {
	expect(statusOfReport(aReport([aCheck(), aCheck({ status: 'error' })]), 'never')).toBe(3);
	expect(
		statusOfReport(aReport([passing()], { skipped: [{ path: 'a', reason: 'timed out' }] }), 'fail'),
	).toBe(3);
	expect(statusOfReport(aReport([passing()], { skipped: [{ path: 'a', reason: 'binary' }] }), 'fail')).toBe(
		0,
	);
});

test.each([
	[{ flag: false, env: { FORCE_COLOR: '1' }, terminal: true }, false],
	[{ flag: true, env: { NO_COLOR: '1', FORCE_COLOR: '1' }, terminal: true }, false],
	[{ flag: true, env: { NO_COLOR: '' }, terminal: true }, true],
	[{ flag: true, env: { FORCE_COLOR: '1' }, terminal: false }, true],
	[{ flag: true, env: { FORCE_COLOR: '0' }, terminal: true }, false],
	[{ flag: true, env: { TERM: 'dumb' }, terminal: true }, false],
	[{ flag: true, env: {}, terminal: false }, false],
])('colour for %j is %s', (options, expected) => {
	expect(wantsColour(options)).toBe(expected);
});

test('an error is one sentence and what to try; a stack only for --debug', () => {
	const error = new UserError('No such folder', { tryThis: 'Check the path' });
	expect(failureOf(error, { debug: false })).toEqual({
		lines: ['bp-audit: No such folder', 'Check the path'],
		status: 2,
	});
	expect(failureOf(error, { debug: true }).lines.length).toBeGreaterThan(2);
});

test("our mistakes and other programs' are no bad usage", () => {
	expect(failureOf(new Bug('no'), { debug: false })).toMatchObject({ status: 3 });
	const tool = failureOf(new ToolError('git failed', { command: 'git log', output: '' }), { debug: false });
	expect(tool).toEqual({ lines: ['bp-audit: git failed', 'It was `git log`'], status: 3 });
	expect(failureOf('text', { debug: true }).lines[0]).toBe('bp-audit: text');
});

test('an error message cannot drive the terminal', () => {
	expect(failureOf(new UserError('a\u001b[2J'), { debug: false }).lines).toEqual(['bp-audit: a␛[2J']);
});

test('answers by fixer, and for all fixers', () => {
	const answers = answersOf(
		{ floor: 3.13, pin: { exact: true, by: 'uv' } },
		{ file: 'a.toml', fixers: ['pin'] },
	);
	expect(answers.get('')).toEqual({ floor: '3.13' });
	expect(answers.get('pin')).toEqual({ exact: 'yes', by: 'uv' });
});

test('answers to no fixer, or that are no answers, are refused', () => {
	const options = { file: 'a.toml', fixers: ['pin-python'] };
	expect(() => answersOf({ 'pin-pyton': {} }, options)).toThrow('`[pin-pyton]` names no fixer');
	expect(() => answersOf({ a: [1] }, options)).toThrow('the answer to `a` is not text');
});

test('progress replaces its line, rarely, and is cleared', () => {
	const written: string[] = [];
	let now = 0;
	const line = progressLine({ isTTY: true, columns: 8, write: text => written.push(text) }, () => now);
	line('one');
	line('too soon');
	now = 200;
	line('a long line');
	line('');
	line('');
	expect(written).toEqual(['\r\u001b[2Kone', '\r\u001b[2Ka long ', '\r\u001b[2K']);
});

test('without a terminal there is no progress', () => {
	const written: string[] = [];
	progressLine({ write: text => written.push(text) })('one');
	expect(written).toEqual([]);
});
