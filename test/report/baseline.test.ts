import { expect, test } from 'vitest';
import {
	applyBaseline,
	baselineOf,
	baselineText,
	goneFromBaseline,
	readBaseline,
	renewedBaseline,
} from '../../source/report/baseline.ts';
import { textReport } from '../../source/report/text.ts';
import { aCheck, aFinding, aReport, passing } from './sample.ts';

const other = aFinding({ level: 'warn', fingerprint: 'ffffffffffffffff', at: { path: 'src/b.py', line: 2 } });
const note = aFinding({ level: 'info', fingerprint: 'eeeeeeeeeeeeeeee' });
const both = aReport([aCheck({ findings: [aFinding(), other, note] }), passing()]);
const entry = {
	check: 'http-timeouts/requests-timeout',
	project: '.',
	path: 'src/a.py',
	fingerprint: '0123456789abcdef',
};
const whole = { isWhole: true };

test('a baseline holds what counts, no notes, one finding a line', () => {
	expect(baselineOf(both)).toHaveLength(2);
	const text = baselineText(baselineOf(both));
	expect(text.split('\n')).toHaveLength(5);
	expect(readBaseline(text)).toEqual([entry, { ...entry, path: 'src/b.py', fingerprint: other.fingerprint }]);
	expect(readBaseline(baselineText([]))).toEqual([]);
});

test.each(['', '[]', '{"schema":2,"findings":[]}', '{"schema":1,"findings":[{"check":"x"}]}', 'null'])(
	'%s is no baseline',
	text => {
		expect(readBaseline(text)).toBeNull();
	},
);

test('what is in the baseline is marked and does not count; the rest decides', () => {
	const report = applyBaseline(both, [entry]);
	const [check] = report.sections[0]?.practices[0]?.checks ?? [];
	expect(check?.status).toBe('warn');
	expect(check?.findings.map(({ baselined }) => baselined)).toEqual([true, false, false]);
	expect(report.summary).toMatchObject({ fail: 0, warn: 1 });
	expect(textReport(report, { name: 'r', colour: false })).toContain('1 finding in the baseline');
});

test('with everything in the baseline the check stands outside the score and is no pass', () => {
	const report = applyBaseline(both, baselineOf(both));
	const [practice] = report.sections[0]?.practices ?? [];
	expect(practice).toMatchObject({
		status: 'waived',
		checks: [{ status: 'waived', waiver: { reason: 'in the baseline' } }, { status: 'pass' }],
	});
	expect(report.summary).toMatchObject({ fail: 0, waived: 1, pass: 1 });
});

test('a roll-up follows its leaves', () => {
	const [section] = both.sections;
	const rollUp = {
		number: '10.U1',
		id: 'all',
		title: 't',
		status: 'fail' as const,
		rollup: true,
		seeAlso: [],
		checks: [],
		leaves: [{ check: entry.check, number: '6.1', title: 't', status: 'fail' as const, project: '.' }],
	};
	const last = { id: '10', title: 't', summary: both.summary, practices: [rollUp] };
	const report = applyBaseline({ ...both, sections: section ? [section, last] : [last] }, baselineOf(both));
	expect(report.sections.at(-1)?.practices[0]).toMatchObject({
		status: 'waived',
		leaves: [{ status: 'waived' }],
	});
});

test('what was mended goes when the baseline is written anew', () => {
	const mended = aReport([aCheck({ findings: [other] })]);
	expect(goneFromBaseline(mended, baselineOf(both), whole)).toEqual([entry]);
	expect(renewedBaseline(mended, baselineOf(both), whole)).toEqual(baselineOf(mended));
});

test('what a run did not look at stays', () => {
	const elsewhere = { ...entry, check: 'other/check' };
	const away = { ...entry, project: 'services/other' };
	expect(renewedBaseline(both, [elsewhere], { isWhole: false })).toContainEqual(elsewhere);
	expect(renewedBaseline(both, [elsewhere], whole)).not.toContainEqual(elsewhere);
	expect(renewedBaseline(both, [away], whole)).toContainEqual(away);
	const broken = aReport([aCheck({ status: 'error', message: 'm', findings: [] })]);
	expect(renewedBaseline(broken, [entry], whole)).toEqual([entry]);
});
