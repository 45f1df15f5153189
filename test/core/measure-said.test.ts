import { describe, expect, test } from 'vitest';
import { coverageSaid, ranOutcome, saidOf, shareIn } from '../../source/core/measure-said.ts';
import type { Ending } from '../../source/core/measure-said.ts';
import type { Measure, RanMeasure } from '../../source/core/measure.ts';

const ended = (code: number, output = ''): Ending => ({ kind: 'ended', code, output });
const outcomeOf = (id: Measure['id'], ending: Ending) => saidOf({ id, limitMs: 60_000 }, ending);

describe('what came of a run', () => {
	test.each<[Measure['id'], number, string, string, string]>([
		['lint', 0, 'All checks passed!', 'passed', 'it finds nothing'],
		['lint', 1, 'a.py:1:1: F401 …\nFound 3 errors.', 'failed', 'it finds 3 faults'],
		[
			'lint',
			1,
			'/usr/bin/python3: No module named ruff',
			'broken',
			'it stopped: /usr/bin/python3: No module named ruff',
		],
		['lint', 2, 'ruff failed\n  Cause: bad config', 'broken', 'it stopped: Cause: bad config'],
		['format', 0, '4 files already formatted', 'passed', 'every file is formatted'],
		['format', 1, '1 file would be reformatted, 3 already', 'failed', 'it would format 1 file'],
		['types', 0, 'Success: no issues found in 3 source files', 'passed', 'it finds no error'],
		['types', 1, 'a.py:1: error: x  [y]\na.py:2:3: error: z\na.py:3: note: n', 'failed', 'it finds 2 errors'],
		['types', 1, 'No module named mypy', 'broken', 'it stopped: No module named mypy'],
		['types', 2, 'a.py:1: error: invalid syntax\nstopped early', 'broken', 'it stopped: stopped early'],
		['tests', 0, '..\n2 passed, 1 warning in 0.1s', 'passed', '2 passed, 1 warning'],
		['tests', 1, '1 failed, 2 passed in 3.2s', 'failed', '1 failed, 2 passed'],
		['tests', 5, 'no tests ran in 0.01s', 'broken', 'it collects no test'],
		['tests', 2, '1 error in 0.01s', 'broken', 'it stopped: 1 error in 0.01s'],
		['tests', 0, '', 'broken', 'it stopped and said nothing'],
		['templates', 0, '', 'passed', 'it finds nothing'],
		['templates', 4, 't.yaml:1:1:1:2:W2001:x', 'passed', 'it finds warnings only'],
		['templates', 6, 't.yaml:1:1:1:2:E3002:x\nt.yaml:1:1:1:2:W2001:x', 'failed', 'it finds 1 error'],
		['templates', 1, 'No module named cfn-lint', 'broken', 'it stopped: No module named cfn-lint'],
	])('%s that ends with %i', (id, code, output, outcome, said) => {
		expect(outcomeOf(id, ended(code, output))).toEqual({ outcome, said });
	});

	test('a run that was ended for its length says nothing of the code', () => {
		expect(outcomeOf('tests', { kind: 'too long' })).toEqual({
			outcome: 'broken',
			said: 'it took longer than 1 min and was ended',
		});
	});
});

test('coverage is not rounded up to the limit', () => {
	expect(coverageSaid('<coverage version="7" line-rate="0.8999" branch-rate="0">', 90)).toEqual({
		outcome: 'failed',
		said: 'tests run 89.9 % of the lines, fewer than 90 %',
	});
	expect(coverageSaid('<coverage line-rate="0.9">', 90).outcome).toBe('passed');
	expect(coverageSaid('<coverage line-rate="1">', 90).said).toBe('tests run 100 % of the lines');
	expect(coverageSaid(null, 90).outcome).toBe('not run');
	expect(shareIn('<package line-rate="0.5">')).toBeNull();
});

test('an item is as bad as its worst run, and one that did not run is no pass', () => {
	const run = (item: RanMeasure['item'], outcome: RanMeasure['outcome']): RanMeasure => ({
		item,
		id: 'lint',
		project: '.',
		command: 'ruff',
		outcome,
		said: '',
	});
	expect(ranOutcome('11.1', [run('11.1', 'passed'), run('11.2', 'failed')])).toBe('passed');
	expect(ranOutcome('11.1', [run('11.1', 'passed'), run('11.1', 'not run')])).toBe('not run');
	expect(ranOutcome('11.1', [run('11.1', 'broken'), run('11.1', 'failed')])).toBe('failed');
	expect(ranOutcome('11.3', [])).toBeNull();
});
