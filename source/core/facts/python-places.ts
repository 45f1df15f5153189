/** A place outside the manifests that says which Python is used. */
export interface PythonPlace {
	/**
	 * `deploy` where the program runs, `environment` where a developer's interpreter is chosen, `ci` where it is
	 * tested.
	 */
	readonly use: 'deploy' | 'environment' | 'ci';
	/** What it is, to be read in a sentence: `base image`. */
	readonly what: string;
	/** `3.13` or `3.13.2`, as written; never empty. */
	readonly version: string;
	readonly line: number;
	readonly column: number;
	readonly endColumn: number;
	/** The source line, trimmed, at most 200 characters. */
	readonly source: string;
}

/** What one file says of Python versions and releases. */
export interface PythonPlaces {
	readonly places: readonly PythonPlace[];
	/** A job here uploads a package to an index. */
	readonly publishes: boolean;
}
