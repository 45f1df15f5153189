import { findNearest } from './nearest.ts';
import { UserError } from './errors.ts';

/** What an id on the command line or in a configuration can name. */
export interface Selectable {
	/** Section id, such as `6`. */
	readonly section: string;
	/** Practice number, such as `6.1`. */
	readonly number: string;
	/** Practice id. */
	readonly practice: string;
	/** `practice/check`. */
	readonly check: string;
}

/** Whether any of the ids names the check, its practice or its section. */
export const isSelected = (
	ids: readonly string[],
	{ section, number, practice, check }: Selectable,
): boolean => ids.some(id => id === section || id === number || id === practice || id === check);

/** Throws a {@link UserError} for the first id that names nothing. `extra` are further ids that count as known. */
export const assertKnownIds = (
	ids: readonly string[],
	all: readonly Selectable[],
	where: string,
	extra: readonly string[] = [],
): void => {
	const known = new Set([
		...all.flatMap(({ section, number, practice, check }) => [section, number, practice, check]),
		...extra,
	]);
	for (const id of ids) {
		if (known.has(id)) continue;
		const nearest = findNearest(id, known);
		throw new UserError(`${where}: \`${id}\` names no section, practice or check`, {
			tryThis: nearest === null ? 'Run `bp-audit list` to see every id' : `Did you mean \`${nearest}\`?`,
		});
	}
};
