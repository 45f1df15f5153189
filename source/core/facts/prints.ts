export type PrintKind = 'print' | 'pprint' | 'stream write' | 'traceback';

/** A call that writes to standard output or standard error. Lines and columns count from 1, UTF-16, end exclusive. */
export interface PrintCall {
	readonly kind: PrintKind;
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	/** The first line of the call, trimmed, at most 200 characters. */
	readonly source: string;
	/** Names of the functions around it, outermost first. */
	readonly functions: readonly string[];
	/**
	 * `inside` an `if __name__ == "__main__":`, or `reached` from one only, as far as this file tells; another module
	 * or a template may still call that function.
	 */
	readonly mainGuard: 'inside' | 'reached' | null;
	/** Its only argument is a call of `json.dumps`, a hand-made structured record. */
	readonly writesJson: boolean;
}

/** The calls of one file; files without any are left out. */
export interface ModulePrints {
	readonly calls: readonly [PrintCall, ...PrintCall[]];
	/** The command-line library that the file imports, or null. */
	readonly cliLibrary: string | null;
	/** It starts with `#!`, as a program does. */
	readonly hasShebang: boolean;
}
