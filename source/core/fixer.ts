import type { FactName, Facts, Project } from './facts.ts';
import type { Finding } from './finding.ts';
import type { Engines } from './gather.ts';
import type { Edit } from './tree.ts';

/**
 * `safe`: the audited program cannot behave differently, or only a tool reads the file; one key commits it.
 * `review`: correct, but its effect is for a person to accept; the diff is shown first.
 * `guided`: asks at least one question, then like `review`. `exec`: needs to run a program; asks for consent.
 */
export type Safety = 'safe' | 'review' | 'guided' | 'exec';

/** A question that a fixer asks before it plans; asked by the session, `--answers` and plan files alike. */
export interface Question {
	/** The key in the answers file, kebab-case. */
	readonly id: string;
	readonly prompt: string;
	/** What the answer changes, one sentence. */
	readonly explanation: string;
	readonly kind:
		| {
				readonly type: 'choice';
				readonly choices: readonly { readonly value: string; readonly label: string }[];
		  }
		| { readonly type: 'number'; readonly minimum: number; readonly maximum: number }
		| { readonly type: 'text' }
		| { readonly type: 'yes-no' };
	/** As the user would type it; `yes` or `no` for a yes-no question. A text may be left empty only where this is empty. */
	readonly fallback: string;
	/** The answers to an earlier question with which this one matters; it is not asked after others. */
	readonly onlyIf?: { readonly id: string; readonly answers: readonly string[] };
}

/** Answers by question id, as text. */
export type Answers = Readonly<Record<string, string>>;

/** Whether a question still matters: what it rests on is not answered yet, or in its favour. */
export const isAsked = ({ onlyIf }: Question, answers: Answers): boolean => {
	const given = onlyIf && answers[onlyIf.id];
	return given === undefined || onlyIf?.answers.includes(given) === true;
};

/** One commit that could be made. Plain data: to make a plan changes nothing. */
export interface Plan {
	readonly outcome: 'plan';
	/** After `fix(<area>): `, imperative, no full stop. */
	readonly summary: string;
	/** Area of the commit subject: one lower-case word. */
	readonly area: string;
	/** What changed, one sentence a paragraph. */
	readonly changed: readonly string[];
	/** What is different at run time; `Nothing.` for a safe fix. */
	readonly atRunTime: string;
	/** What a person does next, such as `uv lock`. */
	readonly followUps: readonly string[];
	readonly edits: readonly [Edit, ...Edit[]];
	/** Where the case at hand is graver than the fixer usually is. */
	readonly safety?: Safety;
	/** Comments that the plan removes on purpose, each as in the file; any other lost comment fails the gate. */
	readonly dropsComments?: readonly string[];
	/** Set by a formatter: what it wrote is not formatted once more, and it may end a file that had no final newline. */
	readonly isFormatted?: boolean;
	/** Set when the lockfile no longer fits the manifest after the commit. */
	readonly lockDirty?: boolean;
	/** More is known of the project afterwards: a check that did not apply before may find what was there all along. */
	readonly reveals?: boolean;
}

/** It is not done, for a reason that is a sentence the user reads. */
export interface Declined {
	readonly outcome: 'declined';
	readonly reason: string;
}

/** The fix is to run a program; the runner does so in a scratch copy and takes back the files named. */
export interface Execution {
	readonly outcome: 'execution';
	readonly summary: string;
	readonly area: string;
	readonly changed: readonly string[];
	readonly atRunTime: string;
	readonly followUps: readonly string[];
	/** Tried in order until one succeeds. */
	readonly commands: readonly (readonly [string, ...string[]])[];
	/** Files of the tree that the program needs, and the folder it runs in. */
	readonly inputs: readonly string[];
	readonly directory: string;
	/** The files that may differ afterwards. */
	readonly outputs: readonly string[];
	/** Edits that go with it, applied before. */
	readonly edits: readonly Edit[];
	/** As in {@link Plan.reveals}. */
	readonly reveals?: boolean;
}

export type Planned = Plan | Declined | Execution;

/** What is known before any text is read. */
export interface FixerGround<Needs extends FactName = FactName> {
	readonly facts: Pick<Facts, Needs>;
	readonly project: Project;
}

export interface FixerInput<Needs extends FactName = FactName> extends FixerGround<Needs> {
	/** The findings to mend: all open ones of the check in this project, or those the user picked. */
	readonly findings: readonly Finding[];
	/** Decoded text of each path that {@link Fixer.reads} named and that could be decoded. */
	readonly texts: ReadonlyMap<string, string>;
	readonly answers: Answers;
	/** The parsers of the child that plans. */
	readonly engines: Engines;
}

/**
 * Makes plans. Pure; runs in a killable child process, so it may parse the texts it asked for.
 * Splices keep everything they do not touch, insert the file's own line ending, and plan nothing the second time.
 */
export interface Fixer<Needs extends FactName = FactName> {
	/** Kebab-case, the file's name; never changes once released. */
	readonly id: string;
	/** Imperative: what one press of the key does. */
	readonly title: string;
	/** Full check ids, `practice/check`. */
	readonly checks: readonly [string, ...string[]];
	readonly safety: Safety;
	readonly needs: readonly Needs[];
	/** Globs of the only paths that its commits may change; a plan that goes beyond fails the gate. */
	readonly touches: readonly [string, ...string[]];
	/** Fixers that go first when several are open. */
	readonly after: readonly string[];
	/** How it is proven or argued to be of its safety class; shown by `explain`. */
	readonly safetyNote: string;
	/** Its edits of one file stand without those of the others: a file that the gate refuses is left out. */
	readonly perFile?: boolean;
	/**
	 * Full ids of checks whose own fixers go on from what it makes: what they find then was there before in another form,
	 * and is not held against it.
	 */
	readonly continuedBy?: readonly [string, ...string[]];
	/**
	 * It mends notes, findings of level `info`: a choice of style that no check asks for. Offered beside the note, run only
	 * where it is named or picked, so it has to be `guided`, or `exec`.
	 */
	readonly mendsNotes?: boolean;
	/** Which of the checks' findings it can mend; all of them where left out. Pure and cheap. */
	takes?(finding: Finding): boolean;
	/**
	 * Whether it is offered for a finding that it takes: false where facts alone show that it would decline, so that no
	 * key leads to a refusal that was known. Asked all the same, its plan says why. Pure and cheap.
	 */
	isReady?(finding: Finding, on: FixerGround<Needs>): boolean;
	/** None for a fixer that asks nothing. */
	questions(input: Omit<FixerInput<Needs>, 'texts' | 'answers' | 'engines'>): readonly Question[];
	/** The paths whose text `plan` needs; unknown ones are left out. */
	reads(input: Omit<FixerInput<Needs>, 'texts' | 'answers' | 'engines'>): readonly string[];
	plan(input: FixerInput<Needs>): Planned;
}

export type AnyFixer = Omit<Fixer, 'plan' | 'questions' | 'reads' | 'isReady'> & {
	isReady?(finding: Finding, on: FixerGround): boolean;
	questions(input: Omit<FixerInput, 'texts' | 'answers' | 'engines'>): readonly Question[];
	reads(input: Omit<FixerInput, 'texts' | 'answers' | 'engines'>): readonly string[];
	plan(input: FixerInput): Planned;
};

export const declined = (reason: string): Declined => ({ outcome: 'declined', reason });
