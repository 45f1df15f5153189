import type { Summary, Report } from '../core/report.ts';
import type { Question } from '../core/fixer.ts';
import type { Notice } from './notice.ts';
import type { Excerpt, FixCommit, FixTarget, Guides, Progress, Proposal, Target } from './ports.ts';
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
}

export type Ready = Extract<Proposal, { readonly outcome: 'ready' }>;

/** What pressing the key asked for: commit at once where that is safe, or show the diff in any case. */
export type FixMode = 'fix' | 'preview';

/** A dialog counts `y` only after it was on screen for a moment, so that keys typed before do not confirm it. */
export interface Guarded {
	readonly armed: boolean;
}

export interface BatchItem {
	readonly fix: OpenFix;
	readonly state:
		| { readonly name: 'waiting' }
		| { readonly name: 'running' }
		| { readonly name: 'committed'; readonly commit: string }
		| { readonly name: 'not-needed' }
		| { readonly name: 'needs-review' }
		| { readonly name: 'not-committed'; readonly reason: string }
		| { readonly name: 'stopped' };
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
			readonly draft: string;
			readonly highlighted: number;
			/** Set when the typed answer was not taken. */
			readonly isRefused: boolean;
	  }
	| ({ readonly name: 'preview'; readonly proposal: Ready; readonly scroll: number } & Guarded)
	| ({
			readonly name: 'batch';
			readonly step: 'ready' | 'running' | 'stopping' | 'done';
			readonly items: readonly BatchItem[];
			readonly scroll: number;
	  } & Guarded)
	| { readonly name: 'log'; readonly at: number }
	| { readonly name: 'summary'; readonly highlighted: number };

/** The one thing that the outside is doing for the session; never two at once. */
export type Work =
	| { readonly kind: 'none' }
	| { readonly kind: 'audit'; readonly progress: Progress | null }
	/** Asking for questions or for a proposal; `wanted` is false once the user turned away. */
	| { readonly kind: 'plan'; readonly target: FixTarget; readonly mode: FixMode; readonly wanted: boolean }
	| { readonly kind: 'commit'; readonly subject: string }
	| { readonly kind: 'undo' | 'redo' };

export interface Help {
	readonly query: string;
	readonly at: number;
}

/** `asked`: a commit is under way and the user is asked; `when-done`: the session ends when it is made. */
export type Leaving = ({ readonly name: 'asked' } & Guarded) | { readonly name: 'no' | 'when-done' | 'gone' };

export interface Session {
	readonly size: Size;
	/** The folder's name, known before anything is read. */
	readonly name: string;
	/** Null until the workbench is open. */
	readonly bench: { readonly target: Target; readonly guides: Guides } | null;
	readonly report: Report | null;
	/** The first audit's summary, to say what changed. */
	readonly before: Summary | null;
	/** Oldest first. */
	readonly commits: readonly FixCommit[];
	/** Taken back and not made again since; last one first to come back. */
	readonly undone: readonly FixCommit[];
	readonly screen: Screen;
	readonly browse: Browse;
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

export const startOf = (name: string, size: Size): Session => ({
	size,
	name,
	bench: null,
	report: null,
	before: null,
	commits: [],
	undone: [],
	screen: { name: 'opening' },
	browse: { at: '', pane: 'list', tab: 'why', place: 0, scroll: 0, showsSettled: false },
	help: null,
	leaving: { name: 'no' },
	work: { kind: 'none' },
	notice: null,
	excerpts: new Map(),
	awaited: null,
});
