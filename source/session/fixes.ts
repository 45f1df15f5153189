import type { Safety } from '../core/fixer.ts';
import type { PracticeReport, Report } from '../core/report.ts';
import { spotsOf } from './outline.ts';
import type { FixerGuide, FixTarget } from './ports.ts';

/** A fix that could be made now: one fixer for the open findings of one check in one project. */
export interface OpenFix {
	readonly target: FixTarget;
	/** The practice's number. */
	readonly practice: string;
	readonly practiceTitle: string;
	readonly safety: Safety;
	readonly findings: number;
	readonly files: number;
}

const fixesByPractice = new WeakMap<PracticeReport, readonly OpenFix[]>();

export const isSameTarget = (one: FixTarget, other: FixTarget): boolean =>
	one.fixer === other.fixer && one.check === other.check && one.project === other.project;

/** In the order of the findings; remembered per report. */
export const fixesOf = (practice: PracticeReport): readonly OpenFix[] => {
	const known = fixesByPractice.get(practice);
	if (known) return known;
	const groups = new Map<string, { fix: OpenFix; findings: number; readonly paths: Set<string> }>();
	for (const { check, finding } of spotsOf(practice)) {
		if (!finding.fix) continue;
		const target: FixTarget = { fixer: finding.fix.fixer, check: check.id, project: check.project };
		const key = JSON.stringify([target.fixer, target.check, target.project]);
		const fix: OpenFix = {
			target,
			practice: practice.number,
			practiceTitle: practice.title,
			safety: finding.fix.safety,
			findings: 0,
			files: 0,
		};
		const group = groups.get(key) ?? { fix, findings: 0, paths: new Set<string>() };
		group.findings += 1;
		group.paths.add(finding.at.path);
		groups.set(key, group);
	}
	const fixes = [...groups.values()].map(({ fix, findings, paths }) => ({
		...fix,
		findings,
		files: paths.size,
	}));
	fixesByPractice.set(practice, fixes);
	return fixes;
};

/** What the session can do itself: it runs no programs. */
export const isDoable = ({ safety }: Pick<OpenFix, 'safety'>): boolean => safety !== 'exec';

/** Those that go first, first; else as they stand. A circle is broken where it is entered. */
const inOrder = (fixes: readonly OpenFix[], guides: ReadonlyMap<string, FixerGuide>): readonly OpenFix[] => {
	const ordered: OpenFix[] = [];
	const seen = new Set<OpenFix>();
	const place = (fix: OpenFix) => {
		if (seen.has(fix)) return;
		seen.add(fix);
		const first = guides.get(fix.target.fixer)?.after ?? [];
		for (const other of fixes) if (first.includes(other.target.fixer)) place(other);
		ordered.push(fix);
	};
	fixes.forEach(place);
	return ordered;
};

/** Every fix that may be committed without being looked at, in the order to make them. */
export const safeFixesOf = (report: Report, guides: ReadonlyMap<string, FixerGuide>): readonly OpenFix[] =>
	inOrder(
		report.sections.flatMap(({ practices }) =>
			practices
				.filter(({ rollup }) => !rollup)
				.flatMap(fixesOf)
				.filter(({ safety }) => safety === 'safe'),
		),
		guides,
	);

/** Whether a fix still has something to do. */
export const isOpen = (report: Report, target: FixTarget): boolean =>
	report.sections.some(({ practices }) =>
		practices.some(practice => fixesOf(practice).some(fix => isSameTarget(fix.target, target))),
	);

/** An entry of the menu that asks which fix to make. */
export type Choice =
	| { readonly kind: 'one'; readonly fix: OpenFix }
	| { readonly kind: 'all-safe'; readonly fixes: readonly OpenFix[] };

/** The menu's entries; all safe fixes at once come first where there are several and no diff was asked for. */
export const choicesOf = (fixes: readonly OpenFix[], mode: 'fix' | 'preview'): readonly Choice[] => {
	const safe = fixes.filter(({ safety }) => safety === 'safe');
	const each = fixes.map((fix): Choice => ({ kind: 'one', fix }));
	return mode === 'fix' && safe.length > 1 ? [{ kind: 'all-safe', fixes: safe }, ...each] : each;
};
