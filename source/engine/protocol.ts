import type { Answers, Planned, Question } from '../core/fixer.ts';
import type { FileFactName, ValueOf } from '../core/gather.ts';
import type { Facts, Parsed, Project } from '../core/facts.ts';
import type { Finding } from '../core/finding.ts';
import type { SkipReason } from '../core/tree.ts';
import type { DecisionEdit, WrittenDecision } from '../edit/decisions.ts';

/** A fact to gather of one file. */
export interface Job {
	readonly fact: FileFactName;
	readonly options: unknown;
}

export interface FileTask {
	readonly path: string;
	readonly bytes: Uint8Array;
	readonly jobs: readonly Job[];
	/** The syntax error that an earlier look at the file found, null for none; looked for where left out. */
	readonly broken?: { readonly message: string; readonly line: number } | null;
}

/** A touched file before and after; null where there is none. */
export interface FileCheck {
	readonly path: string;
	readonly before: Uint8Array | null;
	readonly after: Uint8Array | null;
}

/** What a fixer is given, without what the child adds itself. */
export interface PlanInput {
	/** Holds only the facts that the fixer needs. */
	readonly facts: Facts;
	readonly project: Project;
	readonly findings: readonly Finding[];
	readonly texts: ReadonlyMap<string, string>;
	readonly answers: Answers;
}

/** To the child. */
export type Request =
	| { readonly kind: 'gather'; readonly files: readonly FileTask[] }
	| { readonly kind: 'plan' | 'questions' | 'reads'; readonly fixer: string; readonly input: PlanInput }
	| {
			readonly kind: 'verify';
			readonly files: readonly FileCheck[];
			/** Comments that the plan says it removes. */
			readonly dropsComments: readonly string[];
			/** The plan ends files with a newline that lack one, as a formatter does. */
			readonly endsFiles?: boolean;
	  }
	| { readonly kind: 'decide'; readonly text: string; readonly edit: DecisionEdit };

export type AnyValue = ValueOf<Facts[FileFactName]>;

export interface FactOfFile {
	readonly fact: FileFactName;
	/** Null where there is nothing to tell. */
	readonly value: Parsed<AnyValue> | null;
	/** The child was lost over it, which may be the machine's doing: the next run tries again. */
	readonly gaveUp?: true;
}

/** Of one file: its facts, or why it is skipped. */
export type FileResult =
	| { readonly path: string; readonly skipped: SkipReason }
	| { readonly path: string; readonly facts: readonly FactOfFile[] };

/** What is wrong with a plan's files, as a sentence, and the file; null where it is about all of them. */
export interface Problem {
	readonly message: string;
	readonly path: string | null;
}

/** From the child. `gather` answers once for each file; the others once. */
export type Reply =
	| { readonly kind: 'file'; readonly result: FileResult }
	| { readonly kind: 'planned'; readonly planned: Planned }
	| { readonly kind: 'questions'; readonly questions: readonly Question[] }
	| { readonly kind: 'reads'; readonly paths: readonly string[] }
	| { readonly kind: 'verified'; readonly problem: Problem | null }
	| { readonly kind: 'decided'; readonly written: WrittenDecision }
	| { readonly kind: 'failed'; readonly message: string };

/** A request to one lane of a child, and the answer of one. */
export interface ToChild {
	readonly lane: number;
	readonly request: Request;
}
export interface FromChild {
	readonly lane: number;
	readonly reply: Reply;
}
