import { isTable } from '../core/data.ts';
import type { Data, Location, Table, TomlDocument } from '../core/facts/config.ts';
import type { Limits } from '../core/facts.ts';
import { decisionsOf } from './decisions.ts';
import type { AttestationEntry, WaiverEntry } from './decisions.ts';
import { assertKeys, inside, wrong } from './keys.ts';
import type { Spot } from './keys.ts';

/** What `bp-audit.toml` or `[tool.bp-audit]` says. */
export interface Config {
	/** Ids of sections, practices and checks that are left out. */
	readonly skip: readonly string[];
	readonly limits: Limits;
	readonly waivers: readonly WaiverEntry[];
	readonly attestations: readonly AttestationEntry[];
}

export const defaultConfig: Config = {
	skip: [],
	limits: { moduleLines: 400, coverage: 90, lambdaTimeoutSeconds: 30 },
	waivers: [],
	attestations: [],
};

const numberOf = (
	table: Table,
	key: string,
	spot: Spot,
	{ minimum, maximum, fallback }: { minimum: number; maximum: number; fallback: number },
): number => {
	const value = table[key];
	if (value === undefined) return fallback;
	if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > maximum) {
		throw wrong(inside(spot, key), `a whole number from ${minimum} to ${maximum}`);
	}
	return value;
};

const limitsOf = (value: Data | undefined, spot: Spot): Limits => {
	const { limits } = defaultConfig;
	if (value === undefined) return limits;
	if (!isTable(value)) throw wrong(spot, 'a table');
	assertKeys(value, ['module-lines', 'coverage', 'lambda-timeout-seconds'], spot);
	return {
		moduleLines: numberOf(value, 'module-lines', spot, {
			minimum: 1,
			maximum: 100_000,
			fallback: limits.moduleLines,
		}),
		coverage: numberOf(value, 'coverage', spot, { minimum: 0, maximum: 100, fallback: limits.coverage }),
		lambdaTimeoutSeconds: numberOf(value, 'lambda-timeout-seconds', spot, {
			minimum: 1,
			maximum: 900,
			fallback: limits.lambdaTimeoutSeconds,
		}),
	};
};

/**
 * Reads a configuration strictly. `file` is named in messages, `at` is where its table stands in that file:
 * empty for `bp-audit.toml`, `tool.bp-audit` for pyproject. Throws a `UserError`.
 */
export const parseConfig = (
	table: Table,
	{
		file,
		at,
		locations = {},
	}: {
		readonly file: string;
		readonly at: string;
		/** By JSON pointer, of the whole file. */
		readonly locations?: Readonly<Record<string, Location>>;
	},
): Config => {
	const spot: Spot = { file, key: at };
	assertKeys(table, ['skip', 'limits', 'waiver', 'attestation'], spot);
	const skip = table['skip'] ?? [];
	const ids = Array.isArray(skip) ? skip.filter((id: Data) => typeof id === 'string') : [];
	if (!Array.isArray(skip) || ids.length !== skip.length) {
		throw wrong(inside(spot, 'skip'), 'a list of ids, such as ["9.3"]');
	}
	return {
		skip: ids,
		limits: limitsOf(table['limits'], inside(spot, 'limits')),
		...decisionsOf(table, { spot, locations }),
	};
};

/** A root file that may hold a configuration. */
export type ConfigFile = Pick<TomlDocument, 'value' | 'locations'>;

/**
 * The configuration of a repository from its parsed root files: `bp-audit.toml`, else `[tool.bp-audit]` in
 * `pyproject.toml`, else the defaults. Throws a `UserError`.
 */
export const configOf = (root: { readonly own?: ConfigFile; readonly pyproject?: ConfigFile }): Config => {
	const { own, pyproject } = root;
	if (own) return parseConfig(own.value, { file: 'bp-audit.toml', at: '', locations: own.locations });
	const tool = pyproject?.value['tool'];
	const table = isTable(tool) ? tool['bp-audit'] : undefined;
	if (!pyproject || table === undefined) return defaultConfig;
	if (!isTable(table)) throw wrong({ file: 'pyproject.toml', key: 'tool.bp-audit' }, 'a table');
	return parseConfig(table, {
		file: 'pyproject.toml',
		at: 'tool.bp-audit',
		locations: pyproject.locations,
	});
};
