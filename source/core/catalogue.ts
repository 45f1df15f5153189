import type { AnyFixer } from './fixer.ts';
import type { Practice } from './practice.ts';
import type { Selectable } from './selection.ts';

/** All that the program knows: sections in checklist order, practices, fixers. */
export interface Catalogue {
	readonly sections: readonly {
		readonly id: string;
		readonly title: string;
		readonly practices: readonly string[];
	}[];
	readonly practices: readonly Practice[];
	/** In the order in which a batch runs them. */
	readonly fixers: readonly Pick<
		AnyFixer,
		'id' | 'title' | 'checks' | 'safety' | 'safetyNote' | 'touches' | 'after'
	>[];
}

/** Practices of a section, in checklist order. */
export const practicesOf = (catalogue: Catalogue, numbers: readonly string[]): readonly Practice[] =>
	numbers.flatMap(number => catalogue.practices.filter(practice => practice.number === number));

/** Each check with every id that names it. */
export const selectablesOf = (catalogue: Catalogue): readonly Selectable[] =>
	catalogue.sections.flatMap(section =>
		practicesOf(catalogue, section.practices).flatMap(practice => {
			const ids = { section: section.id, number: practice.number, practice: practice.id };
			// A pure roll-up has no checks, and yet a name.
			if (practice.checks.length === 0) return [{ ...ids, check: practice.id }];
			return practice.checks.map(check => ({ ...ids, check: `${practice.id}/${check.id}` }));
		}),
	);
