import type { Data, Table } from './facts/config.ts';

// `mypy --strict` as of mypy 2: https://mypy.readthedocs.io/en/stable/command_line.html#cmdoption-mypy-strict

export const strictFlags: readonly string[] = [
	'disallow_any_generics',
	'disallow_subclassing_any',
	'disallow_untyped_calls',
	'disallow_untyped_defs',
	'disallow_incomplete_defs',
	'check_untyped_defs',
	'disallow_untyped_decorators',
	'warn_redundant_casts',
	'warn_unused_ignores',
	'warn_return_any',
	'no_implicit_reexport',
	'strict_equality',
	'extra_checks',
];

/** Spellings that mean the opposite of a flag, and older names. */
const opposites: Readonly<Record<string, string>> = Object.fromEntries(
	strictFlags.map(flag => {
		if (flag.startsWith('disallow_')) return [flag.replace('disallow_', 'allow_'), flag];
		return flag.startsWith('no_') ? [flag.slice('no_'.length), flag] : [`no_${flag}`, flag];
	}),
);
const older: Readonly<Record<string, string>> = { strict_concatenate: 'extra_checks' };

/** The flags of `--strict` that options set, by their own names. */
export const flagsIn = (options: Table): ReadonlyMap<string, boolean> => {
	const flags = new Map<string, boolean>();
	const note = (name: string, value: Data): void => {
		if (typeof value !== 'boolean') return;
		const opposite = opposites[name];
		const flag = older[name] ?? name;
		if (opposite !== undefined) flags.set(opposite, !value);
		else if (strictFlags.includes(flag)) flags.set(flag, value);
	};
	for (const [name, value] of Object.entries(options)) note(name, value);
	return flags;
};

/** The flags of `--strict` that a command line sets: `--disallow-untyped-defs`. */
export const flagsOnLine = (words: readonly string[]): ReadonlyMap<string, boolean> =>
	flagsIn(
		Object.fromEntries(
			words.flatMap(word => (/^--[a-z-]+$/.test(word) ? [[word.slice(2).replaceAll('-', '_'), true]] : [])),
		),
	);
