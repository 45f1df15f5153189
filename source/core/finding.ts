/** A range in a file; lines and columns count from 1, columns in UTF-16 units, the end is exclusive. */
export interface Place {
	readonly path: string;
	/** Left out where the finding is about the file as a whole, or about its absence. */
	readonly line?: number;
	readonly column?: number;
	readonly endLine?: number;
	readonly endColumn?: number;
}

/** `certain` where the file proves it; `likely` where a heuristic says so, and the user is told. */
export type Confidence = 'certain' | 'likely';

/** How much a finding weighs in its check: the check's status is the worst of them; `info` changes nothing. */
export type Level = 'fail' | 'warn' | 'info';

/** One place where something was found. */
export interface Finding {
	readonly level: Level;
	/** One sentence in the present tense, no full stop, `code` in backticks. Holds no secret. */
	readonly message: string;
	readonly confidence: Confidence;
	readonly at: Place;
	/** What is there, as short code or words. */
	readonly found?: string;
	/** What would pass. */
	readonly expected?: string;
	/**
	 * What makes the finding the same one after lines move: anything but line numbers. The engine hashes it with
	 * check, project and path; where left out, `message` is used. Equal keys in one file are numbered.
	 */
	readonly key?: string;
}
