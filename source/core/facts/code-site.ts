import type { Place } from '../finding.ts';
import type { Suppression } from './suppression.ts';

/** A place in code that a finding can show. */
export interface CodeSite {
	readonly at: Required<Place>;
	/** The code on one line, at most 80 characters. */
	readonly code: string;
	/** The comment that silences it. */
	readonly suppression: Suppression | null;
}
