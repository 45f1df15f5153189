import type { SgNode } from '@ast-grep/napi';
import type { FactName, Facts, Parsed, PerFile } from './facts.ts';
import type { SecretRange } from './secrets/scan.ts';

/** One decoded file, as a gatherer sees it. */
export interface SourceFile {
	readonly path: string;
	/** Without BOM. */
	readonly text: string;
	/** Offsets where lines start; see `lineStartsOf`. */
	readonly lineStarts: readonly number[];
	/** Where secrets stood, which a gatherer sees emptied, so that no fact can hold one. Set while facts are gathered. */
	readonly secrets?: readonly SecretRange[];
}

/** A diagnostic as ruff's WebAssembly build gives it; rows and columns count from 1. */
export interface RuffDiagnostic {
	readonly code: string | null;
	readonly message: string;
	readonly start_location: { readonly row: number; readonly column: number };
	readonly end_location: { readonly row: number; readonly column: number };
	readonly fix: {
		readonly message: string | null;
		readonly edits: readonly {
			readonly content: string | null;
			readonly location: { readonly row: number; readonly column: number };
			readonly end_location: { readonly row: number; readonly column: number };
		}[];
	} | null;
}

/** The parsers, inside an engine child. Each parses a file at most once for the same question. */
export interface Engines {
	/** The syntax tree's root. Check with ruff that the file is valid: a tree without ERROR proves nothing. */
	python(file: SourceFile): SgNode;
	/** The one run of ruff with all codes that practices name, and `invalid-syntax`; free the second time. */
	lint(file: SourceFile): readonly RuffDiagnostic[];
	/** Why a Python file does not parse, from the same run as {@link Engines.lint}; null when it does. */
	syntaxError(file: SourceFile): ParseError | null;
	/** Throws for unknown settings or rule codes. The workspace is kept for the next file with equal settings. */
	ruff(file: SourceFile, settings: RuffSettings): readonly RuffDiagnostic[];
	/** The formatted text. Throws where the file does not parse. */
	ruffFormat(file: SourceFile, settings: RuffSettings): string;
}

/** Ruff's settings as in `ruff.toml`, kebab-case. */
export type RuffSettings = { readonly [key: string]: unknown };

export type ValueOf<F> = F extends PerFile<infer T> ? T : never;

/** Names of facts that hold something for each file. */
export type FileFactName = {
	[Name in FactName]: Facts[Name] extends ReadonlyMap<string, Parsed<unknown>> ? Name : never;
}[FactName];

/**
 * Turns one file into a typed fact: a pure function of the file's content and of plain options.
 * Runs in an engine child; results are cached by content, options and `version`.
 */
export interface FileGatherer<Name extends FileFactName = FileFactName> {
	readonly kind: 'file';
	readonly fact: Name;
	/** Raised with every change of what `extract` gives. */
	readonly version: number;
	/** `config` files are read first, so that what is derived from them can steer `code`. */
	readonly wave: 'config' | 'code';
	/** Bytes; larger files are listed as skipped. 1 MiB unless said. */
	readonly maxBytes?: number;
	wants(path: string): boolean;
	/** Facts that `optionsFor` reads; only of the `config` wave and derived from it. */
	readonly needs?: readonly FactName[];
	/** Plain data that reaches `extract`; null leaves the file out. */
	optionsFor?(path: string, facts: Facts): unknown;
	/** Null where there is nothing to tell. Throw {@link ParseError} for a file that does not parse. */
	extract(file: SourceFile, engines: Engines, options: unknown): ValueOf<Facts[Name]> | null;
}

/** Joins facts of files into a fact of the repository: pure, over plain data, in the parent process. */
export interface DerivedGatherer<Name extends FactName = FactName, Needs extends FactName = FactName> {
	readonly kind: 'derived';
	readonly fact: Name;
	readonly needs: readonly Needs[];
	derive(facts: Pick<Facts, Needs>): Facts[Name];
}

export type AnyGatherer =
	| {
			[Name in FileFactName]: FileGatherer<Name>;
	  }[FileFactName]
	| {
			[Name in FactName]: Omit<DerivedGatherer<Name>, 'derive'> & { derive(facts: Facts): Facts[Name] };
	  }[FactName];

export const defineFileGatherer = <const Name extends FileFactName>(
	gatherer: Omit<FileGatherer<Name>, 'kind'>,
): FileGatherer<Name> => ({ kind: 'file', ...gatherer });

export const defineDerived = <const Name extends FactName, const Needs extends FactName>(
	gatherer: Omit<DerivedGatherer<Name, Needs>, 'kind'>,
): DerivedGatherer<Name, Needs> => ({ kind: 'derived', ...gatherer });

/** A file that is not what its name says. */
export class ParseError extends Error {
	override readonly name = 'ParseError';
	/** From 1; 0 where the parser does not say. */
	readonly line: number;
	constructor(message: string, line: number) {
		super(message);
		this.line = line;
	}
}
