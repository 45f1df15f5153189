/** A line of a document or a makefile that installs the project's dependencies with something else than uv. */
export interface InstallLine {
	readonly line: number;
	/** As written, trimmed, at most 200 characters. */
	readonly source: string;
	/** The command: `pip install -r requirements.txt`. */
	readonly command: string;
}

/** A line of an `.envrc` that gives a variable a value of its own. The value itself is not kept. */
export interface LiteralVariable {
	readonly name: string;
	readonly line: number;
	/** `key` where the value has the form of a credential of a known service; `word` for any other text. */
	readonly form: 'key' | 'word';
}

/** What direnv reads when the folder is entered. https://direnv.net/ */
export interface EnvFile {
	/** Variables whose name says that they hold a secret, and whose value is written out. */
	readonly literals: readonly LiteralVariable[];
	/** It makes or enters an environment: `layout uv`, `uv sync`, `source .venv/bin/activate`. */
	readonly activates: boolean;
}
