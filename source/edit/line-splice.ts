import type { Splice } from '../core/tree.ts';

const lineEnds = (text: string): readonly number[] => {
	const ends: number[] = [];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at + 1);
	if (ends.at(-1) !== text.length) ends.push(text.length);
	return ends;
};

/** One replacement of whole lines that turns a text into another; null where they are equal. */
export const lineSplice = (before: string, after: string): Splice | null => {
	if (before === after) return null;
	let start = 0;
	for (const end of lineEnds(before)) {
		if (end > after.length || before.slice(start, end) !== after.slice(start, end)) break;
		start = end;
	}
	let [end, newEnd] = [before.length, after.length];
	for (;;) {
		if (end <= start || newEnd <= start) break;
		// A negative start would still find a line end at offset 0.
		const from = end < 2 ? 0 : before.lastIndexOf('\n', end - 2) + 1;
		const length = end - from;
		const newFrom = newEnd - length;
		if (from < start || newFrom < start || before.slice(from, end) !== after.slice(newFrom, newEnd)) break;
		if (newFrom > 0 && after[newFrom - 1] !== '\n') break;
		[end, newEnd] = [from, newFrom];
	}
	return { start, end, text: after.slice(start, newEnd) };
};
