import type {
	CheckReport,
	PracticeReport,
	Report,
	ReportedFinding,
	ReportStatus,
	SectionReport,
} from '../core/report.ts';
import { statusOrder } from '../core/summary.ts';

/** One check in one project, with what it belongs to. */
export interface CheckEntry {
	readonly section: SectionReport;
	readonly practice: PracticeReport;
	readonly check: CheckReport;
}

/** Every check where it is counted, in checklist order. */
export const checkEntries = (report: Report): readonly CheckEntry[] =>
	report.sections.flatMap(section =>
		section.practices.flatMap(practice => practice.checks.map(check => ({ section, practice, check }))),
	);

/** What a check counts against the repository now: neither notes nor what is in the baseline. */
export const countedFindings = ({ status, findings }: CheckReport): readonly ReportedFinding[] =>
	status === 'fail' || status === 'warn'
		? findings.filter(({ level, baselined }) => level !== 'info' && !baselined)
		: [];

/** Message, what was found and what was expected, as one sentence each. */
export const sentencesOf = ({ message, found, expected, confidence }: ReportedFinding): readonly string[] => [
	confidence === 'likely' ? `${message} (likely)` : message,
	...(found === undefined || found.trim() === '' ? [] : [`Found: ${found}`]),
	...(expected === undefined ? [] : [`Expected: ${expected}`]),
];

/** In the order in which reports list. */
export const worstFirst = <T extends { readonly status: ReportStatus }>(items: readonly T[]): readonly T[] =>
	items.toSorted((a, b) => statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status));
