import type { CheckReport, Report } from '../core/report.ts';
import { isSelected } from '../core/selection.ts';
import { summaryOf, worstStatusOf } from '../core/summary.ts';

/** What a report is narrowed to. */
export interface Filter {
	/** Ids of sections, practices or checks; none means all. */
	readonly only: readonly string[];
	readonly skip: readonly string[];
	/** Findings elsewhere are left out; a check without any that remain too. */
	readonly paths?: ReadonlySet<string>;
}

const narrowed = (check: CheckReport, paths: ReadonlySet<string> | undefined): CheckReport | null => {
	if (!paths) return check;
	const findings = check.findings.filter(({ at }) => paths.has(at.path));
	if (check.status !== 'fail' && check.status !== 'warn') return { ...check, findings };
	if (findings.length === 0) return null;
	return { ...check, findings, status: findings.some(({ level }) => level === 'fail') ? 'fail' : 'warn' };
};

/** The same report with fewer checks and findings; counts and score follow. What is left without checks goes. */
export const filterReport = (report: Report, { only, skip, paths }: Filter): Report => {
	if (only.length === 0 && skip.length === 0 && !paths) return report;
	const sections = report.sections.flatMap(section => {
		if (section.practices.length === 0) return only.length === 0 ? [section] : [];
		const practices = section.practices.flatMap(practice => {
			const checks = practice.checks.flatMap(check => {
				const ids = {
					section: section.id,
					number: practice.number,
					practice: practice.id,
					check: check.id,
				};
				if (only.length > 0 && !isSelected(only, ids)) return [];
				if (isSelected(skip, ids)) return [];
				const kept = narrowed(check, paths);
				return kept ? [kept] : [];
			});
			if (checks.length === 0) return [];
			return [{ ...practice, checks, status: worstStatusOf(checks.map(({ status }) => status)) }];
		});
		const own = practices.filter(({ rollup }) => !rollup).flatMap(({ checks }) => checks);
		return practices.length === 0 ? [] : [{ ...section, practices, summary: summaryOf(own) }];
	});
	const all = sections.flatMap(({ practices }) =>
		practices.filter(({ rollup }) => !rollup).flatMap(({ checks }) => checks),
	);
	return { ...report, sections, summary: summaryOf(all) };
};
