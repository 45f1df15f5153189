import type { Report } from '../core/report.ts';
import type { FailOn } from './arguments.ts';

/** 0 nothing at or above the level · 1 findings · 2 bad usage or configuration · 3 the audit could not finish. */
export type ExitStatus = 0 | 1 | 2 | 3;

// Not read although it should have been; what is binary, a link or not ours to read is no failure.
const failures: ReadonlySet<string> = new Set(['unreadable', 'timed out', 'crashed the parser']);

/** What a report means for the exit status; an audit that could not finish goes before its findings. */
export const statusOfReport = ({ summary, skipped }: Report, failOn: FailOn): ExitStatus => {
	if (summary.error > 0 || skipped.some(({ reason }) => failures.has(reason))) return 3;
	switch (failOn) {
		case 'never':
			return 0;
		case 'warn':
			return summary.fail + summary.warn > 0 ? 1 : 0;
		case 'fail':
			return summary.fail > 0 ? 1 : 0;
	}
};
