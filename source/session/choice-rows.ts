import { spotsOfTarget } from './fixes.ts';
import type { Spot } from './spots.ts';
import type { Preview, Session } from './state.ts';

/** A row of what a fix is about: files, their findings where there are several, and files that change along with them. */
export type ChoiceRow =
	| { readonly kind: 'file'; readonly path: string; readonly fingerprints: readonly string[] }
	| {
			readonly kind: 'finding';
			readonly path: string;
			readonly fingerprints: readonly [string];
			readonly spot: Spot;
	  }
	| { readonly kind: 'along'; readonly path: string; readonly fingerprints: readonly [] };

/** Every finding that the fix in front could mend, whether taken in or left out. */
export const spotsInPreview = ({ report }: Session, { proposal }: Preview): readonly Spot[] =>
	report ? spotsOfTarget(report, proposal.target) : [];

export const choiceRowsOf = (session: Session, preview: Preview): readonly ChoiceRow[] => {
	const byPath = new Map<string, Spot[]>();
	for (const spot of spotsInPreview(session, preview)) {
		const { path } = spot.finding.at;
		byPath.set(path, [...(byPath.get(path) ?? []), spot]);
	}
	const along = preview.proposal.paths.filter(path => !byPath.has(path));
	return [
		...[...byPath].flatMap(([path, spots]): readonly ChoiceRow[] => [
			{ kind: 'file', path, fingerprints: spots.map(({ finding }) => finding.fingerprint) },
			...(spots.length === 1
				? []
				: spots.map((spot): ChoiceRow => ({
						kind: 'finding',
						path,
						fingerprints: [spot.finding.fingerprint],
						spot,
					}))),
		]),
		...along.map((path): ChoiceRow => ({ kind: 'along', path, fingerprints: [] })),
	];
};

/** How much of a row is taken in. */
export const shareOf = ({ fingerprints }: ChoiceRow, { skipped }: Preview): 'all' | 'some' | 'none' => {
	const left = fingerprints.filter(fingerprint => !skipped.has(fingerprint)).length;
	if (left === fingerprints.length) return 'all';
	return left === 0 ? 'none' : 'some';
};
