import { expect, test } from 'vitest';
import { summaryOf, worstStatusOf } from '../../source/core/summary.ts';

test('the score is the weight of passes over the weight of what could be decided; warn counts half', () => {
	const summary = summaryOf([
		{ status: 'pass', severity: 'high' },
		{ status: 'warn', severity: 'medium' },
		{ status: 'fail', severity: 'medium' },
	]);
	expect(summary.score).toBe(63);
});

test('what is manual, waived, broken or does not apply is outside the score and is counted', () => {
	const summary = summaryOf([
		{ status: 'pass', severity: 'low' },
		{ status: 'manual', severity: 'high' },
		{ status: 'waived', severity: 'high' },
		{ status: 'error', severity: 'high' },
		{ status: 'not-applicable', severity: 'high' },
	]);
	expect(summary).toEqual({
		score: 100,
		pass: 1,
		warn: 0,
		fail: 0,
		manual: 1,
		notApplicable: 1,
		waived: 1,
		error: 1,
	});
});

test('where nothing applies the score is 100', () => {
	expect(summaryOf([]).score).toBe(100);
});

test('a practice takes the worst status of its checks', () => {
	expect(worstStatusOf(['pass', 'warn', 'manual'])).toBe('manual');
	expect(worstStatusOf(['error', 'fail'])).toBe('fail');
	expect(worstStatusOf([])).toBe('not-applicable');
});
