import type { PracticeReport, Report, SectionReport } from '../core/report.ts';
import { filterOf } from './filter.ts';
import type { FixCommit } from './ports.ts';
import { shownStatus } from './shown-status.ts';
import type { ShownStatus } from './shown-status.ts';

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

/** What the list is to show. */
export interface OutlineLook {
	readonly commits: readonly FixCommit[];
	/** Whether passed, waived and not-applicable practices are listed. */
	readonly showsSettled: boolean;
	/** As typed; with one, settled practices are looked through too, and sections without a hit go. */
	readonly filter: string;
	readonly marks: ReadonlySet<string>;
	/** The row that stays listed in any case while there is no filter. */
	readonly keep: string;
}

const isSame = (one: OutlineLook, other: OutlineLook): boolean =>
	one.commits === other.commits &&
	one.showsSettled === other.showsSettled &&
	one.filter === other.filter &&
	one.marks === other.marks &&
	one.keep === other.keep;

const outline = (report: Report, look: OutlineLook): readonly Row[] => {
	const { commits, showsSettled, marks, keep } = look;
	const test = filterOf(look.filter);
	return report.sections.flatMap(section => {
		const rows = section.practices.flatMap(practice => {
			const status = shownStatus(practice, commits);
			const isListed = test
				? test({ section, practice, status, marks })
				: showsSettled || unsettled.has(status) || practice.number === keep;
			return isListed ? [{ kind: 'practice' as const, id: practice.number, section, practice, status }] : [];
		});
		if (test && rows.length === 0) return [];
		return [{ kind: 'section' as const, id: sectionRowId(section.id), section }, ...rows];
	});
};

const latest = new WeakMap<Report, { readonly look: OutlineLook; readonly rows: readonly Row[] }>();

/** The rows of the list: sections, and of their practices those that want attention, or fit the filter. */
export const outlineOf = (report: Report, look: OutlineLook): readonly Row[] => {
	const known = latest.get(report);
	if (known && isSame(known.look, look)) return known.rows;
	const rows = outline(report, look);
	latest.set(report, { look, rows });
	return rows;
};

/** Something to mend, counted once: what a roll-up says is said by the practices it names. */
export const isProblem = (row: Row): boolean =>
	row.kind === 'practice' &&
	problems.has(row.status) &&
	(!row.practice.rollup ||
		row.practice.checks.some(({ status }) => status === 'fail' || status === 'warn' || status === 'error'));

export interface SettledCounts {
	readonly pass: number;
	readonly notApplicable: number;
	readonly waived: number;
	readonly pending: number;
}

/** How many practices are folded away. */
export const settledOf = (report: Report, commits: readonly FixCommit[]): SettledCounts => {
	const statuses = report.sections.flatMap(({ practices }) =>
		practices.map(practice => shownStatus(practice, commits)),
	);
	const count = (status: ShownStatus) => statuses.filter(other => other === status).length;
	return {
		pass: count('pass'),
		notApplicable: count('not-applicable'),
		waived: count('waived'),
		pending: count('pending'),
	};
};
