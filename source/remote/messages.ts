import type { Decision } from '../core/decision.ts';
import type { Answers, Question } from '../core/fixer.ts';
import type { RanMeasure } from '../core/measure.ts';
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
} from '../session/ports.ts';
import type { Failure } from './failure.ts';
import type { Piece } from './slices.ts';

// What the screens' process and the workbench's say to each other: plain data, which the system copies.

/** What the workbench is to be opened on. */
export interface Opening {
	/** As the user wrote it, relative to the working directory. */
	readonly path: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The remediation branch, where the user named one. */
	readonly branch?: string;
	/** Engine children; null leaves the number to the engine. */
	readonly jobs: number | null;
	readonly cache: boolean;
	readonly now: Date;
}

/** A call of the workbench; see `Workbench` for what each does. */
export type Ask =
	| { readonly kind: 'open'; readonly opening: Opening }
	| { readonly kind: 'audit'; readonly withHistory: boolean }
	| { readonly kind: 'questions'; readonly target: FixTarget }
	| { readonly kind: 'propose'; readonly target: FixTarget; readonly answers: Answers }
	| { readonly kind: 'commit'; readonly proposal: string; readonly subject: string | null }
	| { readonly kind: 'draft' | 'record'; readonly decision: Decision }
	| { readonly kind: 'undo' }
	| { readonly kind: 'redo'; readonly commit: string | null }
	| { readonly kind: 'show' | 'dependants'; readonly commit: string }
	| { readonly kind: 'drop'; readonly commits: readonly string[] }
	| { readonly kind: 'take-back'; readonly count: number }
	| { readonly kind: 'excerpt'; readonly path: string; readonly line: number; readonly around: number }
	| { readonly kind: 'trials' | 'try-out' };

/** What a call brings. A report that belongs to it has gone ahead, slice by slice. */
export type Reply =
	| { readonly kind: 'opened'; readonly target: Target; readonly guides: Guides }
	| { readonly kind: 'audited' }
	| { readonly kind: 'questions'; readonly questions: readonly Question[] }
	| { readonly kind: 'proposal'; readonly proposal: Proposal }
	| { readonly kind: 'draft'; readonly draft: Draft }
	/** Null where there was nothing to undo or to redo. */
	| { readonly kind: 'moved'; readonly commit: FixCommit | null }
	| { readonly kind: 'patch'; readonly patch: string }
	| { readonly kind: 'commits'; readonly commits: readonly FixCommit[] }
	| { readonly kind: 'excerpt'; readonly excerpt: Excerpt | null }
	| { readonly kind: 'trials'; readonly trials: readonly Trial[] }
	| { readonly kind: 'tried-out'; readonly ran: readonly RanMeasure[] }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** To the workbench. */
export type ToBench =
	| { readonly kind: 'ask'; readonly id: number; readonly ask: Ask }
	/** The last slice was taken: the next one may come. */
	| { readonly kind: 'more' }
	/** The audit or the run under way is to stop. */
	| { readonly kind: 'stop' }
	/** Everything is to be left as it should be, and the process to end. */
	| { readonly kind: 'close' };

/** From the workbench. */
export type FromBench =
	| { readonly kind: 'progress'; readonly progress: Progress }
	| { readonly kind: 'trial'; readonly trial: Trial }
	| {
			readonly kind: 'slice';
			/** Of what an audit shows while it runs, or of the report that the next reply is about. */
			readonly of: 'part' | 'answer';
			readonly slice: readonly Piece[];
			readonly isLast: boolean;
	  }
	| {
			readonly kind: 'reply';
			/** Of the call. */
			readonly id: number;
			readonly reply: Reply;
			/** All on the branch, oldest first; null where they are what they were. */
			readonly commits: readonly FixCommit[] | null;
	  };

/** One end of the connection. */
export interface Line<In, Out> {
	send(message: Out): void;
	/** Whoever listens hears everything from then on. */
	listen(onMessage: (message: In) => void): void;
}
