import { isMap, isScalar, isSeq } from 'yaml';
import { isList, isTable, sameData, valueAt } from '../core/data.ts';
import type { Data } from '../core/facts/config.ts';
import type { Path } from '../core/facts/templates.ts';
import type { Declined } from '../core/fixer.ts';
import { declined } from '../core/fixer.ts';
import { applySplices } from '../core/text.ts';
import type { Splice } from '../core/tree.ts';
import type { EditResult } from './text.ts';
import { spliced } from './text.ts';
import type { YamlText } from './yaml.ts';
import { keyOf, locate, longFormOf, readYaml, YamlShapeError } from './yaml.ts';
import type { YamlStyle } from './yaml-render.ts';
import { styleOf } from './yaml-render.ts';
import type { Splices } from './yaml-splice.ts';
import {
	appendItem,
	deleteItem,
	deletePair,
	fillValue,
	insertItem,
	insertPairs,
	replaceScalar,
	swapItem,
} from './yaml-splice.ts';
import { commentsOf } from './yaml-comments.ts';

/** One change of a YAML or JSON file; values in their long form. */
export type TemplateEdit =
	/** A pair that the map at `path` does not have; the map is made where its key stands without a value. */
	| {
			readonly kind: 'insert';
			readonly path: Path;
			readonly key: string;
			readonly value: Data;
			/** The key of the pair it goes behind, with a blank line where the map has them; else it goes to the end. */
			readonly after?: string;
	  }
	/** Another value for the scalar at `path`. */
	| { readonly kind: 'replace'; readonly path: Path; readonly value: boolean | number | string }
	/** An item behind the last one of the list at `path`. */
	| { readonly kind: 'append'; readonly path: Path; readonly value: Data }
	/** An item in front of the one at `path`, above its comments. */
	| { readonly kind: 'before'; readonly path: Path; readonly value: Data }
	/** Another value, of any shape, for the item at `path`, a scalar of a list. */
	| { readonly kind: 'swap'; readonly path: Path; readonly value: Data }
	/** The pair or item at `path` goes. */
	| { readonly kind: 'delete'; readonly path: Path };

type LongForm =
	| { readonly ok: true; readonly value: Data }
	| { readonly ok: false; readonly declined: Declined };

const longForm = (yaml: YamlText): LongForm => {
	try {
		return { ok: true, value: longFormOf(yaml) };
	} catch (thrown) {
		if (!(thrown instanceof YamlShapeError)) throw thrown;
		return { ok: false, declined: declined(`the file cannot be read: ${thrown.message}`) };
	}
};

/** The data with another value at a path; undefined removes it. */
const withValue = (
	data: Data | undefined,
	path: Path,
	value: (old: Data | undefined) => Data | undefined,
): Data => {
	const [part, ...rest] = path;
	if (part === undefined) return value(data) ?? null;
	const inner = (old: Data | undefined): Data | undefined =>
		rest.length === 0 ? value(old) : withValue(old, rest, value);
	if (isList(data)) {
		return data.flatMap((item, at) => {
			const kept = at === part ? inner(item) : item;
			return kept === undefined ? [] : [kept];
		});
	}
	const table = isTable(data) ? data : {};
	const changed = inner(Object.hasOwn(table, part) ? table[part] : undefined);
	const others = Object.entries(table).filter(([key]) => key !== String(part));
	return Object.fromEntries(changed === undefined ? others : [...others, [String(part), changed]]);
};

/** What the file should say after an edit. */
const intend = (data: Data, edit: TemplateEdit): Data => {
	switch (edit.kind) {
		case 'insert':
			return withValue(data, [...edit.path, edit.key], () => edit.value);
		case 'replace':
			return withValue(data, edit.path, old => (typeof old === 'string' ? String(edit.value) : edit.value));
		case 'append':
			return withValue(data, edit.path, old => [...(isList(old) ? old : []), edit.value]);
		case 'before': {
			const at = Number(edit.path.at(-1));
			return withValue(data, edit.path.slice(0, -1), old =>
				isList(old) ? old.toSpliced(at, 0, edit.value) : old,
			);
		}
		case 'swap':
			return withValue(data, edit.path, () => edit.value);
		case 'delete':
			return withValue(data, edit.path, () => undefined);
	}
};

type Insert = Extract<TemplateEdit, { kind: 'insert' }>;

const inserted = (yaml: YamlText, edits: readonly [Insert, ...Insert[]], style: YamlStyle): Splices => {
	const [{ path, after }] = edits;
	const target = locate(yaml, path);
	if (!target.ok) return declined(target.reason);
	const pairs = edits.map(({ key, value }) => [key, value] as const);
	if (isMap(target.node)) {
		const { items } = target.node;
		const taken = edits.find(({ key }) => items.some(pair => keyOf(pair) === key));
		if (taken) return declined(`\`${[...path, taken.key].join('.')}\` is already there`);
		return insertPairs(yaml, target.node, pairs, style, after);
	}
	const parent = locate(yaml, path.slice(0, -1));
	if (!isScalar(target.node) || !parent.ok || !isMap(parent.node))
		return declined(`\`${path.join('.')}\` is not a map`);
	const pair = parent.node.items.find(item => keyOf(item) === String(path.at(-1)));
	if (!pair) return declined(`\`${path.join('.')}\` is not a map`);
	return fillValue(yaml, pair, Object.fromEntries(pairs), style);
};

const changed = (yaml: YamlText, edit: Exclude<TemplateEdit, Insert>, style: YamlStyle): Splices => {
	const isInside = edit.kind === 'delete' || edit.kind === 'before' || edit.kind === 'swap';
	const target = locate(yaml, isInside ? edit.path.slice(0, -1) : edit.path);
	if (!target.ok) return declined(target.reason);
	switch (edit.kind) {
		case 'replace':
			return replaceScalar(target.node, edit.value, style);
		case 'append':
			return isSeq(target.node)
				? appendItem(yaml, target.node, edit.value, style)
				: declined(`\`${edit.path.join('.')}\` is not a list`);
		case 'before':
			return isSeq(target.node)
				? insertItem(yaml, target.node, Number(edit.path.at(-1)), edit.value, style)
				: declined(`\`${edit.path.slice(0, -1).join('.')}\` is not a list`);
		case 'swap':
			return isSeq(target.node)
				? swapItem(yaml, target.node, Number(edit.path.at(-1)), edit.value, style)
				: declined(`\`${edit.path.slice(0, -1).join('.')}\` is not a list`);
		case 'delete':
			if (isSeq(target.node)) return deleteItem(yaml, target.node, Number(edit.path.at(-1)));
			return isMap(target.node)
				? deletePair(yaml, target.node, String(edit.path.at(-1)))
				: declined(`\`${edit.path.join('.')}\` is not in a map`);
	}
};

/** Inserts into the same map at the same place go together, so that commas and order come out right. */
const grouped = (edits: readonly TemplateEdit[]): readonly (readonly [TemplateEdit, ...TemplateEdit[]])[] => {
	const groups = new Map<string, [TemplateEdit, ...TemplateEdit[]]>();
	for (const [at, edit] of edits.entries()) {
		const key = edit.kind === 'insert' ? JSON.stringify([edit.path, edit.after ?? null]) : String(at);
		const group = groups.get(key);
		if (group) group.push(edit);
		else groups.set(key, [edit]);
	}
	// Deeper parts first: what is added at the end of an inner map stands before what follows the outer one.
	return [...groups.values()].toSorted(([a], [b]) => b.path.length - a.path.length);
};

const isInsert = (edit: TemplateEdit): edit is Insert => edit.kind === 'insert';

const splicesOf = (yaml: YamlText, edits: readonly TemplateEdit[], style: YamlStyle): Splices => {
	const all: Splice[] = [];
	for (const [first, ...rest] of grouped(edits)) {
		const splices = isInsert(first)
			? inserted(yaml, [first, ...rest.filter(isInsert)], style)
			: changed(yaml, first, style);
		if ('outcome' in splices) return splices;
		all.push(...splices);
	}
	const sorted = all.toSorted((a, b) => a.start - b.start || a.end - b.end);
	const overlap = sorted.some((splice, at) => splice.start < (sorted[at - 1]?.end ?? 0));
	return overlap ? declined('two changes meet in the same place') : sorted;
};

/** The comments of `before` that are not in `after`. */
const lostComments = (before: string, after: string): readonly string[] => {
	const left = [...commentsOf(after)];
	return commentsOf(before).filter(comment => {
		const at = left.indexOf(comment);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
};

/**
 * Makes all edits of a YAML or JSON file at once. The result is read again: it must parse, and say exactly what was
 * meant; else the edit is declined. What is already as wanted is left alone.
 */
export const editTemplate = (
	text: string,
	edits: readonly TemplateEdit[],
	options: Pick<YamlStyle, 'byHand'> = {},
): EditResult => {
	const reading = readYaml(text);
	if (!reading.ok) return declined(`the file does not parse: ${reading.message}`);
	const before = longForm(reading.yaml);
	if (!before.ok) return before.declined;
	const open = edits.filter(
		edit => edit.kind !== 'insert' || !sameData(valueAt(before.value, [...edit.path, edit.key]), edit.value),
	);
	const splices = splicesOf(reading.yaml, open, { ...styleOf(reading.yaml), ...options });
	if ('outcome' in splices) return splices;
	if (splices.length === 0) return spliced([]);
	const result = applySplices(text, splices);
	const again = readYaml(result);
	if (!again.ok) return declined('the edited file would not parse');
	const after = longForm(again.yaml);
	if (!after.ok) return after.declined;
	const meant = open.reduce(intend, before.value);
	if (!sameData(after.value, meant))
		return declined('the file is written in a way that the edit would change something else');
	return spliced(splices, lostComments(text, result));
};
