import type { Pane, Size } from './state.ts';

/** How much is shown side by side; `paged` shows one pane at a time. */
export type Layout = 'wide' | 'normal' | 'paged' | 'compact';

export const layoutOf = ({ cols, rows }: Size): Layout => {
	if (cols < 60 || rows < 12) return 'compact';
	if (cols < 80 || rows < 20) return 'paged';
	return cols < 120 ? 'normal' : 'wide';
};

/** Panes that can hold the keys. */
export const panesOf = (size: Size): readonly Pane[] =>
	layoutOf(size) === 'wide' ? ['sections', 'list', 'detail'] : ['list', 'detail'];

/** How far a page key goes: what is surely visible, less a line to hold on to. */
export const pageOf = ({ rows }: Size): number => Math.max(1, rows - 6);
