import { expect, test } from 'vitest';
import type { Practice } from '../../source/core/practice.ts';
import type { CheckReport, PracticeReport, Report } from '../../source/core/report.ts';
import { headlineOf, rolledStatus, rollUp } from '../../source/core/roll-up.ts';
import { summaryOf } from '../../source/core/summary.ts';

const aPractice = (own: Partial<Practice> & Pick<Practice, 'number' | 'id'>): Practice => ({
	title: `${own.id} holds`,
	failTitle: `${own.id} does not hold`,
	why: '',
	remedy: '',
	example: { language: 'text', text: '' },
	links: [],
	seeAlso: [],
	checks: [],
	...own,
});

const logging = aPractice({
	number: '3.1',
	id: 'logging',
	checks: [
		{
			id: 'no-print',
			spec: '3.1e',
			title: 'No print',
			failTitle: 'Prints',
			severity: 'low',
			scope: 'project',
			needs: [],
			check: () => ({ status: 'not-applicable', reason: 'never asked here' }),
		},
	],
});
const everywhere = aPractice({
	number: '0.4',
	id: 'logs-everywhere',
	leaves: ['logging/no-print', '3.2'],
	appliesTo: { kinds: ['lambda', 'service'], reason: 'no service and no function logs here' },
});

const aCheck = (status: CheckReport['status'], project = '.'): CheckReport => ({
	id: 'logging/no-print',
	title: 'Prints',
	status,
	severity: 'low',
	project,
	findings: [],
});

const aReport = (
	kinds: Report['repo']['projects'][number]['kinds'],
	checks: readonly CheckReport[],
): Report => {
	const practice: PracticeReport = {
		number: '3.1',
		id: 'logging',
		title: 'logging',
		status: checks[0]?.status ?? 'pass',
		rollup: false,
		seeAlso: [],
		checks,
	};
	const summary = summaryOf(checks);
	return {
		schema: 1,
		tool: { name: 'bp-audit', version: '1.0.0' },
		repo: { commit: null, dirty: false, projects: [{ path: '.', name: 'orders', kinds }] },
		summary,
		sections: [
			{ id: '0', title: 'Golden rules', summary: summaryOf([]), practices: [] },
			{ id: '3', title: 'Logging', summary, practices: [practice] },
		],
		skipped: [],
		timings: { totalMs: 0, files: 0, bytes: 0 },
	};
};

const rolled = (report: Report, wanted = true): PracticeReport | undefined =>
	rollUp(report, {
		sections: [
			{ id: '0', practices: ['0.4'] },
			{ id: '3', practices: ['3.1'] },
		],
		practices: [everywhere, logging],
		isWanted: () => wanted,
	}).sections[0]?.practices[0];

test('the one check that decides a roll-up has the word; several leave it to the roll-up', () => {
	const titled = { title: 'Holds', failTitle: 'Some of it does not hold', leaves: ['3.1'] };
	const bad = (title: string) => ({ title, status: 'warn' as const });
	const good = { title: 'No print', status: 'pass' as const };
	expect(headlineOf(titled, [good])).toBe('Holds');
	expect(headlineOf(titled, [good, bad('Prints'), bad('Prints')])).toBe('Prints');
	expect(headlineOf(titled, [bad('Prints'), bad('Is text')])).toBe('Some of it does not hold');
	const { leaves: _, ...plain } = titled;
	expect(headlineOf(plain, [bad('Prints')])).toBe('Some of it does not hold');
});

test('a roll-up takes the worst status of its leaves and names them', () => {
	const report = rolled(aReport(['service'], [aCheck('pass'), aCheck('fail')]));
	expect(report).toMatchObject({ status: 'fail', rollup: true });
	expect(report?.leaves?.map(({ check, number }) => [check, number])).toEqual([
		['logging/no-print', '3.1'],
		['logging/no-print', '3.1'],
	]);
});

test('nothing of a roll-up is counted again', () => {
	const report = aReport(['service'], [aCheck('fail')]);
	const { summary, sections } = rollUp(report, {
		sections: [{ id: '0', practices: ['0.4'] }],
		practices: [everywhere, logging],
		isWanted: () => true,
	});
	expect(summary).toEqual(report.summary);
	expect(sections[0]?.summary).toEqual(report.sections[0]?.summary);
});

test('a roll-up over kinds that are not here does not apply, and says why', () => {
	expect(rolled(aReport(['library'], [aCheck('fail')]))).toMatchObject({
		status: 'not-applicable',
		reason: 'no service and no function logs here',
		leaves: [],
	});
});

test('what is not checked yet is named and gives no verdict', () => {
	expect(rolled(aReport(['service'], [aCheck('fail')]))).toMatchObject({ status: 'fail', awaits: ['3.2'] });
	expect(rolled(aReport(['service'], [aCheck('pass')]))).toMatchObject({ status: 'not-applicable' });
	expect(rolled(aReport(['service'], []))).toMatchObject({
		status: 'not-applicable',
		reason: '3.2 is not checked yet',
	});
});

test('a roll-up that nobody asked for is left out', () => {
	expect(rolled(aReport(['service'], [aCheck('pass')]), false)).toBeUndefined();
});

test('a roll-up that is narrowed still waits for what is not checked yet', () => {
	expect(rolledStatus([{ status: 'pass' }], ['3.2'])).toBe('not-applicable');
	expect(rolledStatus([{ status: 'pass' }], [])).toBe('pass');
	expect(rolledStatus([{ status: 'warn' }], ['3.2'])).toBe('warn');
});
