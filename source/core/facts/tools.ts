import type { Table } from './config.ts';
import type { LintHit } from './python.ts';

/** Globs and the folder they count from, `.` for the root. */
export interface Globs {
	readonly base: string;
	readonly patterns: readonly string[];
}

/** Where a setting that took effect is written: a TOML file and a JSON pointer in it. */
export interface Origin {
	readonly path: string;
	readonly pointer: string;
}

/**
 * What one ruff configuration file says, `extend` followed.
 * https://docs.astral.sh/ruff/configuration/#config-file-discovery
 */
export interface RuffConfig extends Origin {
	/** The folder it governs, `.` for the root; a file belongs to the nearest configuration above it. */
	readonly directory: string;
	/** Options by their names in `ruff.toml`; lint options stand under `lint`, also where the file has them on top. */
	readonly settings: Table;
	/** By option path, such as `lint.select` or `line-length`. */
	readonly origins: Readonly<Record<string, Origin>>;
	/** Lint options that stand outside `lint`, as ruff has it deprecated. */
	readonly outdated: readonly Origin[];
	/** Files that it takes in; null for every Python file. */
	readonly include: readonly Globs[] | null;
	readonly exclude: readonly Globs[];
	readonly lintExclude: readonly Globs[];
	readonly formatExclude: readonly Globs[];
	readonly perFileIgnores: readonly {
		readonly base: string;
		readonly pattern: string;
		readonly codes: readonly string[];
	}[];
	/** Folders that first-party packages lie in. */
	readonly sources: readonly Globs[];
	/** From the nearest `requires-python`, such as `py310`; null where nothing says. */
	readonly inferredTarget: string | null;
	/** Files named by `extend` that cannot be read. */
	readonly unresolved: readonly string[];
}

/** A file under the repository's own ruff settings. */
export interface RuffRun {
	/** By code; `fixable` counts those for which ruff offers a fix. */
	readonly counts: Readonly<
		Record<string, { readonly count: number; readonly fixable: number; readonly first: LintHit }>
	>;
	/** `off` where no configuration has the linter look at the file. */
	readonly lint: 'on' | 'off';
	/** `off` where the formatter does not run on the file. */
	readonly format: 'clean' | 'differs' | 'off';
	/** Directives that suppress nothing although their rule is on. */
	readonly unusedNoqa: readonly LintHit[];
	/** Selectors in the settings that our ruff does not know; they were left out. */
	readonly unknownSelectors: readonly string[];
	/** Why our ruff does not take the settings; null when it ran. */
	readonly problem: string | null;
}

/** A tool, and its version, as a lockfile, a hook or a requirements file has it. */
export interface ToolPin {
	/** The distribution, in lower case: `ruff`, `mypy`, `pytest`. */
	readonly tool: string;
	/** Empty where a requirements file names the tool without one version. */
	readonly version: string;
	readonly line: number;
	readonly source: string;
}

/** How well public functions and methods of a module are annotated. */
export interface Annotations {
	/** Public functions and methods; those marked `@overload` are left out. */
	readonly functions: number;
	/** Without any hit of ruff's annotation rules. */
	readonly annotated: number;
	/** Those that are not: the first hit in each signature, and how many there are. */
	readonly bare: readonly { readonly name: string; readonly hit: LintHit; readonly hits: number }[];
	/** Uses of `Any` in signatures. */
	readonly anys: number;
}

/** A mypy configuration file. https://mypy.readthedocs.io/en/stable/config_file.html */
export interface MypyConfig {
	readonly path: string;
	readonly directory: string;
	readonly dialect: 'ini' | 'toml';
	/** Options of the global section, names with underscores; the values as in TOML, INI booleans turned into such. */
	readonly options: Table;
	/** Sections for some modules. */
	readonly overrides: readonly {
		readonly modules: readonly string[];
		readonly options: Table;
		readonly line: number;
	}[];
	/** Of the global section. */
	readonly line: number;
	/** Lines of global options. */
	readonly lines: Readonly<Record<string, number>>;
	/** Nearest first: files that hold settings for mypy too, which it does not read because of this one. */
	readonly shadows: readonly { readonly path: string; readonly line: number; readonly strict: boolean }[];
}

/** A pytest configuration. https://docs.pytest.org/en/stable/reference/customize.html */
export interface PytestConfig {
	readonly path: string;
	readonly directory: string;
	/** `native`: `[tool.pytest]` or `pytest.toml` with TOML types; `ini-options`: `[tool.pytest.ini_options]`; `ini`. */
	readonly dialect: 'native' | 'ini-options' | 'ini';
	/** JSON pointer of the table, or name of the section. */
	readonly section: string;
	readonly line: number;
	/** Command-line options that every run gets, split into words. */
	readonly addopts: readonly string[];
	/** Options with several lines or items as lists; everything else as a list of one text. */
	readonly options: Readonly<Record<string, readonly string[]>>;
	readonly lines: Readonly<Record<string, number>>;
	/** pytest refuses the file: why, one sentence; null otherwise. */
	readonly problem: string | null;
	/** Files with settings for pytest that are not read because of this one. */
	readonly shadows: readonly string[];
}

/** What a test file shows of its runner. */
export interface TestUse {
	/** Functions and methods called `test…`. */
	readonly tests: number;
	/** Classes that derive from a `TestCase`. */
	readonly testCases: number;
	/** Tests that are plain functions, or use pytest by import. */
	readonly needsPytest: boolean;
	/** Names after `pytest.mark.`, each with its first line. */
	readonly marks: readonly { readonly name: string; readonly line: number }[];
	/** Markers that it registers with `addinivalue_line`. */
	readonly registered: readonly string[];
}

/** A distribution that developers of a project install, or its users. */
export interface Dependency {
	/** Normalised: lower case, `-` between words. */
	readonly name: string;
	/** The requirement as written. */
	readonly requirement: string;
	readonly path: string;
	readonly line: number;
	/** `dev` for groups, extras and tables of development tools. */
	readonly use: 'run' | 'dev';
}
