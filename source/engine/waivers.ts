import picomatch from 'picomatch';
import type { WaiverEntry } from '../config/config.ts';
import type { Status } from '../core/practice.ts';
import type { CheckReport, Report, ReportedFinding, Waiver } from '../core/report.ts';
import { summaryOf, worstStatusOf } from '../core/summary.ts';

interface Live {
	readonly entry: WaiverEntry;
	readonly covers: (path: string) => boolean;
	used: boolean;
}

const nameOf = ({ check, path }: WaiverEntry): string =>
	`The waiver of \`${check === '' ? '(no check)' : check}\`${path === undefined ? '' : ` for \`${path}\``}`;

/** Why an entry does not count; null when it does. */
const findFlaw = (entry: WaiverEntry, known: ReadonlySet<string>, today: string): string | null => {
	if (entry.invalid !== undefined) return `is invalid: ${entry.invalid}`;
	if (!known.has(entry.check)) return 'is invalid: no such check';
	if (entry.until !== undefined && entry.until < today) return `expired on ${entry.until}`;
	return null;
};

const waiverOf = ({ reason, owner, until }: WaiverEntry): Waiver => ({
	reason,
	...(owner === undefined ? {} : { owner }),
	...(until === undefined ? {} : { until }),
});

const waivable: ReadonlySet<string> = new Set(['warn', 'fail', 'manual']);

const statusOf = (findings: readonly ReportedFinding[]): Status =>
	findings.some(({ level }) => level === 'fail')
		? 'fail'
		: findings.some(({ level }) => level === 'warn')
			? 'warn'
			: 'pass';

const waive = (check: CheckReport, live: readonly Live[]): CheckReport => {
	if (!waivable.has(check.status)) return check;
	const mine = live.filter(({ entry }) => entry.check === check.id);
	const whole = mine.find(({ entry }) => entry.path === undefined);
	if (whole) {
		whole.used = true;
		return { ...check, status: 'waived', waiver: waiverOf(whole.entry) };
	}
	const covering = (finding: ReportedFinding): Live | undefined =>
		mine.find(({ covers }) => covers(finding.at.path));
	const covered = check.findings.filter(finding => covering(finding) !== undefined);
	const [first] = covered;
	const by = first && covering(first);
	if (!by) return check;
	for (const finding of covered) {
		const one = covering(finding);
		if (one) one.used = true;
	}
	const open = check.findings.filter(finding => covering(finding) === undefined);
	const status = statusOf(open);
	const waiver = waiverOf(by.entry);
	// A question stays open: what is waived by path is only what was found on the way.
	if (check.status === 'manual') return { ...check, findings: open, waiver };
	// With nothing left to mend the check keeps its findings, so that what was accepted can be seen.
	if (status === 'pass') return { ...check, status: 'waived', waiver };
	return { ...check, status, findings: open, waiver };
};

/**
 * Lays accepted decisions over a report. Whatever is expired, invalid or matches nothing fails open and is told in
 * the report's notices. `today` is an ISO date; `known` are all check ids, whether or not this report has them.
 */
export const applyWaivers = (
	report: Report,
	entries: readonly WaiverEntry[],
	{ today, known }: { readonly today: string; readonly known: ReadonlySet<string> },
): Report => {
	if (entries.length === 0) return report;
	const notices: string[] = [...(report.notices ?? [])];
	const live: Live[] = [];
	for (const entry of entries) {
		const flaw = findFlaw(entry, known, today);
		if (flaw !== null) notices.push(`${nameOf(entry)} ${flaw}; its findings count`);
		else {
			const covers = entry.path === undefined ? () => true : picomatch(entry.path, { dot: true });
			live.push({ entry, covers, used: false });
		}
	}
	const sections = report.sections.map(section => {
		const practices = section.practices.map(practice => {
			const checks = practice.checks.map(check => waive(check, live));
			const status = worstStatusOf(checks.map(check => check.status));
			return { ...practice, checks, status: practice.rollup ? practice.status : status };
		});
		const own = practices.filter(({ rollup }) => !rollup).flatMap(({ checks }) => checks);
		return { ...section, practices, summary: summaryOf(own) };
	});
	const all = sections.flatMap(({ practices }) =>
		practices.filter(({ rollup }) => !rollup).flatMap(({ checks }) => checks),
	);
	for (const { entry, used } of live) {
		if (!used) notices.push(`${nameOf(entry)} matches no finding`);
	}
	return { ...report, sections, summary: summaryOf(all), ...(notices.length === 0 ? {} : { notices }) };
};
