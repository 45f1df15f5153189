import type { Command } from '../keys.ts';
import type { View } from '../view.ts';

export const far = Number.MAX_SAFE_INTEGER;

/** Where the moving keys lead, in lines, on the pages that only scroll. */
const distances: Partial<Record<Command, (page: number) => number>> = {
	down: () => 1,
	up: () => -1,
	'scroll-down': () => 1,
	'scroll-up': () => -1,
	'page-down': page => page,
	'page-up': page => -page,
	first: () => -far,
	last: () => far,
};

/** The line a key scrolls to; not yet held within what there is. */
export const targetOf = (scroll: number, command: Command, { stops }: View, page: number): number => {
	if (command === 'next-hunk') return stops.find(line => line > scroll) ?? scroll;
	if (command === 'previous-hunk') return stops.findLast(line => line < scroll) ?? 0;
	return scroll + (distances[command]?.(page) ?? 0);
};
