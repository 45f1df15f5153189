/** One line of a requirements file. */
export interface RequirementLine {
	/** Normalised; empty where the line names an address or a folder only. */
	readonly name: string;
	readonly specifier: string;
	/** `exact` pins one version, or one commit; `range` leaves a choice; `any` says nothing of versions. */
	readonly pin: 'exact' | 'range' | 'any';
	readonly isHashed: boolean;
	readonly line: number;
	/** The line, trimmed, at most 200 characters; credentials in addresses are cut out. */
	readonly source: string;
}

/** A `requirements*.txt` or `.in`. */
export interface RequirementsFile {
	readonly lines: readonly RequirementLine[];
	/** Inputs named in the header of pip-compile or `uv pip compile`; null for a file written by hand. */
	readonly compiledFrom: readonly string[] | null;
	/** The program that its header names; null where there is none, or it is another. */
	readonly compiledBy: 'uv' | 'pip-tools' | null;
	/** `uv export` and `poetry export` wrote it: a lockfile in another form. */
	readonly isExported: boolean;
	/** Files named by `-r` and `-c`, relative to this one. */
	readonly includes: readonly string[];
}

/** A pattern of a `.gitignore`. */
export interface IgnorePattern {
	readonly pattern: string;
	readonly line: number;
}
