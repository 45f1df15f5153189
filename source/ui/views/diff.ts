import { emptyLine, line, span } from '../line.ts';
import type { Line, Style } from '../line.ts';
import { say, show, showSource } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { chop, shortenStart } from '../width.ts';

export interface DiffView {
	readonly lines: readonly Line[];
	/** Where each change starts. */
	readonly stops: readonly number[];
	readonly added: number;
	readonly removed: number;
}

/** One row of code behind its sign; a long one goes on behind a dot, since a cut would hide a change. */
const codeLines = (sign: SafeText, source: string, style: Style, width: number): readonly Line[] =>
	chop(showSource(source), width - 4).map((piece, index) =>
		line(say` ${sign}${index === 0 ? say` ` : say`·`}${piece}`, style),
	);

const pathOf = (header: string): string => header.replace(/^[ab]\//, '').replace(/\t.*$/, '');

const build = (diff: string, width: number): DiffView => {
	const lines: Line[] = [];
	const stops: number[] = [];
	let isHeader = false;
	let before = '';
	let added = 0;
	let removed = 0;
	for (const raw of diff.replace(/\n$/, '').split('\n')) {
		if (raw.startsWith('diff --git ')) {
			if (lines.length > 0) lines.push(emptyLine);
			isHeader = true;
			before = '';
			continue;
		}
		if (isHeader && raw.startsWith('--- ')) {
			before = raw.slice(4);
			continue;
		}
		if (isHeader && raw.startsWith('+++ ')) {
			const after = raw.slice(4);
			const path = shortenStart(show(pathOf(after === '/dev/null' ? before : after)), width - 12);
			const note = before === '/dev/null' ? say` new` : after === '/dev/null' ? say` deleted` : say``;
			lines.push([span(say` ${path}`, 'strong'), span(note, 'quiet')]);
			continue;
		}
		if (raw.startsWith('@@')) {
			isHeader = false;
			stops.push(lines.length);
			lines.push(line(say` ${show(raw)}`, 'hunk'));
			continue;
		}
		if (isHeader) continue;
		const text = raw.slice(1);
		if (raw.startsWith('+')) {
			added += 1;
			lines.push(...codeLines(say`+`, text, 'added', width));
		} else if (raw.startsWith('-')) {
			removed += 1;
			lines.push(...codeLines(say`-`, text, 'removed', width));
		} else if (raw.startsWith('\\')) lines.push(line(say`   ${show(raw)}`, 'quiet'));
		else lines.push(...codeLines(say` `, text, 'plain', width));
	}
	return { lines, stops, added, removed };
};

const built = new WeakMap<object, { readonly width: number; readonly view: DiffView }>();

/** A diff in git's format as rows; remembered per owner, since a long one is scrolled line by line. */
export const diffView = (owner: { readonly diff: string }, width: number): DiffView => {
	const known = built.get(owner);
	if (known?.width === width) return known.view;
	const view = build(owner.diff, width);
	built.set(owner, { width, view });
	return view;
};
