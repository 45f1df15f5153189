import type { Decision } from '../core/decision.ts';
import type { Table } from '../core/facts/config.ts';
import type { Declined } from '../core/fixer.ts';
import { applySplices } from '../core/text.ts';
import type { Splice } from '../core/tree.ts';
import { valueAt } from '../core/data.ts';
import type { EditResult } from './text.ts';
import { chain } from './text.ts';
import { bodyEnd, findTable } from './toml/locate.ts';
import type { TomlPath } from './toml/read.ts';
import { readToml } from './toml/read.ts';
import { addTable, deleteKey, putValue } from './toml.ts';

const given = (entries: readonly (readonly [string, string | undefined])[]): Table =>
	Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

const dated = (key: string, day: string | undefined): Table =>
	day === undefined ? {} : { [key]: { datetime: day } };

/** What a decision is about, by the keys of its entry. */
export const namesOf = (scope: Decision['scope']) => ({
	check: scope.of === 'practice' ? undefined : scope.check,
	practice: scope.of === 'practice' ? scope.practice : undefined,
	path: 'path' in scope ? scope.path : undefined,
	finding: scope.of === 'finding' ? scope.fingerprint : undefined,
});

/** The entry of a decision, its keys in the order in which they are written; `date` is when it was said. */
export const entryOfDecision = (decision: Decision, date?: string): Table => {
	const { check, practice, path, finding } = namesOf(decision.scope);
	if (decision.kind === 'waiver') {
		return {
			...given([
				['check', check],
				['practice', practice],
				['path', path],
				['finding', finding],
				['reason', decision.reason.trim()],
				['owner', decision.owner],
			]),
			...dated('until', decision.until),
		};
	}
	return {
		...given([
			['check', check],
			['practice', practice],
			['answer', decision.answer],
			['note', decision.note.trim()],
			['by', decision.by],
		]),
		...dated('date', date),
		...dated('until', decision.until),
	};
};

/** One entry of a list of tables, and where the list is. */
export interface DecisionEdit {
	/** Of the configuration in its file: empty, or `tool.bp-audit`. */
	readonly table: readonly string[];
	readonly list: 'waiver' | 'attestation';
	/** All keys of the entry, in the order in which they are written. */
	readonly entry: Table;
	/** The entry that is written anew; null adds one. */
	readonly index: number | null;
}

export type WrittenDecision =
	| {
			readonly outcome: 'written';
			readonly splices: readonly Splice[];
			/** The entry as it stands in the file afterwards. */
			readonly lines: readonly string[];
	  }
	| Declined;

const rewritten = (text: string, path: TomlPath, entry: Table): EditResult => {
	const reading = readToml(text);
	const before = reading.ok ? valueAt(reading.toml.value, path) : undefined;
	const gone = typeof before === 'object' && before !== null ? Object.keys(before) : [];
	return chain(text, [
		...Object.entries(entry).map(
			([key, value]) =>
				(current: string) =>
					putValue(current, [...path, key], value),
		),
		...gone
			.filter(key => !Object.hasOwn(entry, key))
			.map(key => (current: string) => deleteKey(current, [...path, key])),
	]);
};

/** Adds a decision to a configuration, or writes one anew; comments and everything else stay. */
export const writeDecision = (text: string, edit: DecisionEdit): WrittenDecision => {
	const list: TomlPath = [...edit.table, edit.list];
	const result =
		edit.index === null
			? addTable(text, list, edit.entry, { array: true })
			: rewritten(text, [...list, edit.index], edit.entry);
	if (result.outcome === 'declined') return result;
	const after = applySplices(text, result.splices);
	const reading = readToml(after);
	if (!reading.ok) return { outcome: 'declined', reason: `the edited file would be ${reading.message}` };
	const items = valueAt(reading.toml.value, list);
	const index = edit.index ?? (Array.isArray(items) ? items.length - 1 : 0);
	const table = findTable(reading.toml, [...list, index]);
	const lines = table === undefined ? [] : after.slice(table.range[0], bodyEnd(table)).split(/\r?\n/);
	return { outcome: 'written', splices: result.splices, lines };
};
