import type { Severity } from './practice.ts';
import type { CheckReport, ReportStatus, Summary } from './report.ts';

const weights: Readonly<Record<Severity, number>> = { high: 4, medium: 2, low: 1, info: 0 };

/** What share of a check's weight counts; null where it could not be decided or does not apply. */
const shares: Readonly<Record<ReportStatus, number | null>> = {
	pass: 1,
	warn: 0.5,
	fail: 0,
	manual: null,
	'not-applicable': null,
	waived: null,
	error: null,
};

/** Counts checks by status; the score is the weight of passes over the weight of all that could be decided. */
export const summaryOf = (checks: readonly Pick<CheckReport, 'status' | 'severity'>[]): Summary => {
	const count = (status: ReportStatus): number => checks.filter(check => check.status === status).length;
	let reached = 0;
	let possible = 0;
	for (const { status, severity } of checks) {
		const share = shares[status];
		if (share === null) continue;
		reached += weights[severity] * share;
		possible += weights[severity];
	}
	return {
		score: possible === 0 ? 100 : Math.round((reached / possible) * 100),
		pass: count('pass'),
		warn: count('warn'),
		fail: count('fail'),
		manual: count('manual'),
		notApplicable: count('not-applicable'),
		waived: count('waived'),
		error: count('error'),
	};
};

/** Worst first: the order in which reports list and practices inherit. */
export const statusOrder: readonly ReportStatus[] = [
	'fail',
	'error',
	'manual',
	'warn',
	'waived',
	'pass',
	'not-applicable',
];

/** The status that a practice takes from its checks; `not-applicable` for none. */
export const worstStatusOf = (statuses: readonly ReportStatus[]): ReportStatus =>
	statusOrder.find(status => statuses.includes(status)) ?? 'not-applicable';
