import type { Line } from '../line.ts';

/** Entries that ink-select-input draws and moves in. */
export interface Menu {
	/** The first entry's row on the page. */
	readonly from: number;
	readonly items: readonly Line[];
	readonly highlighted: number;
	/** Differs where one menu takes another's place. */
	readonly id: string;
}

/** What is between the header and the footer. */
export interface Page {
	readonly lines: readonly Line[];
	/** Lines that can be scrolled away. */
	readonly reach: number;
	/** Lines worth stopping at. */
	readonly stops: readonly number[];
	/** Where each file of a diff starts. */
	readonly files: ReadonlyMap<string, number>;
	readonly menu: Menu | null;
}

export const noFiles: ReadonlyMap<string, number> = new Map();

export const pageOfLines = (lines: readonly Line[], menu: Menu | null = null): Page => ({
	lines,
	reach: 0,
	stops: [],
	files: noFiles,
	menu,
});

/** The part of a long text that is shown, never scrolled past its end. */
export const windowOf = (
	lines: readonly Line[],
	scroll: number,
	height: number,
): { readonly lines: readonly Line[]; readonly reach: number } => {
	const reach = Math.max(0, lines.length - height);
	const from = Math.min(scroll, reach);
	return { lines: lines.slice(from, from + height), reach };
};

/** The first row shown of a list, which keeps the selected one in the middle where it can. */
export const topOf = (count: number, selected: number, height: number): number =>
	Math.max(0, Math.min(selected - Math.floor(height / 2), count - height));
