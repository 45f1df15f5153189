import type { Summary, Report } from '../core/report.ts';
import type { Answers, Question } from '../core/fixer.ts';
import type { WaiverScope } from '../core/decision.ts';
import type { RanMeasure } from '../core/measure.ts';
import type { Field } from './field.ts';
import type { Notice } from './notice.ts';
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
import type { OpenFix } from './fixes.ts';

/** The terminal, in cells. */
export interface Size {
	readonly cols: number;
	readonly rows: number;
}

export type Pane = 'sections' | 'list' | 'detail';
export const tabs = ['why', 'evidence', 'fix', 'by-hand', 'checks'] as const;
export type Tab = (typeof tabs)[number];

/** Where the user stands in the checklist; kept while other screens are open. */
export interface Browse {
	/** The {@link import('./outline.ts').Row.id} of the selected row. */
	readonly at: string;
	readonly pane: Pane;
	readonly tab: Tab;
	/** Which finding of the practice is selected. */
	readonly place: number;
	/** Lines scrolled away in the detail. */
	readonly scroll: number;
	/** Whether passed, waived and not-applicable practices are listed. */
	readonly showsSettled: boolean;
	/** What the list is narrowed to; empty for everything. */
	readonly filter: string;
}

export type Ready = Extract<Proposal, { readonly outcome: 'ready' }>;

/** What pressing the key asked for: commit at once where that is safe, or show the diff in any case. */
export type FixMode = 'fix' | 'preview';

/** A dialog counts `y` only after it was on screen for a moment, so that keys typed before do not confirm it. */
export interface Guarded {
	readonly armed: boolean;
}

/** What a batch is about: what was marked, everything safe, what is safe in the section at hand, one practice, or all. */
export interface BatchScope {
	readonly name: 'marked' | 'safe' | 'section' | 'practice' | 'all';
	readonly fixes: readonly OpenFix[];
}

export interface BatchItem {
	readonly fix: OpenFix;
	readonly state:
		| { readonly name: 'waiting' }
		/** By the user, before it started. */
		| { readonly name: 'left-out' }
		| { readonly name: 'running' }
		| { readonly name: 'committed'; readonly commit: string }
		| { readonly name: 'not-needed' }
		/** Its diff has to be looked at, or its questions answered, on its own. */
		| { readonly name: 'needs-review' }
		/** Its diff was shown and turned down. */
		| { readonly name: 'skipped' }
		| {
				readonly name: 'not-committed';
				readonly reason: string;
				/** How many commits there were when its plan was declined; null where something failed. */
				readonly behind: number | null;
		  }
		| { readonly name: 'stopped' };
}

export interface Batch extends Guarded {
	readonly name: 'batch';
	readonly step: 'ready' | 'running' | 'stopping' | 'done';
	readonly scopes: readonly [BatchScope, ...BatchScope[]];
	/** Index of the scope taken. */
	readonly scope: number;
	readonly items: readonly BatchItem[];
	/** The item that the keys are on. */
	readonly at: number;
}

/** What the diff on the screen stands for. */
export type PreviewState =
	/** The plan for exactly what is chosen. */
	| { readonly name: 'current' }
	/** Another choice is being planned. */
	| { readonly name: 'planning' }
	/** Nothing is chosen. */
	| { readonly name: 'empty' }
	/** There is no plan for this choice. */
	| { readonly name: 'declined'; readonly reason: string };

export interface Preview extends Guarded {
	readonly name: 'preview';
	/** The last plan that was ready. */
	readonly proposal: Ready;
	readonly state: PreviewState;
	readonly answers: Answers;
	/** Fingerprints of the findings that are left out. */
	readonly skipped: ReadonlySet<string>;
	/** Which row of the choice is selected; see `choice-rows.ts`. */
	readonly at: number;
	readonly focus: 'diff' | 'choice';
	/** Lines of the diff scrolled away. */
	readonly scroll: number;
	/** The commit's first line where the user wrote another. */
	readonly subject: string | null;
	/** The first line while it is being written. */
	readonly writing: Field | null;
	/** The batch that this is part of; it goes on behind it. */
	readonly batch: Batch | null;
}

/** An answer to the question of one check, `practice/check`. */
export interface Attestation {
	readonly kind: 'attestation';
	readonly check: string;
	readonly question: string;
}

/** A waiver or an answer to a question, asked for step by step. */
export interface Decide extends Guarded {
	readonly name: 'decide';
	/** Number. */
	readonly practice: string;
	readonly title: string;
	readonly subject:
		| {
				readonly kind: 'waiver';
				readonly scopes: readonly [WaiverScope, ...WaiverScope[]];
				/** What the practice asks beside what is wrong; listed behind the scopes. */
				readonly asked: readonly Attestation[];
		  }
		| Attestation;
	readonly step: 'choice' | 'reason' | 'text' | 'owner' | 'until' | 'ready';
	/** Index of the scope; for an answer 0 is yes and 1 is no. */
	readonly choice: number;
	/** Index in `waiverReasons`. */
	readonly reason: number;
	readonly highlighted: number;
	/** What is being typed; null in menus. */
	readonly field: Field | null;
	readonly text: string;
	readonly owner: string;
	/** ISO date, or empty for no end. */
	readonly until: string;
	readonly refusal: 'too-short' | 'no-date' | null;
	/** What would be written; null until it is here. */
	readonly draft: Draft | null;
}

/** The fix log, and which entry of `log-entries.ts` the keys are on. */
export interface Log {
	readonly name: 'log';
	readonly at: number;
}

/** Running the project's own tools: what it would be, the yes to it, and what came of it. */
export interface TryOut extends Guarded {
	readonly name: 'try-out';
	readonly step: 'looking' | 'ready' | 'running' | 'done';
	readonly trials: readonly Trial[];
	/** The one under way. */
	readonly current: Trial | null;
	readonly ran: readonly RanMeasure[];
	/** Lines scrolled away. */
	readonly scroll: number;
}

export type Screen =
	| { readonly name: 'opening' }
	| { readonly name: 'scanning' }
	| { readonly name: 'failed'; readonly message: string; readonly tryThis: string }
	| { readonly name: 'browse' }
	| {
			readonly name: 'choose';
			readonly fixes: readonly [OpenFix, ...OpenFix[]];
			readonly mode: FixMode;
			readonly highlighted: number;
	  }
	| {
			readonly name: 'question';
			readonly target: FixTarget;
			readonly mode: FixMode;
			readonly questions: readonly Question[];
			/** Index of the question asked now. */
			readonly at: number;
			/** Of the questions before it. */
			readonly answers: Readonly<Record<string, string>>;
			/** What is typed so far. */
			readonly draft: Field;
			readonly highlighted: number;
			/** Set when the typed answer was not taken. */
			readonly isRefused: boolean;
	  }
	| Preview
	| Batch
	| Log
	/** The patch of a commit; null until it is here. */
	| {
			readonly name: 'patch';
			readonly commit: FixCommit;
			readonly patch: { readonly diff: string } | null;
			readonly scroll: number;
			readonly log: Log;
	  }
	/** Asks whether commits that rest on the one to undo are to go with it. */
	| ({
			readonly name: 'drop';
			readonly commit: FixCommit;
			readonly dependants: readonly [FixCommit, ...FixCommit[]];
			readonly log: Log;
	  } & Guarded)
	/** Asks whether all commits are to go, and the branch with them. */
	| ({ readonly name: 'discard' } & Guarded)
	| Decide
	| TryOut
	/** What was read and what was not. */
	| { readonly name: 'info'; readonly scroll: number }
	| { readonly name: 'summary'; readonly highlighted: number };

/** The one thing that the outside is doing for the session; never two at once. */
export type Work =
	| { readonly kind: 'none' }
	| { readonly kind: 'audit'; readonly progress: Progress | null; readonly isStopped?: true }
	/** Asking for questions or for a proposal; `wanted` is false once the user turned away. */
	| {
			readonly kind: 'plan';
			readonly target: FixTarget;
			readonly mode: FixMode;
			readonly answers: Answers;
			readonly wanted: boolean;
	  }
	| { readonly kind: 'commit'; readonly subject: string }
	| { readonly kind: 'undo' | 'redo' }
	/** Looking what could be run, or running it. */
	| { readonly kind: 'try-out' }
	/** Asking how a decision would be written. */
	| { readonly kind: 'draft'; readonly wanted: boolean }
	/** Looking which commits rest on the one to undo; `wanted` is false once the user turned away. */
	| { readonly kind: 'trace'; readonly commit: FixCommit; readonly wanted: boolean };

export interface Help {
	readonly query: Field;
	readonly at: number;
}

/** `asked`: a commit is under way and the user is asked; `when-done`: the session ends when it is made. */
export type Leaving = ({ readonly name: 'asked' } & Guarded) | { readonly name: 'no' | 'when-done' | 'gone' };

export interface Session {
	readonly size: Size;
	/** The folder's name, known before anything is read. */
	readonly name: string;
	/** ISO date; empty where it is not known. */
	readonly today: string;
	/** Null until the workbench is open. */
	readonly bench: { readonly target: Target; readonly guides: Guides } | null;
	readonly report: Report | null;
	/** Whether practices of the report are not judged yet: the first audit is under way, or was stopped. */
	readonly isPart: boolean;
	/** The first audit's summary, to say what changed. */
	readonly before: Summary | null;
	/** Oldest first. */
	readonly commits: readonly FixCommit[];
	/** Taken back and not made again since; last one first to come back. */
	readonly undone: readonly FixCommit[];
	readonly screen: Screen;
	/** A finished batch of which one fix is being looked at; it comes back behind that. */
	readonly aside: Batch | null;
	readonly browse: Browse;
	/** What the batch is to fix: numbers of practices, and findings as `marks.ts` names them. */
	readonly marks: ReadonlySet<string>;
	/** The filter while it is being typed. */
	readonly filtering: Field | null;
	/** The terminal reports the mouse. */
	readonly mouse: boolean;
	/** How often other keys were asked for in the last row. */
	readonly keyPage: number;
	/** Whether diffs are shown with both sides where there is room. */
	readonly splitsDiffs: boolean;
	readonly help: Help | null;
	readonly leaving: Leaving;
	readonly work: Work;
	readonly notice: Notice | null;
	/** By {@link excerptKey}; null where the file cannot be shown. Least recently added first. */
	readonly excerpts: ReadonlyMap<string, Excerpt | null>;
	/** The excerpt asked for and not here yet. */
	readonly awaited: string | null;
}

export const excerptKey = (path: string, line: number): string => `${String(line)}:${path}`;

export const startOf = (name: string, size: Size, today = ''): Session => ({
	size,
	name,
	today,
	bench: null,
	report: null,
	isPart: false,
	before: null,
	commits: [],
	undone: [],
	screen: { name: 'opening' },
	aside: null,
	browse: { at: '', pane: 'list', tab: 'why', place: 0, scroll: 0, showsSettled: false, filter: '' },
	marks: new Set(),
	filtering: null,
	mouse: false,
	keyPage: 0,
	splitsDiffs: false,
	help: null,
	leaving: { name: 'no' },
	work: { kind: 'none' },
	notice: null,
	excerpts: new Map(),
	awaited: null,
});
