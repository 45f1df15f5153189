import { blank, show } from './safe-text.ts';
import type { SafeText } from './safe-text.ts';
import { shorten, widthOf, wrap } from './width.ts';

/** What a stretch of text means; what it looks like is the theme's. */
export type Style =
	| 'plain'
	| 'strong'
	| 'quiet'
	| 'chosen'
	| 'fail'
	| 'warn'
	| 'manual'
	| 'pass'
	| 'fixed'
	| 'error'
	| 'added'
	| 'removed'
	| 'hunk';

export interface Span {
	readonly text: SafeText;
	readonly style: Style;
}

/** One row or a part of one. */
export type Line = readonly Span[];

export const span = (text: SafeText, style: Style = 'plain'): Span => ({ text, style });
export const line = (text: SafeText, style: Style = 'plain'): Line => [{ text, style }];
export const emptyLine: Line = [];

export const lineWidth = (spans: Line): number => spans.reduce((sum, { text }) => sum + widthOf(text), 0);

export const gap = (cells: number): Span => span(cells > 0 ? show(' '.repeat(cells)) : blank);

/** Exactly so wide: padded with blanks, or cut with an ellipsis. */
export const fit = (spans: Line, width: number): Line => {
	const missing = width - lineWidth(spans);
	if (missing === 0) return spans;
	if (missing > 0) return [...spans, gap(missing)];
	const kept: Span[] = [];
	let room = width;
	for (const { text, style } of spans) {
		const cells = widthOf(text);
		// Leaves a cell for the ellipsis, since this or a later span is cut.
		if (cells <= room - 1) {
			kept.push({ text, style });
			room -= cells;
			continue;
		}
		const short = shorten(show(`${text}…`), room);
		kept.push({ text: short, style });
		room -= widthOf(short);
		break;
	}
	return room > 0 ? [...kept, gap(room)] : kept;
};

/** Left part and right part at the two ends; the left one gives way. */
export const spread = (left: Line, right: Line, width: number): Line => {
	const room = width - lineWidth(right);
	if (room < Math.min(8, lineWidth(left))) return fit(left, width);
	return [...fit(left, room), ...right];
};

/** The whole row in one style: the selected one, where every colour would have to be read on another ground. */
export const restyled = (spans: Line, style: Style): Line => spans.map(({ text }) => ({ text, style }));

/** Panes side by side, each as high as asked and as wide as its width; `between` divides them. */
export const beside = (
	panes: readonly { readonly lines: readonly Line[]; readonly width: number }[],
	height: number,
	between: Span,
): readonly Line[] =>
	Array.from({ length: height }, (_, y) =>
		panes.flatMap(({ lines, width }, index) => [
			...(index === 0 ? [] : [between]),
			...fit(lines[y] ?? emptyLine, width),
		]),
	);

/** A paragraph in lines, each after the same indent. */
export const paragraph = (
	text: SafeText,
	width: number,
	{ indent = 0, style = 'plain' }: { readonly indent?: number; readonly style?: Style } = {},
): readonly Line[] => wrap(text, width - indent).map(row => [gap(indent), span(row, style)]);
