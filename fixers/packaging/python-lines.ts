import type { NamedPython } from '../../source/core/facts/packaging.ts';
import { nameOfMinor } from '../../source/core/python-versions.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Splice } from '../../source/core/tree.ts';
import { afterLine, lineEnd, lineStart } from '../../source/edit/text.ts';

/** Lines of workflows, Dockerfiles and version files, with another Python in them. */
export interface LineEdits {
	readonly splices: readonly Splice[];
	readonly dropsComments: readonly string[];
	/** Places that are written in a way that this leaves alone. */
	readonly left: readonly NamedPython[];
}

interface Spot {
	readonly place: NamedPython;
	/** Offsets of the version. */
	readonly start: number;
	readonly end: number;
}

const spotOf = (text: string, lineStarts: readonly number[], place: NamedPython): Spot | null => {
	const from = lineStarts[(place.at.line ?? 0) - 1];
	if (from === undefined) return null;
	const line = text.slice(from, lineEnd(text, from));
	const column = line.indexOf(place.version, Math.max(0, (place.at.column ?? 1) - 1));
	if (column < 0) return null;
	return { place, start: from + column, end: from + column + place.version.length };
};

/** `[3.12, 3.13]` on one line around an offset: the offsets between the brackets. */
const listAround = (text: string, at: number): { readonly start: number; readonly end: number } | null => {
	const open = text.lastIndexOf('[', at);
	const close = text.indexOf(']', at);
	if (open < lineStart(text, at) || close < 0 || close > lineEnd(text, at)) return null;
	return text.slice(open, at).includes(']') ? null : { start: open + 1, end: close };
};

const versionOf = (item: string): string => item.trim().replaceAll(/^["']|["']$/g, '');

/** The list without the old versions, or with the wanted one where nothing else is left. */
const listWithout = (inner: string, old: ReadonlySet<string>, wanted: string): string => {
	const items = inner.split(',');
	const kept = items.filter(item => !old.has(versionOf(item)));
	const tail = /\s*$/.exec(items.at(-1) ?? '')?.[0] ?? '';
	if (kept.length === 0) return (items[0] ?? '').replace(/\d+(?:\.\d+)+/, wanted).trimEnd() + tail;
	const first = kept[0] ?? '';
	const lead = /^\s*/.exec(items[0] ?? '')?.[0] ?? '';
	return [lead + first.trimStart(), ...kept.slice(1)].join(',').trimEnd() + tail;
};

/** `- "3.12"` of a list, or `3.12` alone on a line, as in `python-version: |`. */
const itemLine = /^([ \t]*(?:-[ \t]*["']?)?)\d+(?:\.\d+)+["']?[ \t]*(#.*)?$/;

/** Offsets of the lines of a block list that a line belongs to. */
const blockAround = (text: string, at: number): readonly number[] => {
	const lead = (from: number): string | undefined =>
		itemLine.exec(text.slice(from, lineEnd(text, from)))?.[1]?.replace(/["']$/, '');
	const own = lead(lineStart(text, at));
	const isItem = (start: number): boolean => lead(start) === own;
	let first = lineStart(text, at);
	while (first > 0 && isItem(lineStart(text, first - 1))) first = lineStart(text, first - 1);
	const lines: number[] = [];
	for (let line = first; line < text.length && isItem(line); line = afterLine(text, line)) lines.push(line);
	return lines;
};

/** Distributions that no image of a newer Python is built on: `3.7-alpine3.12`, `3.8-slim-buster`. */
const oldDistribution = /^-(?:slim-)?(?:alpine3\.1?\d(?!\d)|wheezy|jessie|stretch|buster)/;

/** Whether the item of a matrix that holds a version names it once more: `toxenv: py310` beside `python: "3.10"`. */
const isNamedTwice = (text: string, { place, start }: Spot): boolean => {
	const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(place.version) ?? [];
	const indentAt = (from: number): number => /^[ \t]*(?:-[ \t]+)?/.exec(text.slice(from))?.[0].length ?? 0;
	const own = lineStart(text, start);
	const indent = indentAt(own);
	const isSibling = (from: number): boolean => indentAt(from) === indent;
	let first = own;
	while (first > 0 && !/^[ \t]*-[ \t]/.test(text.slice(first)) && isSibling(lineStart(text, first - 1)))
		first = lineStart(text, first - 1);
	let end = afterLine(text, own);
	while (end < text.length && isSibling(end) && !/^[ \t]*-[ \t]/.test(text.slice(end)))
		end = afterLine(text, end);
	return new RegExp(`(?<!\\w)py-?${major}\\.?${minor}(?!\\d)`).test(text.slice(first, end));
};

/** Puts a Python in the place of older ones; of lists, older ones are taken out. */
export const replacePythons = (text: string, places: readonly NamedPython[], minor: number): LineEdits => {
	const wanted = nameOfMinor(minor);
	const lineStarts = lineStartsOf(text);
	const splices = new Map<number, Splice>();
	const drops: string[] = [];
	const left: NamedPython[] = [];
	const old = new Set(places.map(({ version }) => version));
	const spots = places.map(place => ({ place, spot: spotOf(text, lineStarts, place) }));
	// The rest of a matrix would go with what its other items say no longer.
	const isTied = spots.some(
		({ place, spot }) => place.use === 'ci' && spot !== null && isNamedTwice(text, spot),
	);
	for (const { place, spot } of spots) {
		if (!spot || (isTied && place.use === 'ci') || oldDistribution.test(text.slice(spot.end))) {
			left.push(place);
			continue;
		}
		const line = text.slice(lineStart(text, spot.start), lineEnd(text, spot.start));
		if (/@sha256:/.test(line)) {
			// The digest names the image, whatever stands before it.
			left.push(place);
			continue;
		}
		const list = place.use === 'ci' ? listAround(text, spot.start) : null;
		if (list) {
			const inner = text.slice(list.start, list.end);
			splices.set(list.start, { ...list, text: listWithout(inner, old, wanted) });
			continue;
		}
		if (place.use === 'ci' && itemLine.test(line)) {
			const lines = blockAround(text, spot.start);
			const isOld = (start: number): boolean =>
				old.has(/\d+(?:\.\d+)+/.exec(text.slice(start, lineEnd(text, start)))?.[0] ?? '');
			const stays = lines.some(start => !isOld(start));
			const start = lineStart(text, spot.start);
			if (stays || lines.find(isOld) !== start) {
				const comment = itemLine.exec(line)?.[2];
				if (comment) drops.push(comment.trimEnd());
				splices.set(start, { start, end: afterLine(text, start), text: '' });
				continue;
			}
		} else if (
			place.use === 'ci' &&
			!/^\s*(?:- )?[\w.-]+:\s*["']?[\w:./-]*\d+(?:\.\d+)+["']?\s*(?:#.*)?$/.test(line)
		) {
			left.push(place);
			continue;
		}
		splices.set(spot.start, { start: spot.start, end: spot.end, text: wanted });
	}
	return { splices: [...splices.values()], dropsComments: drops, left };
};
