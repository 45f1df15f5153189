import type { Decision } from '../core/decision.ts';
import type { Question } from '../core/fixer.ts';
import type { RanMeasure } from '../core/measure.ts';
import type { PlanStep } from '../core/plan-file.ts';
import type { Report } from '../core/report.ts';
import type { Key } from './keys.ts';
import type {
	Draft,
	Excerpt,
	FixCommit,
	FixTarget,
	Guides,
	Progress,
	Proposal,
	Target,
	Trial,
} from './ports.ts';
import type { Size } from './state.ts';
import type { View } from './view.ts';

/** The branch after the workbench changed it. */
export interface Changed {
	readonly commit: FixCommit;
	readonly report: Report;
	readonly commits: readonly FixCommit[];
}

/** Something the user did, or what an effect brought back. */
export type SessionEvent =
	| { readonly type: 'resized'; readonly size: Size }
	| { readonly type: 'pressed'; readonly key: Key; readonly view: View }
	| { readonly type: 'pasted'; readonly text: string }
	/** A click on a row of the list, by its {@link import('./outline.ts').Row.id}. */
	| { readonly type: 'clicked'; readonly row: string }
	/** The choice menu moved to an entry, or took it. */
	| { readonly type: 'highlighted' | 'chosen'; readonly index: number }
	/** The dialog was on screen long enough. */
	| { readonly type: 'armed' }
	| {
			readonly type: 'opened';
			readonly target: Target;
			readonly guides: Guides;
			readonly commits: readonly FixCommit[];
	  }
	| { readonly type: 'progressed'; readonly progress: Progress }
	/** What is judged while the audit goes on. */
	| { readonly type: 'judged'; readonly part: Report }
	| { readonly type: 'audited'; readonly report: Report; readonly commits: readonly FixCommit[] }
	| { readonly type: 'asked'; readonly target: FixTarget; readonly questions: readonly Question[] }
	| { readonly type: 'proposed'; readonly proposal: Proposal }
	| ({ readonly type: 'committed' } & Changed)
	| { readonly type: 'undone'; readonly changed: Changed | null }
	/** `asked` is the commit as it was; null for the last one undone. */
	| { readonly type: 'redone'; readonly asked: string | null; readonly changed: Changed | null }
	| { readonly type: 'traced'; readonly commit: FixCommit; readonly dependants: readonly FixCommit[] }
	| {
			readonly type: 'dropped';
			/** Newest first. */
			readonly dropped: readonly FixCommit[];
			readonly report: Report;
			readonly commits: readonly FixCommit[];
	  }
	/** The editor was closed; `problem` where it could not be opened. */
	| { readonly type: 'edited'; readonly path: string; readonly problem: string | null }
	/** The plan is in a file; `problem` where it could not be written. */
	| {
			readonly type: 'plan-saved';
			readonly path: string;
			readonly steps: number;
			readonly problem: string | null;
	  }
	/** The report is in a file; `problem` where it could not be written. */
	| { readonly type: 'report-saved'; readonly path: string; readonly problem: string | null }
	/** What could be run. */
	| { readonly type: 'trials-listed'; readonly trials: readonly Trial[] }
	/** One of them was started. */
	| { readonly type: 'trial-started'; readonly trial: Trial }
	| { readonly type: 'tried-out'; readonly ran: readonly RanMeasure[] }
	| { readonly type: 'drafted'; readonly draft: Draft }
	| { readonly type: 'shown'; readonly commit: string; readonly diff: string }
	| { readonly type: 'excerpted'; readonly key: string; readonly excerpt: Excerpt | null }
	/** The work under way failed; the branch has these commits, and nothing else changed. */
	| {
			readonly type: 'failed';
			readonly message: string;
			readonly tryThis: string;
			readonly commits: readonly FixCommit[];
	  };

/** Something for the outside to do; the session itself does nothing. */
export type Effect =
	/** With the history, former versions of files are searched for secrets first. */
	| { readonly type: 'audit'; readonly withHistory?: true }
	/** Ends the audit under way; it fails then. */
	| { readonly type: 'stop-audit' }
	| { readonly type: 'ask'; readonly target: FixTarget }
	| {
			readonly type: 'propose';
			readonly target: FixTarget;
			readonly answers: Readonly<Record<string, string>>;
	  }
	/** `subject` where the user wrote another first line. */
	| { readonly type: 'commit'; readonly proposal: string; readonly subject: string | null }
	| { readonly type: 'undo' }
	| { readonly type: 'redo'; readonly commit: string | null }
	| { readonly type: 'trace'; readonly commit: FixCommit }
	| { readonly type: 'drop'; readonly commits: readonly string[] }
	| { readonly type: 'discard'; readonly count: number }
	| { readonly type: 'draft' | 'record'; readonly decision: Decision }
	| { readonly type: 'show'; readonly commit: string }
	| { readonly type: 'excerpt'; readonly path: string; readonly line: number; readonly around: number }
	/** Drops the keys typed ahead and sends `armed` after a moment. */
	| { readonly type: 'arm' }
	/** Opens the user's own file in their editor, at a line. */
	| { readonly type: 'edit'; readonly path: string; readonly line: number | null }
	/** Writes what was chosen so far to a new file of the user's. */
	| { readonly type: 'save-plan'; readonly steps: readonly PlanStep[] }
	/** Writes the report to a new file of the user's. */
	| { readonly type: 'save-report'; readonly report: Report }
	/** Asks what could be run; runs it; ends the run under way, which fails then. */
	| { readonly type: 'list-trials' | 'try-out' | 'stop-trials' }
	| { readonly type: 'mouse'; readonly isOn: boolean }
	| { readonly type: 'suspend' }
	| { readonly type: 'repaint' }
	| { readonly type: 'leave'; readonly exitCode: number };
