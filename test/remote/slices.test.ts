import { describe, expect, test } from 'vitest';
import type { PracticeReport, Report } from '../../source/core/report.ts';
import { createJoin, sizeOf, sliceSize, slicesOf } from '../../source/remote/slices.ts';
import { fakeReport } from '../session/fake-report.ts';

const rollUp: PracticeReport = {
	number: '11.1',
	id: 'whole',
	title: 'Everything is in place',
	status: 'fail',
	rollup: true,
	seeAlso: [],
	checks: [],
	leaves: Array.from({ length: 5_000 }, (_, index) => ({
		check: 'a/b',
		number: '0.1',
		title: 'A leaf',
		status: 'pass',
		project: `packages/p${String(index)}`,
	})),
};

/** Ten thousand findings in one check, a roll-up over thousands of projects, and as many files that were skipped. */
const large = (): Report => {
	const report = fakeReport(() => false, 10_000);
	return {
		...report,
		sections: report.sections.map((section, index) =>
			index === 2 ? { ...section, practices: [...section.practices, rollUp] } : section,
		),
		skipped: Array.from({ length: 3_000 }, (_, index) => ({
			path: `big/${String(index)}.py`,
			reason: 'too large' as const,
		})),
	};
};

describe('a report in slices', () => {
	test('is the same when it is put together', () => {
		const join = createJoin();
		for (const slice of slicesOf(large())) join.take(structuredClone(slice));
		expect(join.report()).toEqual(large());
	});

	test('has no slice that takes long to copy', () => {
		const sizes = [...slicesOf(large())].map(slice => slice.reduce((sum, piece) => sum + sizeOf(piece), 0));
		expect(Math.max(...sizes)).toBeLessThanOrEqual(sliceSize);
		// As few as there can be, nearly: each is a message of its own.
		expect(sizes.length).toBeLessThan((2 * (10_000 + 5_000 + 3_000)) / sliceSize);
	});

	test('is cut no further than it is asked for', () => {
		let read = 0;
		const report = large();
		const counted: Report = {
			...report,
			sections: report.sections.map(section => ({
				...section,
				get practices() {
					read += 1;
					return section.practices;
				},
			})),
		};
		const slices = slicesOf(counted);
		slices.next();
		expect(read).toBeLessThan(report.sections.length);
	});

	test('may be small', () => {
		expect([...slicesOf(fakeReport())]).toHaveLength(1);
	});
});
