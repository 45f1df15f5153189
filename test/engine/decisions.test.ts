import { expect, test } from 'vitest';
import type { WaiverEntry } from '../../source/config/config.ts';
import type { CheckReport } from '../../source/core/report.ts';
import { applyWaivers } from '../../source/engine/waivers.ts';
import { aCheck, aFinding, aReport, passing } from '../report/sample.ts';

const id = 'http-timeouts/requests-timeout';
const known = new Set([id, 'http-timeouts/retries']);
const waived = (checks: readonly CheckReport[], ...entries: readonly WaiverEntry[]) =>
	applyWaivers(aReport(checks), entries, { today: '2026-11-22', known });
const checkIn = (report: ReturnType<typeof waived>) => report.sections[0]?.practices[0]?.checks[0];

test('a waiver takes the check out of the score and shows its reason', () => {
	const report = waived([aCheck(), passing()], { check: id, reason: 'fake server', owner: 'team' });
	expect(checkIn(report)).toMatchObject({
		status: 'waived',
		waiver: { reason: 'fake server', owner: 'team' },
	});
	expect(report.summary).toMatchObject({ score: 100, waived: 1, fail: 0, pass: 1 });
	expect(report.sections[0]?.practices[0]?.status).toBe('waived');
	expect(report.notices).toBeUndefined();
});

test('with a path only findings there are waived, and the rest decides', () => {
	const findings = [aFinding({ at: { path: 'tests/x/a.py' } }), aFinding({ level: 'warn' })];
	const report = waived([aCheck({ findings })], { check: id, path: 'tests/**', reason: 'fake server' });
	expect(checkIn(report)).toMatchObject({ status: 'warn', waiver: { reason: 'fake server' } });
	expect(checkIn(report)?.findings).toHaveLength(1);
});

test('when every finding is waived by path the check is waived and keeps them', () => {
	const report = waived([aCheck()], { check: id, path: 'src/*.py', reason: 'old' });
	expect(checkIn(report)).toMatchObject({ status: 'waived' });
	expect(checkIn(report)?.findings).toHaveLength(1);
});

test('a waiver holds on its last day and not after', () => {
	expect(checkIn(waived([aCheck()], { check: id, reason: 'x', until: '2026-11-22' }))?.status).toBe('waived');
	const report = waived([aCheck()], { check: id, reason: 'x', until: '2026-11-21' });
	expect(checkIn(report)?.status).toBe('fail');
	expect(report.notices).toEqual([`The waiver of \`${id}\` expired on 2026-11-21; its findings count`]);
});

test('an invalid waiver fails open and is told', () => {
	const report = waived([aCheck()], { check: id, reason: '', invalid: 'it gives no reason' });
	expect(checkIn(report)?.status).toBe('fail');
	expect(report.notices?.[0]).toContain('is invalid: it gives no reason');
});

test('a waiver of an unknown check is invalid', () => {
	expect(waived([aCheck()], { check: 'nope', reason: 'x' }).notices?.[0]).toContain('no such check');
});

test('a waiver that matches nothing is told', () => {
	const report = waived([aCheck()], { check: id, path: 'docs/**', reason: 'x' });
	expect(checkIn(report)?.status).toBe('fail');
	expect(report.notices).toEqual([`The waiver of \`${id}\` for \`docs/**\` matches no finding`]);
});

test('a pass is not waived, and the waiver matches nothing', () => {
	const report = waived([passing()], { check: 'http-timeouts/retries', reason: 'x' });
	expect(checkIn(report)?.status).toBe('pass');
	expect(report.notices).toHaveLength(1);
});

test('a question is waived whole, and by path only loses what was found there', () => {
	const manual = aCheck({ status: 'manual', question: 'Is it?' });
	expect(checkIn(waived([manual], { check: id, reason: 'x' }))?.status).toBe('waived');
	const partly = checkIn(waived([manual], { check: id, path: 'src/**', reason: 'x' }));
	expect(partly).toMatchObject({ status: 'manual', findings: [] });
});

test('without waivers the report is the same', () => {
	const report = aReport([aCheck()]);
	expect(applyWaivers(report, [], { today: '2026-11-22', known })).toBe(report);
});
