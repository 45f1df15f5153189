import type { CheckReport, PracticeReport, ReportedFinding } from '../core/report.ts';

/** A finding with the check that made it. */
export interface Spot {
	readonly check: CheckReport;
	readonly finding: ReportedFinding;
}

const filesByPractice = new WeakMap<PracticeReport, number>();
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

/** How many files the findings are in; remembered per report. */
export const filesOf = (practice: PracticeReport): number => {
	const known = filesByPractice.get(practice);
	if (known !== undefined) return known;
	const files = new Set(spotsOf(practice).map(({ finding }) => finding.at.path)).size;
	filesByPractice.set(practice, files);
	return files;
};
