import type { Data, Table } from './facts/config.ts';

export const isTable = (value: Data | undefined): value is Table =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Data | undefined): value is readonly Data[] => Array.isArray(value);

/** The value under keys and positions; undefined where there is none. */
export const valueAt = (value: Data | undefined, path: readonly (string | number)[]): Data | undefined => {
	let at = value;
	for (const part of path) {
		if (isTable(at)) at = Object.hasOwn(at, part) ? at[part] : undefined;
		else if (isList(at) && typeof part === 'number') at = at[part];
		else return undefined;
	}
	return at;
};

export const tableAt = (value: Data | undefined, path: readonly (string | number)[]): Table | undefined => {
	const found = valueAt(value, path);
	return isTable(found) ? found : undefined;
};

export const stringAt = (value: Data | undefined, path: readonly (string | number)[]): string | undefined => {
	const found = valueAt(value, path);
	return typeof found === 'string' ? found : undefined;
};

/** The strings of a list; anything else in it, or instead of it, is left out. */
export const stringsAt = (value: Data | undefined, path: readonly (string | number)[]): readonly string[] => {
	const found = valueAt(value, path);
	return isList(found) ? found.filter(item => typeof item === 'string') : [];
};

/** JSON pointer of a path: `/tool/ruff/lint/select/0`; `~` and `/` in keys are escaped as RFC 6901 has it. */
export const pointerOf = (path: readonly (string | number)[]): string =>
	path.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The same data; the order of keys does not count. */
export const sameData = (a: Data | undefined, b: Data | undefined): boolean => {
	if (Object.is(a, b)) return true;
	if (isList(a) && isList(b)) return a.length === b.length && a.every((item, at) => sameData(item, b[at]));
	if (!isTable(a) || !isTable(b)) return false;
	const keys = Object.keys(a);
	return (
		keys.length === Object.keys(b).length &&
		keys.every(key => Object.hasOwn(b, key) && sameData(a[key], b[key]))
	);
};
