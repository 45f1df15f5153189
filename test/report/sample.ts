import type { CheckReport, PracticeReport, Report, ReportedFinding } from '../../source/core/report.ts';
import { summaryOf, worstStatusOf } from '../../source/core/summary.ts';

/** A finding that a fixer takes. */
export const aFinding = (over: Partial<ReportedFinding> = {}): ReportedFinding => ({
	level: 'fail',
	message: '`requests.get` has no timeout',
	confidence: 'certain',
	at: { path: 'src/a.py', line: 4, column: 2, endLine: 4, endColumn: 9 },
	fingerprint: '0123456789abcdef',
	baselined: false,
	fix: { fixer: 'http-timeout', safety: 'review' },
	...over,
});

export const aCheck = (over: Partial<CheckReport> = {}): CheckReport => ({
	id: 'http-timeouts/requests-timeout',
	title: 'A call of requests waits for ever',
	status: 'fail',
	severity: 'high',
	project: '.',
	findings: [aFinding()],
	...over,
});

export const passing = (over: Partial<CheckReport> = {}): CheckReport =>
	aCheck({
		id: 'http-timeouts/retries',
		title: 'Calls are retried',
		status: 'pass',
		severity: 'medium',
		evidence: 'every session mounts an adapter with retries',
		findings: [],
		...over,
	});

/** One practice, `6.1`, with the checks given. */
export const aPractice = (checks: readonly CheckReport[]): PracticeReport => ({
	number: '6.1',
	id: 'http-timeouts',
	title: 'HTTP calls wait for ever',
	status: worstStatusOf(checks.map(({ status }) => status)),
	rollup: false,
	seeAlso: ['10.E4'],
	checks,
});

/** Section 6 with one practice, and section 7 with none. */
export const aReport = (checks: readonly CheckReport[], over: Partial<Report> = {}): Report => ({
	schema: 1,
	tool: { name: 'bp-audit', version: '0.1.0' },
	repo: { commit: null, dirty: false, projects: [{ path: '.', name: 'orders', kinds: ['library'] }] },
	summary: summaryOf(checks),
	sections: [
		{
			id: '6',
			title: 'HTTP clients and retries',
			summary: summaryOf(checks),
			practices: [aPractice(checks)],
		},
		{ id: '7', title: 'Testing', summary: summaryOf([]), practices: [] },
	],
	skipped: [],
	timings: { totalMs: 5, files: 1, bytes: 10 },
	...over,
});
