import { findNearest } from '../core/nearest.ts';
import type { Practice } from '../core/practice.ts';
import type { CheckReport } from '../core/report.ts';

/** What has to be known of a practice to find out what a decision is about. */
export type Known = Pick<Practice, 'number' | 'id' | 'title' | 'failTitle' | 'leaves'> & {
	readonly checks: readonly Pick<Practice['checks'][number], 'id' | 'failTitle'>[];
};

interface Named {
	readonly check?: string | undefined;
	readonly practice?: string | undefined;
}

/** The checks that are meant; null for those of the whole checklist. */
export type Scope = { readonly checks: ReadonlySet<string> | null } | { readonly flaw: string };

/** A decision that holds today. */
export interface Live<E> {
	readonly entry: E;
	/** Null for all. */
	readonly checks: ReadonlySet<string> | null;
	/** Whether it matched something. */
	used: boolean;
}

/** Whether a decision names a check. */
export const isAbout = ({ checks }: Pick<Live<unknown>, 'checks'>, { id }: CheckReport): boolean =>
	checks?.has(id) ?? true;

export const checkIdsOf = ({ id, checks }: Pick<Known, 'id' | 'checks'>): readonly string[] =>
	checks.map(check => `${id}/${check.id}`);

const meant = (name: string, ids: readonly string[]): string => {
	const nearest = findNearest(name, ids);
	return nearest === null ? '' : `; \`${nearest}\` is meant, perhaps`;
};

/** Finds the checks that a decision names. */
export const scopeOf = ({ check, practice }: Named, known: readonly Known[]): Scope => {
	if (check !== undefined) {
		const ids = known.flatMap(checkIdsOf);
		if (ids.includes(check)) return { checks: new Set([check]) };
		return { flaw: `there is no check \`${check}\`${meant(check, ids)}` };
	}
	if (practice === undefined) return { checks: null };
	const found = known.find(({ number, id }) => number === practice || id === practice);
	if (!found) {
		const ids = known.map(({ id }) => id);
		return { flaw: `there is no practice \`${practice}\`${meant(practice, ids)}` };
	}
	if (found.checks.length > 0) return { checks: new Set(checkIdsOf(found)) };
	return { flaw: `\`${practice}\` only repeats ${(found.leaves ?? []).join(', ')}: name one of them` };
};

/** Whether two decisions of a kind are about the same. */
export const isSameScope = (
	one: Named & { readonly path?: string | undefined; readonly finding?: string | undefined },
	other: Named & { readonly path?: string | undefined; readonly finding?: string | undefined },
	known: readonly Known[],
): boolean => {
	// A fingerprint says it all.
	if (one.finding !== undefined || other.finding !== undefined) return one.finding === other.finding;
	if (one.path !== other.path || (one.check === undefined) !== (other.check === undefined)) return false;
	if (one.check !== undefined) return one.check === other.check;
	const numberOf = ({ practice }: Named): string | undefined =>
		known.find(({ number, id }) => number === practice || id === practice)?.number ?? practice;
	return numberOf(one) === numberOf(other);
};
