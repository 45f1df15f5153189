import type { TomlText } from '../../../source/edit/toml/read.ts';
import { afterLine, lineStart } from '../../../source/edit/text.ts';
import type { Remarks } from './model.ts';

/** Hands out the comments of a file, each to one owner. */
export interface RemarkReader {
	/** Above a range, inside it and beside it. */
	of(range: readonly [number, number]): Remarks;
	/** Those of a region that nobody has taken. */
	left(start: number, end: number): readonly string[];
	/** Only those right above an offset. */
	above(offset: number): readonly string[];
}

/** Offset of the first of the comment lines right above an offset, or of its own line. */
export const commentStart = (text: string, offset: number): number => {
	let start = lineStart(text, offset);
	while (start > 0) {
		const above = lineStart(text, start - 1);
		if (!text.slice(above, start).trim().startsWith('#')) break;
		start = above;
	}
	return start;
};

export const remarkReader = (toml: TomlText): RemarkReader => {
	const { text } = toml;
	const free = new Map(
		toml.comments.map(({ range: [start, end] }) => [start, text.slice(start, end).trimEnd()]),
	);
	const take = (start: number, end: number): readonly string[] => {
		const found = [...free].filter(([at]) => at >= start && at < end);
		for (const [at] of found) free.delete(at);
		return found.map(([, comment]) => comment);
	};
	const above = (offset: number): readonly string[] => {
		return take(commentStart(text, offset), lineStart(text, offset));
	};
	return {
		above,
		of([start, end]) {
			const lines = above(start);
			const inside = take(start, end);
			const [beside = null, ...more] = take(end, afterLine(text, end));
			return { above: [...lines, ...inside, ...more], beside };
		},
		left: take,
	};
};
