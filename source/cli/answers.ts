import { isTable } from '../core/data.ts';
import { UserError } from '../core/errors.ts';
import type { Data, Table } from '../core/facts/config.ts';
import type { Answers } from '../core/fixer.ts';
import { findNearest } from '../core/nearest.ts';

const answerOf = (file: string, key: string, value: Data): string => {
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw new UserError(`${file}: the answer to \`${key}\` is not text, a number or true or false`);
};

/** Answers by question id. Throws a {@link UserError} for what is no answer. */
export const answersIn = (file: string, table: Table): Answers =>
	Object.fromEntries(Object.entries(table).map(([key, value]) => [key, answerOf(file, key, value)]));

/**
 * Answers by fixer from the tables of an answers file; keys outside a table answer every fixer and stand under the
 * empty id. Throws a {@link UserError} for a table that names no fixer.
 */
export const answersOf = (
	table: Table,
	{ file, fixers }: { readonly file: string; readonly fixers: readonly string[] },
): ReadonlyMap<string, Answers> => {
	const shared: [string, Data][] = [];
	const answers = new Map<string, Answers>();
	for (const [key, value] of Object.entries(table)) {
		if (!isTable(value)) {
			shared.push([key, value]);
			continue;
		}
		if (!fixers.includes(key)) {
			const nearest = findNearest(key, fixers);
			throw new UserError(`${file}: \`[${key}]\` names no fixer`, {
				tryThis:
					nearest === null ? 'Run `bp-audit list` to see every fixer' : `Did you mean \`[${nearest}]\`?`,
			});
		}
		answers.set(key, answersIn(file, value));
	}
	return answers.set('', answersIn(file, Object.fromEntries(shared)));
};
