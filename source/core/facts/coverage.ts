/** A configuration of coverage.py. https://coverage.readthedocs.io/en/latest/config.html */
export interface CoverageConfig {
	readonly path: string;
	readonly directory: string;
	readonly dialect: 'ini' | 'toml';
	/** What sections of the file begin with: `coverage:` of `coverage:run`, a JSON pointer in TOML; may be empty. */
	readonly base: string;
	/** Of the first section. */
	readonly line: number;
	/** By section and option, such as `report.fail_under`; lists as items, everything else as a list of one text. */
	readonly options: Readonly<Record<string, readonly string[]>>;
	readonly lines: Readonly<Record<string, number>>;
	/** Files with settings for coverage that are not read because of this one. */
	readonly shadows: readonly string[];
}

/** What a service outside is told to hold the coverage to. */
export interface CoverageService {
	readonly service: 'codecov' | 'sonar';
	/** Percent of the whole project that fails a build below it; null where the file sets none. */
	readonly target: number | null;
	readonly line: number;
}
