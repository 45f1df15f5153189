import { isTable } from '../core/data.ts';
import { UserError } from '../core/errors.ts';
import type { Data, Table } from '../core/facts/config.ts';
import type { Limits } from '../core/facts.ts';
import { findNearest } from '../core/nearest.ts';

/** An accepted decision as written; whether it holds today is for `applyWaivers` to say. */
export interface WaiverEntry {
	/** `practice/check`. */
	readonly check: string;
	/** Glob over paths from the root; without it the whole check is waived. */
	readonly path?: string;
	readonly reason: string;
	readonly owner?: string;
	/** ISO date; the waiver ends after this day. */
	readonly until?: string;
	/** Why the entry cannot count; it fails open and is reported. */
	readonly invalid?: string;
}

/** A person's answer to a question that files cannot decide. */
export interface Attestation {
	/** Practice number or id. */
	readonly practice: string;
	readonly answer: 'yes' | 'no';
	readonly note: string;
	readonly until?: string;
}

/** What `bp-audit.toml` or `[tool.bp-audit]` says. */
export interface Config {
	/** Ids of sections, practices and checks that are left out. */
	readonly skip: readonly string[];
	readonly limits: Limits;
	readonly waivers: readonly WaiverEntry[];
	readonly attestations: readonly Attestation[];
}

export const defaultConfig: Config = {
	skip: [],
	limits: { moduleLines: 400, coverage: 90, lambdaTimeoutSeconds: 30 },
	waivers: [],
	attestations: [],
};

/** Where a value stands: the file, and the keys that lead to it. */
interface Spot {
	readonly file: string;
	readonly key: string;
}

const wrong = ({ file, key }: Spot, expected: string): UserError =>
	new UserError(`${file}: \`${key}\` is not ${expected}`);

const assertKeys = (table: Table, known: readonly string[], { file, key }: Spot): void => {
	for (const found of Object.keys(table)) {
		if (known.includes(found)) continue;
		const nearest = findNearest(found, known);
		throw new UserError(`${file}: unknown key \`${key === '' ? found : `${key}.${found}`}\``, {
			tryThis: nearest === null ? `Known keys here: ${known.join(', ')}` : `Did you mean \`${nearest}\`?`,
		});
	}
};

const inside = (spot: Spot, key: string): Spot => ({
	file: spot.file,
	key: spot.key === '' ? key : `${spot.key}.${key}`,
});

const textOf = (table: Table, key: string, spot: Spot): string | undefined => {
	const value = table[key];
	if (value === undefined) return undefined;
	if (typeof value !== 'string') throw wrong(inside(spot, key), 'text in quotes');
	return value;
};

const tablesOf = (value: Data | undefined, spot: Spot): readonly Table[] => {
	if (value === undefined) return [];
	if (!Array.isArray(value)) throw wrong(spot, `a list of tables; write \`[[${spot.key}]]\``);
	return value.map((item: Data) => {
		if (!isTable(item)) throw wrong(spot, `a list of tables; write \`[[${spot.key}]]\``);
		return item;
	});
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

/** A TOML date, or text that is an ISO date of a day that exists; null for anything else. */
const findDate = (value: Data): string | null => {
	const text = isTable(value) && typeof value['datetime'] === 'string' ? value['datetime'] : value;
	const match = typeof text === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(text) : null;
	const day = match?.[1];
	if (day === undefined) return null;
	const time = Date.parse(`${day}T00:00:00Z`);
	return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? null : day;
};

const waiverOf = (table: Table, spot: Spot): WaiverEntry => {
	assertKeys(table, ['check', 'path', 'reason', 'owner', 'until'], spot);
	const path = textOf(table, 'path', spot);
	const owner = textOf(table, 'owner', spot);
	const check = textOf(table, 'check', spot) ?? '';
	const reason = textOf(table, 'reason', spot)?.trim() ?? '';
	const until = table['until'] === undefined ? undefined : findDate(table['until']);
	const invalid =
		check === ''
			? 'it names no check'
			: reason === ''
				? 'it gives no reason'
				: until === null
					? '`until` is not a date such as 2027-01-31'
					: undefined;
	return {
		check,
		reason,
		...(path === undefined ? {} : { path }),
		...(owner === undefined ? {} : { owner }),
		...(until === undefined || until === null ? {} : { until }),
		...(invalid === undefined ? {} : { invalid }),
	};
};

const attestationOf = (table: Table, spot: Spot): Attestation => {
	assertKeys(table, ['practice', 'answer', 'note', 'until'], spot);
	const practice = textOf(table, 'practice', spot);
	const answer = table['answer'];
	if (practice === undefined) throw wrong(inside(spot, 'practice'), 'given');
	if (answer !== 'yes' && answer !== 'no') throw wrong(inside(spot, 'answer'), '"yes" or "no"');
	const until = table['until'] === undefined ? undefined : findDate(table['until']);
	if (until === null) throw wrong(inside(spot, 'until'), 'a date such as 2027-01-31');
	return {
		practice,
		answer,
		note: textOf(table, 'note', spot) ?? '',
		...(until === undefined ? {} : { until }),
	};
};

/**
 * Reads a configuration strictly. `file` is named in messages, `at` is where its table stands in that file:
 * empty for `bp-audit.toml`, `tool.bp-audit` for pyproject. Throws a {@link UserError}.
 */
export const parseConfig = (
	table: Table,
	{ file, at }: { readonly file: string; readonly at: string },
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
		waivers: tablesOf(table['waiver'], inside(spot, 'waiver')).map(entry =>
			waiverOf(entry, inside(spot, 'waiver')),
		),
		attestations: tablesOf(table['attestation'], inside(spot, 'attestation')).map(entry =>
			attestationOf(entry, inside(spot, 'attestation')),
		),
	};
};

/**
 * The configuration of a repository from its parsed root files: `bp-audit.toml`, else `[tool.bp-audit]` in
 * `pyproject.toml`, else the defaults. Throws a {@link UserError}.
 */
export const configOf = (root: { readonly own?: Table; readonly pyproject?: Table }): Config => {
	if (root.own) return parseConfig(root.own, { file: 'bp-audit.toml', at: '' });
	const tool = root.pyproject?.['tool'];
	const table = isTable(tool) ? tool['bp-audit'] : undefined;
	if (table === undefined) return defaultConfig;
	if (!isTable(table)) throw wrong({ file: 'pyproject.toml', key: 'tool.bp-audit' }, 'a table');
	return parseConfig(table, { file: 'pyproject.toml', at: 'tool.bp-audit' });
};
