import { isTable, pointerOf } from '../core/data.ts';
import type { Data, Location, Table } from '../core/facts/config.ts';
import type { Place } from '../core/finding.ts';
import { assertKeys, inside, textOf, wrong } from './keys.ts';
import type { Spot } from './keys.ts';

interface Entry {
	/** Where it is written. */
	readonly at: Place;
	/** `practice/check`. */
	readonly check?: string;
	/** Practice number or id. */
	readonly practice?: string;
	/** ISO date; it ends after this day. */
	readonly until?: string;
	/** Why the entry cannot count; it fails open and is reported. */
	readonly invalid?: string;
}

/** An accepted decision as written; whether it holds today is for `applyDecisions` to say. */
export interface WaiverEntry extends Entry {
	/** A fingerprint: one finding only. */
	readonly finding?: string;
	/** Glob over paths from the root; without it all that the check finds is waived. */
	readonly path?: string;
	readonly reason: string;
	readonly owner?: string;
}

/** A person's answer to a question that files cannot decide, as written. */
export interface AttestationEntry extends Entry {
	/** `no` where it is invalid. */
	readonly answer: 'yes' | 'no';
	readonly note: string;
	readonly by?: string;
	/** ISO date on which it was said. */
	readonly date?: string;
}

/** Keys of `[[waiver]]`, in the order in which they are written. */
export const waiverKeys = ['check', 'practice', 'path', 'finding', 'reason', 'owner', 'until'] as const;
/** Keys of `[[attestation]]`, likewise. */
export const attestationKeys = ['check', 'practice', 'answer', 'note', 'by', 'date', 'until'] as const;

/** A TOML date, or text that is an ISO date of a day that exists; null for anything else. */
const findDate = (value: Data): string | null => {
	const text = isTable(value) && typeof value['datetime'] === 'string' ? value['datetime'] : value;
	const match = typeof text === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(text) : null;
	const day = match?.[1];
	if (day === undefined) return null;
	const time = Date.parse(`${day}T00:00:00Z`);
	return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? null : day;
};

/** Whether a text is an ISO date of a day that exists. */
export const isDate = (text: string): boolean => findDate(text) === text;

const dateIn = (table: Table, key: string): string | null | undefined => {
	const value = table[key];
	return value === undefined ? undefined : findDate(value);
};

const given = <K extends string, V>(key: K, value: V | null | undefined): { readonly [key in K]?: V } => {
	const out: { [key in K]?: V } = {};
	if (value !== undefined && value !== null) out[key] = value;
	return out;
};

/** Why a path matches nothing that a tree has; null for one that can. */
export const findPathFlaw = (path: string): string | null => {
	if (path.trim() === '') return '`path` is empty';
	if (/^(?:\/|\.\.?\/|[A-Za-z]:)/.test(path)) return '`path` does not count from the root, such as `src/**`';
	return path.includes('\\') && !/\\[[\]{}()*?!+@\\]/.test(path) ? '`path` has `\\` for `/`' : null;
};

const undated = (key: string): string => `\`${key}\` is not a date such as 2027-01-31`;

const scopeFlaw = (named: readonly (string | undefined)[]): string | null => {
	const count = named.filter(name => name !== undefined).length;
	if (count === 0) return 'it names no check and no practice';
	return count > 1 ? 'it names a check and a practice: one of them is enough' : null;
};

const waiverOf = (table: Table, spot: Spot, at: Place): WaiverEntry => {
	assertKeys(table, waiverKeys, spot);
	const check = textOf(table, 'check', spot);
	const practice = textOf(table, 'practice', spot);
	const path = textOf(table, 'path', spot);
	const finding = textOf(table, 'finding', spot);
	const reason = textOf(table, 'reason', spot)?.trim() ?? '';
	const until = dateIn(table, 'until');
	const invalid =
		(finding !== undefined && check === undefined && practice === undefined
			? null
			: scopeFlaw([check, practice])) ??
		(finding !== undefined && !/^[0-9a-f]{16}$/.test(finding)
			? '`finding` is not a fingerprint of 16 hex digits'
			: null) ??
		(path === undefined ? null : findPathFlaw(path)) ??
		(reason === '' ? 'it gives no reason' : null) ??
		(until === null ? undated('until') : null);
	return {
		at,
		...given('check', check),
		...given('practice', practice),
		...given('path', path),
		...given('finding', finding),
		reason,
		...given('owner', textOf(table, 'owner', spot)),
		...given('until', until),
		...given('invalid', invalid),
	};
};

const attestationOf = (table: Table, spot: Spot, at: Place): AttestationEntry => {
	assertKeys(table, attestationKeys, spot);
	const check = textOf(table, 'check', spot);
	const practice = textOf(table, 'practice', spot);
	const answer = table['answer'];
	const note = textOf(table, 'note', spot)?.trim() ?? '';
	const until = dateIn(table, 'until');
	const date = dateIn(table, 'date');
	const isAnswer = answer === 'yes' || answer === 'no';
	const invalid =
		scopeFlaw([check, practice]) ??
		(isAnswer ? null : '`answer` is not "yes" or "no"') ??
		(note === '' ? 'it gives no note' : null) ??
		(date === null ? undated('date') : null) ??
		(until === null ? undated('until') : null);
	return {
		at,
		...given('check', check),
		...given('practice', practice),
		answer: isAnswer ? answer : 'no',
		note,
		...given('by', textOf(table, 'by', spot)),
		...given('date', date),
		...given('until', until),
		...given('invalid', invalid),
	};
};

const entriesOf = <T>(
	table: Table,
	key: 'waiver' | 'attestation',
	{ spot, locations }: { readonly spot: Spot; readonly locations: Readonly<Record<string, Location>> },
	entryOf: (entry: Table, spot: Spot, at: Place) => T,
): readonly T[] => {
	const own = inside(spot, key);
	const value = table[key];
	if (value === undefined) return [];
	const expected = `a list of tables; write \`[[${own.key}]]\``;
	if (!Array.isArray(value)) throw wrong(own, expected);
	const base = spot.key === '' ? [] : spot.key.split('.');
	return value.map((item: Data, index) => {
		if (!isTable(item)) throw wrong(own, expected);
		const found = locations[pointerOf([...base, key, index])];
		const { file } = spot;
		return entryOf(
			item,
			own,
			found ? { path: file, line: found.line, column: found.column } : { path: file },
		);
	});
};

/** The `[[waiver]]` and `[[attestation]]` tables of a configuration. Throws a `UserError` for an unknown key. */
export const decisionsOf = (
	table: Table,
	where: { readonly spot: Spot; readonly locations: Readonly<Record<string, Location>> },
): {
	readonly waivers: readonly WaiverEntry[];
	readonly attestations: readonly AttestationEntry[];
} => ({
	waivers: entriesOf(table, 'waiver', where, waiverOf),
	attestations: entriesOf(table, 'attestation', where, attestationOf),
});
