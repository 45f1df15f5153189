import type { CheckReport, PracticeReport, Report, ReportStatus } from '../core/report.ts';
import { summaryOf, worstStatusOf } from '../core/summary.ts';
import { checkEntries, countedFindings } from './entries.ts';
import { jsonOf } from './json.ts';

/** A finding that was there before, and is accepted until it goes. */
export interface BaselineEntry {
	readonly check: string;
	/** Project path. */
	readonly project: string;
	/** For people to read; the fingerprint says it all. */
	readonly path: string;
	readonly fingerprint: string;
}

/** The findings that count in a report now. */
export const baselineOf = (report: Report): readonly BaselineEntry[] =>
	checkEntries(report).flatMap(({ check }) =>
		countedFindings(check).map(({ at, fingerprint }) => ({
			check: check.id,
			project: check.project,
			path: at.path,
			fingerprint,
		})),
	);

const keyOf = ({ check, project, path, fingerprint }: BaselineEntry): string =>
	[check, project, path, fingerprint].join('\0');

/** The file: one finding a line, sorted, so that it shrinks line by line. */
export const baselineText = (entries: readonly BaselineEntry[]): string => {
	const sorted = entries.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
	const lines = sorted.map(({ check, project, path, fingerprint }) =>
		jsonOf({ check, project, path, fingerprint }).replaceAll(/\n\s*/g, ' ').trim(),
	);
	return `{ "schema": 1, "findings": [${lines.length === 0 ? '' : `\n  ${lines.join(',\n  ')}\n`}] }\n`;
};

const textIn = (value: object, key: string): string | null => {
	const found: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
	return typeof found === 'string' ? found : null;
};

/** Reads what {@link baselineText} wrote; null for anything else. */
export const readBaseline = (text: string): readonly BaselineEntry[] | null => {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	if (typeof value !== 'object' || value === null) return null;
	const schema: unknown = Object.getOwnPropertyDescriptor(value, 'schema')?.value;
	const findings: unknown = Object.getOwnPropertyDescriptor(value, 'findings')?.value;
	if (schema !== 1 || !Array.isArray(findings)) return null;
	const entries: BaselineEntry[] = [];
	for (const item of findings) {
		if (typeof item !== 'object' || item === null) return null;
		const [check, project, path, fingerprint] = ['check', 'project', 'path', 'fingerprint'].map(key =>
			textIn(item, key),
		);
		if (check == null || project == null || path == null || fingerprint == null) return null;
		entries.push({ check, project, path, fingerprint });
	}
	return entries;
};

const laid = (check: CheckReport, known: ReadonlySet<string>): CheckReport => {
	if (check.status !== 'fail' && check.status !== 'warn') return check;
	if (!check.findings.some(({ fingerprint }) => known.has(fingerprint))) return check;
	const findings = check.findings.map(finding =>
		known.has(finding.fingerprint) ? { ...finding, baselined: true } : finding,
	);
	const left = countedFindings({ ...check, findings });
	if (left.length > 0) {
		return { ...check, findings, status: left.some(({ level }) => level === 'fail') ? 'fail' : 'warn' };
	}
	// Debt is shown, never counted as pass.
	return { ...check, findings, status: 'waived', waiver: { reason: 'in the baseline' } };
};

/** Takes the findings of a baseline out of what counts; roll-ups and counts follow. */
export const applyBaseline = (report: Report, entries: readonly BaselineEntry[]): Report => {
	const known = new Set(entries.map(({ fingerprint }) => fingerprint));
	const statuses = new Map<string, ReportStatus>();
	const judged = report.sections.map(section => ({
		...section,
		practices: section.practices.map(practice => {
			const checks = practice.checks.map(check => laid(check, known));
			for (const { id, project, status } of checks) statuses.set(`${id}\0${project}`, status);
			return { ...practice, checks };
		}),
	}));
	const settled = (practice: PracticeReport): PracticeReport => {
		const leaves = practice.leaves?.map(leaf => ({
			...leaf,
			status: statuses.get(`${leaf.check}\0${leaf.project}`) ?? leaf.status,
		}));
		const all = [...practice.checks, ...(leaves ?? [])].map(({ status }) => status);
		const isOpenAbove = practice.rollup && practice.status === 'not-applicable';
		return {
			...practice,
			...(leaves === undefined ? {} : { leaves }),
			status: isOpenAbove ? practice.status : worstStatusOf(all),
		};
	};
	const sections = judged.map(section => {
		const practices = section.practices.map(settled);
		return { ...section, practices, summary: summaryOf(practices.flatMap(({ checks }) => checks)) };
	});
	const all = sections.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks));
	return { ...report, sections, summary: summaryOf(all) };
};

const names = ({ id, project }: Pick<CheckReport, 'id' | 'project'>): string => `${id}\0${project}`;

/**
 * What a baseline should hold after a run: what was found, and what was not looked at. A run of the whole checklist
 * looks at everything but checks that broke.
 */
export const renewedBaseline = (
	report: Report,
	entries: readonly BaselineEntry[],
	{ isWhole }: { readonly isWhole: boolean },
): readonly BaselineEntry[] => {
	const checks = checkEntries(report).map(({ check }) => check);
	const broken = new Set(checks.filter(({ status }) => status === 'error').map(names));
	const judged = new Set(checks.map(names));
	const projects = new Set(report.repo.projects.map(({ path }) => path));
	const unseen = entries.filter(({ check, project }) => {
		const name = names({ id: check, project });
		if (broken.has(name)) return true;
		// A run in a folder leaves out the projects elsewhere.
		return !judged.has(name) && (!isWhole || !projects.has(project));
	});
	return [...unseen, ...baselineOf(report)];
};

/** Entries that a run found no more. */
export const goneFromBaseline = (
	report: Report,
	entries: readonly BaselineEntry[],
	options: { readonly isWhole: boolean },
): readonly BaselineEntry[] => {
	const kept = new Set(renewedBaseline(report, entries, options).map(keyOf));
	return entries.filter(entry => !kept.has(keyOf(entry)));
};
