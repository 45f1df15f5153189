import { describe, expect, test } from 'vitest';
import type { CheckReport, Report, ReportStatus } from '../../source/core/report.ts';
import { summaryOf } from '../../source/core/summary.ts';
import type { GateTarget } from '../../source/engine/gate.ts';
import { regressionOf as regression } from '../../source/engine/gate.ts';

const check = (
	id: string,
	status: ReportStatus,
	prints: readonly string[] = [],
	project = '.',
): CheckReport => ({
	id,
	title: id,
	status,
	severity: 'medium',
	project,
	findings: prints.map(fingerprint => ({
		level: status === 'fail' ? 'fail' : 'warn',
		message: `finding ${fingerprint}`,
		confidence: 'certain',
		at: { path: 'a.py', line: 3 },
		fingerprint,
		baselined: false,
	})),
});
const report = (...checks: CheckReport[]): Pick<Report, 'sections'> => ({
	sections: [
		{
			id: '2',
			title: 'Tooling',
			summary: summaryOf(checks),
			practices: [{ number: '2.2', id: 'x', title: 'x', status: 'fail', rollup: false, seeAlso: [], checks }],
		},
	],
});
type Reports = Pick<Report, 'sections'>;
const regressionOf = (before: Reports, after: Reports, target: GateTarget): string | null =>
	regression(before, after, target)?.message ?? null;
const target = {
	check: 'x/target',
	project: '.',
	fingerprints: new Set(['1']),
	lockDirty: false,
	reveals: false,
	unread: new Set<string>(),
	kin: new Set(['x/target', 'x/kin']),
};
const before = report(check('x/target', 'fail', ['1', '2']), check('x/other', 'warn', ['3']));

describe('the gate', () => {
	test('lets a change through that mends its finding and touches nothing else', () => {
		expect(
			regressionOf(before, report(check('x/target', 'fail', ['2']), check('x/other', 'warn', ['3'])), target),
		).toBeNull();
	});
	test('refuses a change that mends nothing', () => {
		expect(regressionOf(before, before, target)).toBe('it would not improve `x/target`');
	});
	test('takes a note that was the target for mended only when it is gone', () => {
		const noted = (...prints: string[]): Reports => {
			const one = check('x/target', 'pass', prints);
			return report({ ...one, findings: one.findings.map(found => ({ ...found, level: 'info' as const })) });
		};
		expect(regressionOf(noted('1', '2'), noted('2'), target)).toBeNull();
		expect(regressionOf(noted('1', '2'), noted('1', '2'), target)).toBe('it would not improve `x/target`');
	});
	test('refuses a change after which nobody can tell', () => {
		const after = report(check('x/target', 'pass', [], 'api'), check('x/other', 'warn', ['3']));
		expect(regressionOf(before, after, target)).toBe('`x/target` could no longer be checked');
	});
	test('lets a check come to apply where the plan says that more is known afterwards', () => {
		const none = report(check('x/target', 'fail', ['1']), check('x/other', 'not-applicable', []));
		const after = report(check('x/target', 'pass', []), check('x/other', 'fail', ['9']));
		expect(regressionOf(none, after, target)).toContain('`x/other` worse');
		expect(regressionOf(none, after, { ...target, reveals: true })).toBeNull();
	});
	test('lets a warning become a failure where the plan says so and nothing new is told', () => {
		const warned = report(check('x/target', 'fail', ['1']), check('y/other', 'warn', ['a']));
		const graver = report(check('x/target', 'pass'), check('y/other', 'fail', ['a']));
		const more = report(check('x/target', 'pass'), check('y/other', 'fail', ['a', 'a']));
		expect(regressionOf(warned, graver, { ...target, reveals: true })).toBeNull();
		expect(regressionOf(warned, graver, target)).toContain('worse');
		expect(regressionOf(warned, more, { ...target, reveals: true })).toContain('worse');
	});

	test('leaves to another fixer what the fixer says that it goes on from, and nothing else', () => {
		const after = report(check('x/target', 'pass'), check('x/other', 'fail', ['3', '9']));
		const continuedBy = new Set(['x/other']);
		expect(regressionOf(before, after, target)).toContain('`x/other` worse');
		expect(regressionOf(before, after, { ...target, continuedBy })).toBeNull();
		expect(regressionOf(before, after, { ...target, continuedBy: new Set(['x/third']) })).toContain('worse');
	});
	test('lets a check of the same fixer warn that could not be asked before, and no other', () => {
		const asked = (id: string): string | null =>
			regressionOf(
				report(check('x/target', 'fail', ['1']), check(id, 'not-applicable')),
				report(check('x/target', 'pass'), check(id, 'warn', ['4'])),
				target,
			);
		expect(asked('x/kin')).toBeNull();
		expect(asked('x/other')).toBe('it would make `x/other` worse: a.py:3 finding 4');
	});
	test('refuses a change that makes another check fail', () => {
		const after = report(check('x/target', 'pass'), check('x/other', 'fail', ['3']));
		expect(regressionOf(before, after, target)).toBe('it would make `x/other` worse: a.py:3 finding 3');
	});
	test('refuses a change that adds a finding to a check that fails already', () => {
		const after = report(check('x/target', 'pass'), check('x/other', 'warn', ['3', '4']));
		expect(regressionOf(before, after, target)).toContain('it would make `x/other` worse');
	});
	test('looks at every project', () => {
		const old = report(check('x/target', 'fail', ['1']), check('x/other', 'pass', [], 'api'));
		const after = report(check('x/target', 'pass'), check('x/other', 'warn', ['9'], 'api'));
		expect(regressionOf(old, after, target)).toContain('worse');
	});
	test('a check that breaks counts as worse than one that fails', () => {
		const after = report(check('x/target', 'pass'), check('x/other', 'error'));
		expect(regressionOf(before, after, target)).toContain('worse');
	});
	test('a question that takes the place of not-applicable is no regression', () => {
		const old = report(check('x/target', 'fail', ['1']), check('x/other', 'not-applicable'));
		expect(
			regressionOf(old, report(check('x/target', 'pass'), check('x/other', 'manual')), target),
		).toBeNull();
	});
	test('a plan that says the lockfile must be written anew may leave it stale, and only that', () => {
		const old = report(check('x/target', 'fail', ['1']), check('python-version/lock-fresh', 'pass'));
		const after = report(check('x/target', 'pass'), check('python-version/lock-fresh', 'fail', ['2']));
		expect(regressionOf(old, after, target)).toContain('lock-fresh');
		expect(regressionOf(old, after, { ...target, lockDirty: true })).toBeNull();
	});
	test('files that were broken before do not stand in the way of what could be mended', () => {
		const after = report(check('x/target', 'error'), check('x/other', 'warn', ['3']));
		expect(regressionOf(before, after, target)).toContain('worse');
		expect(regressionOf(before, after, { ...target, unread: new Set(['x/target\0.']) })).toBeNull();
	});
	test('a better status with warnings left is an improvement', () => {
		const old = report(check('x/target', 'fail', ['1']));
		expect(regressionOf(old, report(check('x/target', 'warn', ['7', '8', '9'])), target)).toBeNull();
	});
	test('names the files whose findings are new, so that a fix can leave them out', () => {
		const after = report(check('x/target', 'pass'), check('x/other', 'warn', ['3', '8']));
		expect(regression(before, after, target)?.paths).toEqual(['a.py']);
	});
});
