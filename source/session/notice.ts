import type { FixCommit } from './ports.ts';

/** Why a key does nothing now; the words are the screen's. */
export type Obstacle =
	| 'busy'
	| 'no-branch'
	| 'no-fix-here'
	| 'needs-program'
	| 'no-safe-fix'
	| 'nothing-to-undo'
	| 'nothing-to-redo'
	| 'no-commits'
	| 'no-choices'
	| 'no-problem'
	| 'no-problem-listed'
	| 'nothing-listed'
	| 'no-practice'
	| 'no-mark-here'
	| 'not-planned'
	| 'too-narrow'
	| 'is-undone'
	| 'no-place'
	| 'nothing-to-decide'
	| 'one-scope'
	| 'nothing-judged'
	| 'no-commit'
	| 'no-history'
	| 'no-tools'
	| 'unfinished';

/** What the session tells beside the screen; stays until the next key that does something. */
export type Notice =
	| { readonly kind: 'obstacle'; readonly why: Obstacle }
	| {
			readonly kind: 'committed';
			readonly commit: FixCommit;
			/** Of the fixed practice, after the commit. */
			readonly findingsLeft: number;
			readonly scoreBefore: number;
			readonly scoreAfter: number;
	  }
	| { readonly kind: 'undone' | 'redone'; readonly commit: FixCommit }
	/** Newest first. */
	| { readonly kind: 'dropped'; readonly commits: readonly FixCommit[] }
	| { readonly kind: 'edited'; readonly path: string }
	/** Where the finding is, written out. */
	| { readonly kind: 'place'; readonly path: string; readonly line: number | null }
	| { readonly kind: 'plan-saved'; readonly path: string; readonly steps: number }
	| { readonly kind: 'mouse'; readonly isOn: boolean }
	| { readonly kind: 'report-saved'; readonly path: string }
	| { readonly kind: 'declined'; readonly reason: string; readonly wasAsked: boolean }
	/** The user answered a question with no, and the fixer left all as it is. */
	| { readonly kind: 'kept'; readonly reason: string }
	| { readonly kind: 'broke'; readonly message: string; readonly tryThis: string }
	/** What to know before starting; the target has the words. */
	| { readonly kind: 'banners' }
	| { readonly kind: 'audited' }
	/** The first audit is done, and its results were being read. */
	| { readonly kind: 'all-judged' }
	/** The first audit was stopped; what it found out is kept. */
	| { readonly kind: 'stopped' }
	| { readonly kind: 'dropped-plan' }
	| { readonly kind: 'dropped-paste' }
	| { readonly kind: 'quits-when-done' };
