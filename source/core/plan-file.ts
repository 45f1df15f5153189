import type { Decision } from './decision.ts';
import type { Answers } from './fixer.ts';

/** One choice of a session, to be made again elsewhere. */
export type PlanStep =
	| {
			readonly kind: 'fix';
			readonly fixer: string;
			/** `practice/check`. */
			readonly check: string;
			readonly project: string;
			/** Fingerprints of the findings that were picked; all open ones without. */
			readonly findings?: readonly string[];
			readonly answers: Answers;
			/** The commit's first line, where the user wrote it. */
			readonly subject?: string;
	  }
	| { readonly kind: 'decision'; readonly decision: Decision };
