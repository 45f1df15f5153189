import type { CiCommand } from '../../source/core/facts/ci.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import { lineEnd } from '../../source/edit/text.ts';

/** A range of a text. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** Where a line begins and ends, its line ending left out; null for a line that is not there. */
export const lineSpan = (text: string, line: number): Span | null => {
	const start = lineStartsOf(text)[line - 1];
	return start === undefined ? null : { start, end: lineEnd(text, start) };
};

/**
 * The first line of a command as the file has it, to the end of what the command says on it; null where the file
 * has other letters there, such as those of a variable, or has it more than once on the line.
 */
export const commandSpan = (text: string, command: CiCommand): Span | null => {
	const line = lineSpan(text, command.line);
	const [first = ''] = command.text.split(/\r?\n/, 1);
	if (!line || first.trim() === '') return null;
	const written = text.slice(line.start, line.end);
	const at = command.column > 0 ? command.column - 1 : written.indexOf(first);
	if (at < 0 || !written.startsWith(first, at)) return null;
	if (command.column === 0 && written.includes(first, at + 1)) return null;
	return { start: line.start + at, end: line.start + at + first.length };
};

/** The command stands in the step itself, rather than in a recipe, a script or a hook that people also run. */
export const isInStep = ({ path, stepPath, hook, action, via }: CiCommand): boolean =>
	path === stepPath && hook === null && action === null && via.every(hop => hop.path === path);
