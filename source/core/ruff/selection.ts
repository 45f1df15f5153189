import { isTable, stringsAt } from '../data.ts';
import type { Table } from '../facts/config.ts';

// https://docs.astral.sh/ruff/linter/#rule-selection

/** Prefixes that ruff renamed; the old ones still work. */
const renamed: Readonly<Record<string, string>> = {
	C9: 'C90',
	T1: 'T10',
	T2: 'T20',
	TCH: 'TC',
	PGH001: 'S307',
	PDV: 'PD',
};

export const currentName = (selector: string): string => {
	const old = /^TCH(\d*)$/.exec(selector);
	return old ? `TC${old[1] ?? ''}` : (renamed[selector] ?? selector);
};

/** What settings select; names are current. */
export interface Selection {
	/** Null where the settings leave it to ruff's defaults. */
	readonly select: readonly string[] | null;
	readonly extend: readonly string[];
	readonly ignore: readonly string[];
}

export const selectionOf = (settings: Table): Selection => {
	const lint = isTable(settings['lint']) ? settings['lint'] : {};
	const names = (key: string): readonly string[] => stringsAt(lint, [key]).map(currentName);
	return {
		select: Array.isArray(lint['select']) ? names('select') : null,
		extend: names('extend-select'),
		ignore: [...names('ignore'), ...names('extend-ignore')],
	};
};

/** The rules that ruff selects by itself before 0.16. */
export const defaultsBefore016: readonly string[] = ['E4', 'E7', 'E9', 'F'];

/** What both the old and the new defaults hold: nothing here depends on the version. */
export const commonDefaults: readonly string[] = ['E722', 'E9', 'F'];

const specificity = (selectors: readonly string[], code: string): number =>
	Math.max(
		-1,
		...selectors.map(selector => (selector === 'ALL' ? 0 : code.startsWith(selector) ? selector.length : -1)),
	);

/** Whether a rule runs; the more specific selector wins, and `ignore` where both are equal. */
export const isSelected = ({ select, extend, ignore }: Selection, code: string): boolean => {
	const chosen = specificity([...(select ?? defaultsBefore016), ...extend], code);
	return chosen >= 0 && chosen > specificity(ignore, code);
};

/** The rule families that the checklist asks for. */
export const wantedFamilies: readonly string[] = ['E', 'F', 'I', 'UP', 'B', 'SIM', 'N', 'PL', 'RUF'];

/** Selectors that together are as good as the family: `E1` to `E3` run in preview only, `I002` needs settings. */
const equivalents: Readonly<Record<string, readonly (readonly string[])[]>> = {
	E: [['E4', 'E7', 'E9']],
	I: [['I001']],
	PL: [['PLC', 'PLE', 'PLR', 'PLW']],
};

/** `ignored`: selected, and taken away as a whole; `partial`: only some of its rules are selected. */
export type Coverage = 'full' | 'partial' | 'ignored' | 'missing';

export const coverageOf = ({ select, extend, ignore }: Selection, family: string): Coverage => {
	const chosen = [...(select ?? defaultsBefore016), ...extend];
	const members = [[family], ...(equivalents[family] ?? [])];
	const covers = (selectors: readonly string[]): boolean =>
		members.some(all => all.every(one => selectors.includes(one)));
	const full = chosen.includes('ALL') || covers(chosen);
	// A family that is named beats `ALL` in `ignore`.
	if (full && (covers(ignore) || (ignore.includes('ALL') && !covers(chosen)))) return 'ignored';
	if (full) return 'full';
	const digits = family === 'PL' ? /^PL[CERW]\d*$/ : new RegExp(`^${family}\\d+$`);
	return chosen.some(selector => digits.test(selector)) ? 'partial' : 'missing';
};

/** Whether `per-file-ignores` codes take in a rule. */
export const namesCode = (selectors: readonly string[], code: string): boolean =>
	specificity(selectors.map(currentName), code) >= 0;
