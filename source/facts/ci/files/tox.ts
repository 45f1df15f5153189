import type { CiFile, PlacedText } from '../../../core/facts/ci-files.ts';
import { ParseError } from '../../../core/gather.ts';
import { lineStartsOf, positionAt } from '../../../core/text.ts';
import { readIni } from '../../../edit/ini/read.ts';

// https://tox.wiki/en/latest/config.html

/** The lines of a value, comments left out, each with its place. */
const placedLines = (
	text: string,
	start: number,
	end: number,
	starts: readonly number[],
	above: number | null,
): PlacedText => {
	const parts: { at: number; line: number; column: number }[] = [];
	let placed = '';
	let offset = start;
	for (const line of text.slice(start, end).split('\n')) {
		const bare = line.trim();
		if (bare !== '' && !/^[#;]/.test(bare)) {
			if (parts.length > 0) placed += '\n';
			const position = positionAt(starts, offset + line.indexOf(bare));
			parts.push({
				at: placed.length,
				line: position.line + (above ?? 0),
				column: above === null ? position.column : 0,
			});
			placed += bare;
		}
		offset += line.length + 1;
	}
	return { text: placed, parts };
};

/**
 * The sections of a `tox.ini`; of one inside another file, `above` says how many lines stand there before it.
 * Throws {@link ParseError}.
 */
export const readTox = (text: string, above: number | null = null): CiFile => {
	const reading = readIni(text);
	if (!reading.ok) throw new ParseError(reading.message, reading.line);
	const starts = lineStartsOf(text);
	return {
		kind: 'tox',
		sections: Object.fromEntries(
			[...reading.blocks.values()].map(({ name, options }) => [
				name,
				Object.fromEntries(
					[...options].map(([key, { valueStart, valueEnd }]) => [
						key,
						placedLines(text, valueStart, valueEnd, starts, above),
					]),
				),
			]),
		),
	};
};
