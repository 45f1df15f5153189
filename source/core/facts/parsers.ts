/** A function of a module that turns outside input into values, or says whether it is valid. */
export interface ParserFunction {
	readonly name: string;
	readonly line: number;
	/** The annotation of its first parameter, as written. */
	readonly takes: string;
	/** Conditions and loops in it. */
	readonly branches: number;
	/** It does nothing but work on its input, as far as its text shows. */
	readonly isPure: boolean;
	readonly isAsync: boolean;
	/** Parameters without a default. */
	readonly required: number;
	/** Names of what it raises itself, as written. */
	readonly raises: readonly string[];
}

/** A model with validators of its own. */
export interface ValidatedModel {
	readonly name: string;
	readonly line: number;
	readonly validators: number;
}

/** What a module offers to tests that generate input. */
export interface ParserModule {
	readonly functions: readonly ParserFunction[];
	readonly models: readonly ValidatedModel[];
}
