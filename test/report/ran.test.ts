import { expect, test } from 'vitest';
import type { RanMeasure } from '../../source/core/measure.ts';
import { plainPaint } from '../../source/report/paint.ts';
import { ranLines, stageLine } from '../../source/report/ran.ts';
import { aReport } from './sample.ts';

const ran: RanMeasure = {
	item: '11.1',
	id: 'lint',
	project: '.',
	command: 'ruff check .',
	outcome: 'failed',
	said: 'it finds 2 faults',
	before: 'passed',
};

test('set up, enforced and ran are told apart', () => {
	const practice = {
		number: '11.1',
		id: 'final-lint-and-types',
		title: '',
		status: 'fail',
		rollup: true,
		seeAlso: [],
		checks: [],
		stages: { configured: 'pass', enforced: 'fail' },
	} as const;
	expect(stageLine(practice, [ran], plainPaint)[0]?.trim()).toBe(
		'configured PASS   enforced in CI FAIL   ran here FAIL',
	);
	expect(stageLine(practice, [], plainPaint)[0]).toContain('ran here no');
	expect(
		stageLine({ ...practice, stages: { configured: null, enforced: null } }, [], plainPaint)[0],
	).toContain('configured not told   enforced in CI not told');
});

test('each run has its line, with what was so before', () => {
	expect(ranLines({ ...aReport([]), ran: [ran] }, false, plainPaint)).toContain(
		'  FAIL    ruff check .  it finds 2 faults, before: PASS',
	);
	expect(ranLines(aReport([]), false, plainPaint)).toEqual([]);
	expect(ranLines({ ...aReport([]), ran: [] }, false, plainPaint).join('')).toContain(
		'nothing that could be run',
	);
});
