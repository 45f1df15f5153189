import type { CheckReport, PracticeReport, Report, ReportStatus } from '../core/report.ts';
import type { Practice } from '../core/practice.ts';
import { headlineOf, rolledStatus } from '../core/roll-up.ts';
import { isSelected } from '../core/selection.ts';
import { summaryOf, worstStatusOf } from '../core/summary.ts';

/** What a report is narrowed to. */
export interface Filter {
	/** Ids of sections, practices or checks; none means all. */
	readonly only: readonly string[];
	readonly skip: readonly string[];
	/** Both titles of each practice, so that what is left has the one that is true. */
	readonly practices: readonly Pick<Practice, 'id' | 'title' | 'failTitle' | 'leaves'>[];
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

const isNamed = (only: readonly string[], section: string, practice: PracticeReport): boolean =>
	isSelected(only, { section, number: practice.number, practice: practice.id, check: '' });

/** Who names a roll-up names its leaves. */
const withLeaves = (report: Report, only: readonly string[]): readonly string[] => [
	...only,
	...report.sections.flatMap(({ id, practices }) =>
		practices
			.filter(practice => practice.rollup && isNamed(only, id, practice))
			.flatMap(({ leaves = [] }) => leaves.map(({ check }) => check)),
	),
];

/** A roll-up over the checks that are left; it shows all it rests on, or was asked for by name. */
const rolledUp = (
	practice: PracticeReport,
	checks: readonly CheckReport[],
	left: ReadonlyMap<string, ReportStatus>,
): PracticeReport => {
	const leaves = (practice.leaves ?? []).flatMap(leaf => {
		const status = left.get(`${leaf.check}\0${leaf.project}`);
		return status === undefined ? [] : [{ ...leaf, status }];
	});
	return {
		...practice,
		checks,
		leaves,
		status: rolledStatus([...checks, ...leaves], practice.awaits ?? []),
	};
};

const judgedIn = ({ checks, leaves = [] }: PracticeReport): number => checks.length + leaves.length;

/** What was open lies elsewhere, and what is left passes: to call that a pass would say too much. */
const isOnlyRest = (before: PracticeReport, after: PracticeReport): boolean => {
	const isOpen = after.status === 'fail' || after.status === 'warn' || after.status === 'manual';
	return judgedIn(after) === 0 || (judgedIn(after) < judgedIn(before) && !isOpen);
};

/** The same report with fewer checks and findings; counts and score follow. What is left without checks goes. */
export const filterReport = (
	report: Report,
	{ only: named, skip, practices: known, paths }: Filter,
): Report => {
	const byId = new Map(known.map(practice => [practice.id, practice]));
	const titled = (practice: PracticeReport): PracticeReport => {
		const found = byId.get(practice.id);
		const { stages, ...rest } = practice;
		return {
			...rest,
			// Of some files alone nothing can be said of what is set up or enforced.
			...(stages === undefined || paths ? {} : { stages }),
			...(found ? { title: headlineOf(found, [...practice.checks, ...(practice.leaves ?? [])]) } : {}),
		};
	};
	if (named.length === 0 && skip.length === 0 && !paths) return report;
	const only = withLeaves(report, named);
	const left = new Map<string, ReportStatus>();
	const keptOf = new Map<PracticeReport, readonly CheckReport[]>();
	for (const { id, practices } of report.sections) {
		for (const practice of practices) {
			const kept = practice.checks.flatMap(check => {
				const ids = { section: id, number: practice.number, practice: practice.id, check: check.id };
				if (only.length > 0 && !isSelected(only, ids)) return [];
				return isSelected(skip, ids) ? [] : (narrowed(check, paths) ?? []);
			});
			for (const { id: check, project, status } of kept) left.set(`${check}\0${project}`, status);
			keptOf.set(practice, kept);
		}
	}
	const sections = report.sections.flatMap(section => {
		if (section.practices.length === 0) return only.length === 0 ? [section] : [];
		const practices = section.practices.flatMap(practice => {
			const checks = keptOf.get(practice) ?? [];
			const isWanted = named.length === 0 || isNamed(named, section.id, practice);
			if (practice.rollup && isWanted && !isNamed(skip, section.id, practice)) {
				const rolled = rolledUp(practice, checks, left);
				if (paths && isOnlyRest(practice, rolled)) return [];
				return [titled(rolled)];
			}
			if (checks.length === 0) return [];
			const status = worstStatusOf(checks.map(each => each.status));
			const rest = { ...practice, checks, status };
			return paths && isOnlyRest(practice, rest) ? [] : [titled(rest)];
		});
		if (practices.length === 0) return [];
		return [{ ...section, practices, summary: summaryOf(practices.flatMap(({ checks }) => checks)) }];
	});
	const all = sections.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks));
	return { ...report, sections, summary: summaryOf(all) };
};
