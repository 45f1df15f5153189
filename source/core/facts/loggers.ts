export type LoggerKind = 'stdlib' | 'structlog' | 'powertools' | 'loguru';

/** A module-level name bound to a logger. */
export interface LoggerBinding {
	readonly name: string;
	readonly kind: LoggerKind;
	/** The right-hand side as in the file; empty for an imported loguru logger. */
	readonly source: string;
	readonly line: number;
}

/** What a file says about logging; files that say nothing are left out. */
export interface ModuleLogging {
	readonly loggers: readonly LoggerBinding[];
	/**
	 * How the file sets the level of standard-library logging: `lasting` wins over a handler that is there already,
	 * `basic` (`basicConfig` without `force`) does nothing then, as in AWS Lambda.
	 */
	readonly setsLevel: 'lasting' | 'basic' | null;
	/** Structlog is told to ask the standard library for the level, or to log through it. */
	readonly structlogAsksStdlib: boolean;
}
