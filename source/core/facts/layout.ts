import type { Place } from '../finding.ts';

/** A folder that can be imported as a package. */
export interface PackageFolder {
	/** The name it is imported by. */
	readonly name: string;
	/** Relative to the repository. */
	readonly path: string;
	/** A file of it that stands for the whole: its `__init__.py`, or its first module. */
	readonly file: string;
}

/** What builds a project; `other` for a backend that this program does not know. */
export type BuildBackend =
	| 'setuptools'
	| 'hatchling'
	| 'poetry-core'
	| 'flit'
	| 'pdm'
	| 'uv'
	| 'maturin'
	| 'other';

/** What makes a project installable. */
export interface Build {
	readonly backend: BuildBackend;
	readonly at: Place;
	/** The line that says so. */
	readonly source: string;
}

/** A module that is imported as `src.…`. */
export interface SourceImport {
	readonly path: string;
	readonly line: number;
	/** As written: `src.orders`. */
	readonly module: string;
	readonly isTest: boolean;
}

/** A folder that a manifest names as the home of packages. */
export interface SourceFolder {
	/** Relative to the repository. */
	readonly folder: string;
	readonly at: Place;
	readonly source: string;
	readonly packages: readonly PackageFolder[];
}

/** Where the importable code of a project lies. */
export interface Layout {
	/** Packages directly in the project's folder. */
	readonly atRoot: readonly PackageFolder[];
	/** Packages and modules in `src/`. */
	readonly inSrc: readonly PackageFolder[];
	/** Paths of modules at the top that the build installs. */
	readonly modules: readonly string[];
	/** Another folder that the build takes its packages from. */
	readonly sourceFolder: SourceFolder | null;
	/** Modules directly in `src/`, installed or not. */
	readonly srcModules: readonly string[];
	/** `src/__init__.py`; null where there is none. */
	readonly srcInit: string | null;
	readonly srcImports: readonly SourceImport[];
	/** Null where nothing installs the project. */
	readonly build: Build | null;
	/** The path of Django's `manage.py`. */
	readonly django: string | null;
	/** Folders of the project that are deployed as the code of functions. */
	readonly deployed: readonly string[];
}

/** A place where Python code adds to the import path. */
export interface ImportPathChange {
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	/** The call on one line, cut. */
	readonly source: string;
}
