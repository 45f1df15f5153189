import { coverageOf } from '../../source/core/ruff/selection.ts';

/** Families that can be selected now, the codes to ignore meanwhile, and what has to be done for the other families. */
export interface Selectable {
	readonly families: readonly string[];
	readonly codes: ReadonlyMap<string, number>;
	readonly postponed: readonly string[];
}

/**
 * Leaves out families of which nothing would be left but an entry in `ignore`: import sorting is one single rule, and
 * to select it and ignore it says nothing.
 */
export const withoutWhole = (families: readonly string[], codes: ReadonlyMap<string, number>): Selectable => {
	const selection = { select: families, extend: [], ignore: [...codes.keys()] };
	const whole = families.filter(family => coverageOf(selection, family) === 'ignored');
	const familyOf = (code: string): string | undefined =>
		whole.find(family => code.startsWith(family) && /^\d/.test(code.slice(family.length)));
	const postponed = whole.map(family => {
		const counts = [...codes].flatMap(([code, count]) => (familyOf(code) === family ? [count] : []));
		const count = counts.reduce((sum, one) => sum + one, 0);
		return `\`${family}\` is not selected yet, because all of it would have to be ignored: mend its ${count === 1 ? 'finding' : `${count} findings`} with \`ruff check --select ${family} --fix\`, then select it`;
	});
	return {
		families: families.filter(family => !whole.includes(family)),
		codes: new Map([...codes].filter(([code]) => familyOf(code) === undefined)),
		postponed,
	};
};
