import type { Safety } from '../core/fixer.ts';
import type { PracticeReport, Report } from '../core/report.ts';
import { spotsOf } from './spots.ts';
import type { Spot } from './spots.ts';
import type { FixerGuide, FixTarget } from './ports.ts';

/** A fix that could be made now: one fixer for the open findings of one check in one project. */
export interface OpenFix {
	readonly target: FixTarget;
	/** The practice's number. */
	readonly practice: string;
	readonly practiceTitle: string;
	/** What is wrong, in the check's words. */
	readonly checkTitle: string;
	readonly safety: Safety;
	readonly findings: number;
	readonly files: number;
}

const fixesByPractice = new WeakMap<PracticeReport, readonly OpenFix[]>();

export const isSameTarget = (one: FixTarget, other: FixTarget): boolean =>
	one.fixer === other.fixer && one.check === other.check && one.project === other.project;

interface Group {
	readonly fix: OpenFix;
	readonly fingerprints: string[];
	readonly paths: Set<string>;
}

/** One group for each fixer, check and project, in the order of the findings. */
const groupsOf = (practice: PracticeReport, spots: readonly Spot[]): readonly Group[] => {
	const groups = new Map<string, Group>();
	for (const { check, finding } of spots) {
		if (!finding.fix) continue;
		const target: FixTarget = { fixer: finding.fix.fixer, check: check.id, project: check.project };
		const key = JSON.stringify([target.fixer, target.check, target.project]);
		const fix: OpenFix = {
			target,
			practice: practice.number,
			practiceTitle: practice.title,
			checkTitle: check.title,
			safety: finding.fix.safety,
			findings: 0,
			files: 0,
		};
		const group = groups.get(key) ?? { fix, fingerprints: [], paths: new Set<string>() };
		group.fingerprints.push(finding.fingerprint);
		group.paths.add(finding.at.path);
		groups.set(key, group);
	}
	return [...groups.values()];
};

/** In the order of the findings; remembered per report. */
export const fixesOf = (practice: PracticeReport): readonly OpenFix[] => {
	const known = fixesByPractice.get(practice);
	if (known) return known;
	const fixes = groupsOf(practice, spotsOf(practice)).map(({ fix, fingerprints, paths }) => ({
		...fix,
		findings: fingerprints.length,
		files: paths.size,
	}));
	fixesByPractice.set(practice, fixes);
	return fixes;
};

/** The fixes for some findings of a practice only. */
export const fixesForSpots = (practice: PracticeReport, spots: readonly Spot[]): readonly OpenFix[] =>
	groupsOf(practice, spots).map(({ fix, fingerprints, paths }) => ({
		...fix,
		target: { ...fix.target, fingerprints },
		findings: fingerprints.length,
		files: paths.size,
	}));

/** What the session can do itself: it runs no programs. */
export const isDoable = ({ safety }: Pick<OpenFix, 'safety'>): boolean => safety !== 'exec';

/** Those that go first, first; else as they stand. A circle is broken where it is entered. */
export const inOrder = (
	fixes: readonly OpenFix[],
	guides: ReadonlyMap<string, FixerGuide>,
): readonly OpenFix[] => {
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

				.flatMap(fixesOf)
				.filter(({ safety }) => safety === 'safe'),
		),
		guides,
	);

/** Every finding of a report that a target's fixer could mend for its check and project, picked or not. */
export const spotsOfTarget = (
	report: Report,
	target: Pick<FixTarget, 'fixer' | 'check' | 'project'>,
): readonly Spot[] =>
	report.sections
		.flatMap(({ practices }) => practices.flatMap(spotsOf))
		.filter(
			({ check, finding }) =>
				check.id === target.check && check.project === target.project && finding.fix?.fixer === target.fixer,
		);

/** Whether a fix still has something to do. */
export const isOpen = (report: Report, target: FixTarget): boolean =>
	spotsOfTarget(report, target).some(
		({ finding }) => target.fingerprints?.includes(finding.fingerprint) ?? true,
	);

/** An entry of the menu that asks which fix to make. */
export type Choice =
	| { readonly kind: 'one'; readonly fix: OpenFix }
	/** `all-shown`: what is not safe is shown before it is committed. */
	| { readonly kind: 'all-safe' | 'all-shown'; readonly fixes: readonly OpenFix[] };

/** The menu's entries; all at once come first where there are several and no diff was asked for. */
export const choicesOf = (fixes: readonly OpenFix[], mode: 'fix' | 'preview'): readonly Choice[] => {
	const safe = fixes.filter(({ safety }) => safety === 'safe');
	const each = fixes.map((fix): Choice => ({ kind: 'one', fix }));
	if (mode !== 'fix' || fixes.length < 2) return each;
	const shown = fixes.filter(({ safety }) => safety !== 'guided');
	return [
		...(safe.length > 1 ? [{ kind: 'all-safe' as const, fixes: safe }] : []),
		...(shown.length > Math.max(1, safe.length) ? [{ kind: 'all-shown' as const, fixes: shown }] : []),
		...each,
	];
};
