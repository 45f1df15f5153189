import { UserError } from '../core/errors.ts';
import type { Table } from '../core/facts/config.ts';
import { findNearest } from '../core/nearest.ts';

/** Where a value stands: the file, and the keys that lead to it, joined by dots. */
export interface Spot {
	readonly file: string;
	readonly key: string;
}

export const wrong = ({ file, key }: Spot, expected: string): UserError =>
	new UserError(`${file}: \`${key}\` is not ${expected}`);

/** Throws a {@link UserError} that names the first unknown key and the nearest known one. */
export const assertKeys = (table: Table, known: readonly string[], { file, key }: Spot): void => {
	for (const found of Object.keys(table)) {
		if (known.includes(found)) continue;
		const nearest = findNearest(found, known);
		throw new UserError(`${file}: unknown key \`${key === '' ? found : `${key}.${found}`}\``, {
			tryThis: nearest === null ? `Known keys here: ${known.join(', ')}` : `Did you mean \`${nearest}\`?`,
		});
	}
};

export const inside = (spot: Spot, key: string): Spot => ({
	file: spot.file,
	key: spot.key === '' ? key : `${spot.key}.${key}`,
});

export const textOf = (table: Table, key: string, spot: Spot): string | undefined => {
	const value = table[key];
	if (value === undefined) return undefined;
	if (typeof value !== 'string') throw wrong(inside(spot, key), 'text in quotes');
	return value;
};
