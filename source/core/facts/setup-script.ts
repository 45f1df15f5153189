/** A value of a setup script that is written as a literal. */
export interface SetupValue {
	readonly value: string;
	readonly line: number;
	/** The source line, trimmed, at most 200 characters. */
	readonly source: string;
}

/** What a `setup.py` passes to `setup()`, as far as it is written as literals, there or behind a name. */
export interface SetupScript {
	readonly name: SetupValue | null;
	readonly version: SetupValue | null;
	/** Null where it is not given; `unknown` where it is computed. */
	readonly pythonRequires: SetupValue | 'unknown' | null;
	readonly classifiers: readonly SetupValue[];
	/** `unknown` where the list is computed; what is read from files is not among them. */
	readonly installRequires: readonly SetupValue[] | 'unknown';
	/** Files that `install_requires` takes line by line, by their paths from the script's folder. */
	readonly requirementFiles: readonly string[];
	/** The arguments that are given, by name; `unknown` where code puts them together. */
	readonly keywords: readonly string[] | 'unknown';
	/** Those of them that `[project]` has to say and that are written out neither there nor behind names. */
	readonly computed: readonly string[];
	readonly hasConsoleScripts: boolean;
	/** `package_dir`, by package, the root as an empty name; `unknown` where it is computed. */
	readonly packageFolders: Readonly<Record<string, string>> | 'unknown';
	/** The folder in which `find_packages()` looks. */
	readonly findsIn: string | null;
	/** What `find_packages()` leaves out, as patterns. */
	readonly findsExcept: readonly string[];
	/** `packages`, where it is written as a list. */
	readonly packages: readonly string[];
	/** `py_modules`, where it is written as a list. */
	readonly modules: readonly string[];
	/** Development tools that a requirement in the script names, wherever it stands. */
	readonly tools: readonly { readonly name: string; readonly requirement: string; readonly line: number }[];
	/** The line of the call to `setup()`. */
	readonly line: number;
}
