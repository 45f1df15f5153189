import picomatch from 'picomatch';
import type { WaiverEntry } from '../config/decisions.ts';
import type { Status } from '../core/practice.ts';
import type { CheckReport, ReportedFinding, Waiver } from '../core/report.ts';
import { isAbout } from './decision-scope.ts';
import type { Live } from './decision-scope.ts';

/** Statuses that a waiver takes the place of. */
export const waivable: ReadonlySet<string> = new Set(['warn', 'fail', 'manual']);

/** Tells whether a waiver with these covers a finding. */
export const coverOf = ({
	path,
	finding: fingerprint,
}: Pick<WaiverEntry, 'path' | 'finding'>): ((finding: ReportedFinding) => boolean) => {
	// The path beside a fingerprint is for people to read.
	if (fingerprint !== undefined) return finding => finding.fingerprint === fingerprint;
	if (path === undefined) return () => true;
	const matches = picomatch(path, { dot: true });
	return finding => matches(finding.at.path);
};

const waiverOf = ({ reason, owner, until }: WaiverEntry): Waiver => ({
	reason,
	...(owner === undefined ? {} : { owner }),
	...(until === undefined ? {} : { until }),
});

const statusOf = (findings: readonly ReportedFinding[]): Status =>
	findings.some(({ level }) => level === 'fail')
		? 'fail'
		: findings.some(({ level }) => level === 'warn')
			? 'warn'
			: 'pass';

/** Lays waivers over a check, and notes which of them match something. */
export const waive = (check: CheckReport, live: readonly Live<WaiverEntry>[]): CheckReport => {
	if (!waivable.has(check.status)) return check;
	const mine = live
		.filter(waiver => isAbout(waiver, check))
		.map(waiver => ({ waiver, covers: coverOf(waiver.entry) }));
	const whole = mine.find(({ waiver: { entry } }) => entry.path === undefined && entry.finding === undefined);
	const matching = mine.filter(each => each === whole || check.findings.some(each.covers));
	for (const { waiver } of matching) waiver.used = true;
	if (whole) return { ...check, status: 'waived', waiver: waiverOf(whole.waiver.entry) };
	const [first] = matching;
	if (!first) return check;
	const open = check.findings.filter(finding => !matching.some(({ covers }) => covers(finding)));
	const status = statusOf(open);
	const waiver = waiverOf(first.waiver.entry);
	// A question stays open: what is waived by path is only what was found on the way.
	if (check.status === 'manual') return { ...check, findings: open, waiver };
	// With nothing left to mend the check keeps its findings, so that what was accepted can be seen.
	if (status === 'pass') return { ...check, status: 'waived', waiver };
	return { ...check, status, findings: open, waiver };
};
