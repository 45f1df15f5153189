/** JSON-like data. Dates and times are `{ datetime: text }`; integers beyond 2^53 are `{ integer: text }`. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };
export type Table = { readonly [key: string]: Data };

/** Where a key or an array item stands in its file. */
export interface Location {
	/** From 1. */
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	/** The source line, trimmed, at most 200 characters: evidence to show. */
	readonly source: string;
}

/** A TOML file that is valid TOML 1.0. */
export interface TomlDocument {
	readonly path: string;
	readonly value: Table;
	/** By JSON pointer, such as `/tool/ruff/lint/select/0`; key-value pairs, tables and array items. */
	readonly locations: Readonly<Record<string, Location>>;
}

/** An INI file as configparser and iniconfig read it: option names in lower case, values joined by `\n`. */
export interface IniDocument {
	readonly path: string;
	readonly sections: Readonly<Record<string, IniSection>>;
}
export interface IniSection {
	readonly line: number;
	readonly options: Readonly<Record<string, IniOption>>;
}
export interface IniOption {
	/** As written in the file, before lower-casing. */
	readonly name: string;
	readonly value: string;
	readonly line: number;
	/** The source line, trimmed, at most 200 characters. */
	readonly source: string;
}
