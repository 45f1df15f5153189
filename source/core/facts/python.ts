/** One diagnostic of ruff. Lines and columns count from 1, columns in UTF-16 units, the end is exclusive. */
export interface LintHit {
	/** `S113`, or `invalid-syntax`. */
	readonly code: string;
	readonly message: string;
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	/** The source line, trimmed, at most 200 characters. */
	readonly source: string;
	/** Of a weakness in brackets that go on over lines: these, in one, at most 600 characters. */
	readonly written?: string;
}

export interface PythonImport {
	/** Absolute dotted name; a relative import keeps its dots. */
	readonly module: string;
	/** The imported name of `from module import name`, `*`, or null for `import module`. */
	readonly name: string | null;
	/** What it is called here. */
	readonly as: string;
	readonly line: number;
	/** Directly in the module body, outside functions, classes and `if TYPE_CHECKING`. */
	readonly topLevel: boolean;
}

/** What every Python file is asked once. */
export interface PythonModule {
	/** Physical lines; a final newline does not start another. */
	readonly lines: number;
	readonly imports: readonly PythonImport[];
	/** Top-level `def`s whose first two parameters are named `event` and `context` (also `_context`, `ctx`, `_`). */
	readonly handlers: readonly { readonly name: string; readonly line: number }[];
	/** `if __name__ == "__main__":` stands in it. */
	readonly hasMainGuard: boolean;
	/** The first 15 lines say that a program wrote it. */
	readonly isGenerated: boolean;
}
