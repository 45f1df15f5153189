import { expect, test } from 'vitest';
import { filterReport } from '../../source/report/filter.ts';
import { aCheck, aFinding, aReport, passing } from './sample.ts';

const idsOf = (report: ReturnType<typeof filterReport>): readonly string[] =>
	report.sections.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks.map(({ id }) => id)));

test.each(['6', '6.1', 'http-timeouts'])('`%s` selects the whole practice', id => {
	const report = aReport([aCheck(), passing()]);
	expect(idsOf(filterReport(report, { practices: [], only: [id], skip: [] }))).toHaveLength(2);
});

test('a check id selects one check, and the score follows', () => {
	const report = filterReport(aReport([aCheck(), passing()]), {
		practices: [],
		only: ['http-timeouts/retries'],
		skip: [],
	});
	expect(idsOf(report)).toEqual(['http-timeouts/retries']);
	expect(report.summary).toMatchObject({ score: 100, pass: 1, fail: 0 });
	expect(report.sections.map(({ id }) => id)).toEqual(['6']);
});

test('what is skipped is gone, and a section without practices stays', () => {
	const report = filterReport(aReport([aCheck(), passing()]), {
		practices: [],
		only: [],
		skip: ['http-timeouts/requests-timeout'],
	});
	expect(idsOf(report)).toEqual(['http-timeouts/retries']);
	expect(report.sections.map(({ id }) => id)).toEqual(['6', '7']);
});

test('with paths only findings in them count, and the status is that of what is left', () => {
	const findings = [aFinding(), aFinding({ level: 'warn', at: { path: 'b.py' } })];
	const report = filterReport(aReport([aCheck({ findings }), passing()]), {
		practices: [],
		only: [],
		skip: [],
		paths: new Set(['b.py']),
	});
	expect(report.summary).toMatchObject({ fail: 0, warn: 1, pass: 1 });
});

test('a failing check without findings in the paths is left out', () => {
	const report = filterReport(aReport([aCheck()]), {
		practices: [],
		only: [],
		skip: [],
		paths: new Set(['c.py']),
	});
	expect(idsOf(report)).toEqual([]);
});

test('nothing asked, nothing changed', () => {
	const report = aReport([aCheck()]);
	expect(filterReport(report, { practices: [], only: [], skip: [] })).toBe(report);
});

test('a practice takes the title that is true of what is left', () => {
	const practices = [
		{ id: 'http-timeouts', title: 'Calls wait for an end', failTitle: 'Some calls wait forever' },
	];
	const report = aReport([aCheck(), passing()]);
	const titleOf = (only: string): string | undefined =>
		filterReport(report, { practices, only: [only], skip: [] }).sections[0]?.practices[0]?.title;
	expect(titleOf('http-timeouts/requests-timeout')).toBe('Some calls wait forever');
	expect(titleOf('http-timeouts/retries')).toBe('Calls wait for an end');
});

test('a practice whose open findings lie elsewhere is left out rather than passed', () => {
	const report = filterReport(aReport([aCheck(), passing()]), {
		practices: [],
		only: [],
		skip: [],
		paths: new Set(['c.py']),
	});
	expect(idsOf(report)).toEqual([]);
});
