import { pointerOf } from '../../core/data.ts';
import type { TomlDocument } from '../../core/facts/config.ts';
import type { Place } from '../../core/finding.ts';

/** Where a path of a TOML file stands, and its line; the file alone where it is not written out. */
export const spotOf = (
	document: TomlDocument,
	path: readonly (string | number)[],
): { readonly at: Place; readonly source: string } => {
	const location = document.locations[pointerOf(path)];
	if (!location) return { at: { path: document.path }, source: '' };
	const { line, column, endLine, endColumn, source } = location;
	return { at: { path: document.path, line, column, endLine, endColumn }, source };
};

/** The value of a file that parses; null for another. */
export const parsedAt = <T>(
	files: ReadonlyMap<string, { readonly ok: true; readonly value: T } | { readonly ok: false }>,
	path: string,
): T | null => {
	const parsed = files.get(path);
	return parsed?.ok === true ? parsed.value : null;
};
