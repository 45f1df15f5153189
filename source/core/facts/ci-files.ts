import type { Data } from './config.ts';

/** A text out of a file, and where its parts stand there. */
export interface PlacedText {
	readonly text: string;
	/** Ascending by `at`, an offset in the text; the first is at 0. Column 0 where the file has other letters there. */
	readonly parts: readonly { readonly at: number; readonly line: number; readonly column: number }[];
}

/** A rule of a Makefile; a target may have several. */
export interface MakeRule {
	readonly targets: readonly string[];
	/** As written: variables are still in them. */
	readonly prerequisites: string;
	readonly line: number;
	/** One for each logical line, its tab taken off. */
	readonly recipe: readonly PlacedText[];
}

/** A recipe of a justfile. */
export interface JustRecipe {
	readonly name: string;
	readonly line: number;
	readonly parameters: readonly { readonly name: string; readonly value: string | null }[];
	/** Each with its arguments. */
	readonly dependencies: readonly (readonly string[])[];
	readonly body: readonly PlacedText[];
	/** The body is a script of its own interpreter. */
	readonly shebang: boolean;
}

/** What a session of nox or a task of invoke does, in order. */
export type SessionStep =
	| {
			readonly kind: 'words';
			/** An expression that is no literal is `$` and its text. */
			readonly words: readonly string[];
			readonly line: number;
			readonly column: number;
			readonly text: string;
			/** Arguments that let a failure pass: `success_codes=[0, 1]`. */
			readonly soft: string | null;
	  }
	| {
			readonly kind: 'shell';
			readonly shell: string;
			readonly line: number;
			readonly column: number;
			readonly text: string;
			readonly soft: string | null;
	  }
	/** Another session, or a function of the file that gets the session. */
	| { readonly kind: 'call'; readonly name: string; readonly line: number }
	| { readonly kind: 'folder'; readonly path: string };

export interface Session {
	readonly name: string;
	/** False for a function that sessions call. */
	readonly started: boolean;
	readonly line: number;
	readonly steps: readonly SessionStep[];
}

/** A file that pipelines are made of, or that their commands lead to. */
export type CiFile =
	| {
			readonly kind: 'yaml';
			readonly value: Data;
			/** By JSON pointer: texts of more than one line have a part for each. */
			readonly places: Readonly<Record<string, PlacedText['parts']>>;
	  }
	| {
			readonly kind: 'make';
			readonly variables: Readonly<Record<string, string>>;
			readonly rules: readonly MakeRule[];
			readonly includes: readonly string[];
			/** Lines of the special targets. */
			readonly oneshell: number | null;
			readonly ignore: number | null;
			readonly shellFlags: string | null;
	  }
	| {
			readonly kind: 'just';
			readonly variables: Readonly<Record<string, string>>;
			readonly recipes: readonly JustRecipe[];
			readonly imports: readonly string[];
	  }
	/** By section and by option: an option's lines without its comments. */
	| {
			readonly kind: 'tox';
			readonly sections: Readonly<Record<string, Readonly<Record<string, PlacedText>>>>;
	  }
	| {
			readonly kind: 'sessions';
			readonly sessions: readonly Session[];
			/** What runs where none is named; null for all. */
			readonly chosen: readonly string[] | null;
	  }
	/** A text of a shell, or of nobody knows what; `interpreter` is the first line's, empty without one. */
	| { readonly kind: 'script'; readonly interpreter: string; readonly text: string }
	/** A program in Python that starts no tool that checks code; one that may is left out. */
	| { readonly kind: 'harmless' }
	| {
			readonly kind: 'steps';
			readonly provider: 'jenkins' | 'cdk-pipelines';
			readonly steps: readonly {
				readonly name: string;
				readonly script: PlacedText;
				/** What lets a failure pass, as written, and its line. */
				readonly soft: { readonly text: string; readonly line: number } | null;
			}[];
	  };
