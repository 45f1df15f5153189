import type {
	PracticeReport,
	Report,
	ReportedFinding,
	CheckReport,
	ReportStatus,
	SectionReport,
} from '../core/report.ts';
import type { FixCommit } from './ports.ts';

/** What a practice's row shows: `fixed` takes the place of `pass` where a commit of the branch made it so. */
export type ShownStatus = ReportStatus | 'fixed';

export type Row =
	| { readonly kind: 'section'; readonly id: string; readonly section: SectionReport }
	| {
			readonly kind: 'practice';
			readonly id: string;
			readonly section: SectionReport;
			readonly practice: PracticeReport;
			readonly status: ShownStatus;
	  };

const unsettled: ReadonlySet<ShownStatus> = new Set(['fail', 'warn', 'error', 'manual', 'fixed']);
const problems: ReadonlySet<ShownStatus> = new Set(['fail', 'warn', 'error']);

export const sectionRowId = (section: string): string => `section ${section}`;

export const shownStatus = (practice: PracticeReport, commits: readonly FixCommit[]): ShownStatus =>
	practice.status === 'pass' && commits.some(commit => commit.practice === practice.number)
		? 'fixed'
		: practice.status;

/** Every section, and of its practices those that want attention, or all. `keep` stays listed in any case. */
export const outlineOf = (
	report: Report,
	commits: readonly FixCommit[],
	showsSettled: boolean,
	keep = '',
): readonly Row[] =>
	report.sections.flatMap(section => [
		{ kind: 'section' as const, id: sectionRowId(section.id), section },
		...section.practices.flatMap(practice => {
			const status = shownStatus(practice, commits);
			const isListed = showsSettled || unsettled.has(status) || practice.number === keep;
			return isListed ? [{ kind: 'practice' as const, id: practice.number, section, practice, status }] : [];
		}),
	]);

/** Something to mend, counted once: what a roll-up says is said by the practices it names. */
export const isProblem = (row: Row): boolean =>
	row.kind === 'practice' && problems.has(row.status) && !row.practice.rollup;

/** A finding with the check that made it. */
export interface Spot {
	readonly check: CheckReport;
	readonly finding: ReportedFinding;
}

const spotsByPractice = new WeakMap<PracticeReport, readonly Spot[]>();

/** All findings of a practice that speak against it, in the report's order; remembered per report. */
export const spotsOf = (practice: PracticeReport): readonly Spot[] => {
	const known = spotsByPractice.get(practice);
	if (known) return known;
	const spots = practice.checks.flatMap(check =>
		check.status === 'pass' || check.status === 'not-applicable'
			? []
			: check.findings.filter(({ baselined }) => !baselined).map((finding): Spot => ({ check, finding })),
	);
	spotsByPractice.set(practice, spots);
	return spots;
};

export interface SettledCounts {
	readonly pass: number;
	readonly notApplicable: number;
	readonly waived: number;
}

/** How many practices are folded away. */
export const settledOf = (report: Report, commits: readonly FixCommit[]): SettledCounts => {
	const statuses = report.sections.flatMap(({ practices }) =>
		practices.map(practice => shownStatus(practice, commits)),
	);
	const count = (status: ShownStatus) => statuses.filter(other => other === status).length;
	return { pass: count('pass'), notApplicable: count('not-applicable'), waived: count('waived') };
};
