import type { Decision } from '../core/decision.ts';
import type { Answers, Question, Safety } from '../core/fixer.ts';
import type { LockStep } from '../core/lock.ts';
import type { RanMeasure } from '../core/measure.ts';
import type { PlanStep } from '../core/plan-file.ts';
import type { Practice } from '../core/practice.ts';
import type { Report } from '../core/report.ts';

/** What the session works on; known before the first file is read. */
export interface Target {
	/** The folder's name. */
	readonly name: string;
	readonly root: string;
	/** The user's branch; null when detached, unborn or without git. */
	readonly branch: string | null;
	/** The commit audited; null without git or before the first commit. */
	readonly commit: string | null;
	/** Tracked files that differ in the working tree; the session audits the commit and says so. */
	readonly dirty: readonly string[];
	/** Where fixes go: the branch's name, or why there is none. */
	readonly fixes: { readonly branch: string } | { readonly reason: string };
	/** Things to know first, one sentence each: a rebase in progress, an unsafe `.npmrc`, a resumed branch. */
	readonly banners: readonly string[];
}

export interface Progress {
	readonly done: number;
	readonly of: number;
	/** The file at hand, or empty. */
	readonly path: string;
}

/** Which fix: one fixer for one check in one project, for all its open findings or for those named. */
export interface FixTarget {
	readonly fixer: string;
	/** `practice/check`. */
	readonly check: string;
	readonly project: string;
	readonly fingerprints?: readonly string[];
}

/** A plan that passed the gate, or the reason why there is none. */
export type Proposal =
	| {
			readonly outcome: 'ready';
			/** Names the proposal until the next commit, undo or redo. */
			readonly id: string;
			readonly target: FixTarget;
			/** The commit's first line. */
			readonly subject: string;
			readonly safety: Safety;
			readonly changed: readonly string[];
			readonly atRunTime: string;
			readonly followUps: readonly string[];
			/** Git format, starting `diff --git`; not sanitised. */
			readonly diff: string;
			readonly paths: readonly string[];
	  }
	| { readonly outcome: 'declined'; readonly target: FixTarget; readonly reason: string };

/** A decision as it would be written, or why it cannot be. */
export type Draft =
	| {
			readonly outcome: 'ready';
			/** `bp-audit.toml`, or `pyproject.toml` where its table stands there. */
			readonly path: string;
			/** The block that is added, as it will stand in the file; not sanitised. */
			readonly lines: readonly string[];
			/** The commit's first line. */
			readonly subject: string;
			/** How many open findings it takes in; for an attestation, how many questions it answers. */
			readonly matches: number;
			/** Whether an earlier entry about the same is written anew. */
			readonly replaces: boolean;
	  }
	| { readonly outcome: 'declined'; readonly reason: string };

/** A commit on the remediation branch. */
export interface FixCommit {
	/** Set where it records a decision and mends nothing; `fixer` is empty then. */
	readonly decision?: Decision['kind'];
	readonly commit: string;
	readonly subject: string;
	/** Practice number. */
	readonly practice: string;
	readonly check: string;
	readonly project: string;
	readonly fixer: string;
	readonly safety: Safety;
	readonly fingerprints: readonly string[];
	/** Of files that the commit touched and that the user has changed: these will conflict. */
	readonly conflicts: readonly string[];
	readonly followUps: readonly string[];
	/** Left out where it did nothing to a lockfile. */
	readonly lock?: LockStep;
	/** What would make it again; left out where an earlier version did not keep it. */
	readonly step?: PlanStep;
}

export interface Excerpt {
	readonly path: string;
	/** Number of the first line. */
	readonly from: number;
	/** Not sanitised. */
	readonly lines: readonly string[];
}

/** A program that the user may have run on what was audited. */
export interface Trial {
	/** As a person would type it. */
	readonly command: string;
	/** Project path. */
	readonly project: string;
}

/** What explains a practice: its own words, the same for every repository. */
export type PracticeGuide = Pick<Practice, 'why' | 'remedy' | 'example' | 'links' | 'errata'>;

/** What is to be known of a fixer before it plans. */
export interface FixerGuide {
	readonly title: string;
	readonly safetyNote: string;
	/** Fixers that go first when several are open. */
	readonly after: readonly string[];
}

/** The catalogue's words, by practice id and by fixer id. */
export interface Guides {
	readonly practices: ReadonlyMap<string, PracticeGuide>;
	readonly fixers: ReadonlyMap<string, FixerGuide>;
}

/**
 * All that the session can ask of the outside. Calls do not overlap; a failed call leaves everything as it was, but for
 * undo, redo and drop: where the audit behind them fails, the branch has moved, as {@link Workbench.commits} says.
 */
export interface Workbench {
	readonly target: Target;
	readonly guides: Guides;
	/** Audits the branch's tip, or the base while there is no commit. Throws a `UserError` when it was stopped. */
	audit(
		onProgress: (progress: Progress) => void,
		signal?: AbortSignal,
		/** Told what is judged while the rest is still being read; what is not is `pending`, and no fix is offered. */
		onPart?: (part: Report) => void,
		/** Looks for secrets in former versions of files first; what was found goes into later reports, too. */
		withHistory?: boolean,
	): Promise<Report>;
	questions(target: FixTarget): Promise<readonly Question[]>;
	/** Plans, lays the plan over the tip, and judges it; writes nothing. */
	propose(target: FixTarget, answers: Answers): Promise<Proposal>;
	/** Commits a ready proposal and audits what changed. Throws a `UserError` when the branch moved meanwhile. */
	commit(
		proposal: string,
		/** The first line of the message, where the user wrote another. */
		subject?: string | null,
	): Promise<{ readonly commit: FixCommit; readonly report: Report }>;
	/** What {@link Workbench.record} would write; writes nothing, and needs no branch. */
	draft(decision: Decision): Promise<Draft>;
	/**
	 * Writes a decision to `bp-audit.toml` on the branch, never in the working tree, as a commit of its own that is
	 * undone like a fix. Throws a `UserError` where {@link Workbench.draft} declines, or there is no branch.
	 */
	record(decision: Decision): Promise<{ readonly commit: FixCommit; readonly report: Report }>;
	/** Takes the last commit back; null when there is none. */
	undo(): Promise<{ readonly commit: FixCommit; readonly report: Report } | null>;
	/** Brings an undone commit back, the last one where none is named; null when there is none. */
	redo(commit?: string): Promise<{ readonly commit: FixCommit; readonly report: Report } | null>;
	/** The patch of a commit, also of an undone one, as {@link Proposal} has it. */
	show(commit: string): Promise<string>;
	/** Later commits that change a file of this one, or of one that does: they have to go with it. Oldest first. */
	dependants(commit: string): Promise<readonly FixCommit[]>;
	/** Takes these commits out, wherever they stand, and builds the others anew; gives them newest first. */
	drop(
		commits: readonly string[],
	): Promise<{ readonly dropped: readonly FixCommit[]; readonly report: Report }>;
	/** Takes that many of the last commits back and audits nothing; gives them newest first. */
	takeBack(count: number): Promise<readonly FixCommit[]>;
	/** Commits on the branch, oldest first. */
	commits(): readonly FixCommit[];
	/** Lines around a place of the tip's tree; null where the file cannot be shown. */
	excerpt(path: string, line: number, around: number): Promise<Excerpt | null>;
	/** What {@link Workbench.tryOut} would run; runs nothing itself. */
	trials(): Promise<readonly Trial[]>;
	/**
	 * Runs the project's own tools on a checkout of the tip that is thrown away, and on one of the base where the tip
	 * is another. It runs code of the repository: only for a user who said yes to exactly that. Throws a `UserError`
	 * when it was stopped, or there is no commit.
	 */
	tryOut(onStart: (trial: Trial) => void, signal?: AbortSignal): Promise<readonly RanMeasure[]>;
	/** The one call that may come at any time: what is under way ends, and a commit is made whole or not at all. */
	close(): Promise<void>;
}
