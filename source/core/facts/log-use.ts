import type { CodeSite } from './code-site.ts';
import type { LoggerKind } from './loggers.ts';

/** How a call of a logger is written where it could be better. */
export interface LogCallSite extends CodeSite {
	/** `info`, `error`, …. */
	readonly method: string;
	/** The names in question, or how the text is made: `an f-string`. */
	readonly names: readonly string[];
}

/** `structlog.configure(…)`, or what sets up the standard library's logging. */
export interface LogSetup extends CodeSite {
	readonly of: 'structlog' | 'basicConfig' | 'dictConfig' | 'level';
	/** Runs when the module is imported. */
	readonly atImport: boolean;
	/** Of structlog: last parts of the names in the chain; null where code makes it up. */
	readonly processors: readonly string[] | null;
	/** Of structlog: the last part of the factory's name; null where none is passed. */
	readonly factory: string | null;
	/** A level is set; of `basicConfig`, by `level=`. */
	readonly setsLevel: boolean;
	/** Of `basicConfig`: `force=True`. */
	readonly isForced: boolean;
}

/** A function that Lambda calls. */
export interface LogEntry extends CodeSite {
	readonly name: string;
	/** Its decorators or its body put the id of the request into the records. */
	readonly bindsRequest: boolean;
	readonly hasOtherDecorators: boolean;
}

/** What one file does with loggers; files that do nothing are left out. */
export interface LogUse {
	/** Libraries for logging that it imports. */
	readonly libraries: readonly (Exclude<LoggerKind, 'stdlib'> | 'other JSON')[];
	/** Where the first of them is imported. */
	readonly imported: CodeSite | null;
	/** Calls of loggers by where the logger comes from; `unknown` where another file makes it. */
	readonly calls: Readonly<Record<LoggerKind | 'unknown', number>>;
	/** It makes a logger, or calls one. */
	readonly hasLogger: boolean;
	/** The line that makes a logger of the standard library, or its first call. */
	readonly plain: CodeSite | null;
	readonly built: readonly LogCallSite[];
	/** In an `except`: the error is named, its traceback is not. */
	readonly lostTracebacks: readonly LogCallSite[];
	readonly sensitive: readonly LogCallSite[];
	readonly wholeEvents: readonly LogCallSite[];
	/** Records and bound fields with ids of customers, accounts, tenants or users. */
	readonly identities: readonly LogCallSite[];
	readonly setups: readonly LogSetup[];
	/** Words that stand in it: renderers, processors and what binds fields. */
	readonly words: readonly string[];
	/** `append_keys`, `bind_contextvars` in a function. */
	readonly binds: readonly LogCallSite[];
	readonly entries: readonly LogEntry[];
	/** `FastAPI()`, `Flask(…)`. */
	readonly webApp: CodeSite | null;
	/** Keys that it puts into records. */
	readonly keys: readonly string[];
	/** `loguru` with `serialize=True`. */
	readonly serializes: boolean;
}
