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
	 * How the file lets `info` records of standard-library loggers through: `root` for all of them, `basic` by a
	 * `basicConfig` without `force`, which does nothing where a handler is there already, as in AWS Lambda.
	 */
	readonly letsInfo: 'root' | 'basic' | null;
	/** Names of the file's own loggers whose level is set so that `info` records come out. */
	readonly talkative: readonly string[];
	/** Structlog is told to ask the standard library for the level, or to log through it. */
	readonly structlogAsksStdlib: boolean;
}
