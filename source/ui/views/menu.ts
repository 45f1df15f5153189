import { fit, restyled, span } from '../line.ts';
import type { Line } from '../line.ts';
import { say } from '../safe-text.ts';
import { noFiles } from './page.ts';
import type { Menu, Page } from './page.ts';

/** An entry as it looks: the chosen one inverse and marked. */
export const menuLine = (item: Line, isChosen: boolean, width: number): Line => {
	const row = fit([span(isChosen ? say` ▸ ` : say`   `, 'strong'), ...item], width);
	return isChosen ? restyled(row, 'chosen') : row;
};

/** A page with a menu between what is above and below it. */
export const menuPage = (
	above: readonly Line[],
	menu: Omit<Menu, 'from'>,
	below: readonly Line[],
	width: number,
): Page => ({
	lines: [
		...above,
		...menu.items.map((item, index) => menuLine(item, index === menu.highlighted, width)),
		...below,
	],
	reach: 0,
	stops: [],
	files: noFiles,
	menu: { ...menu, from: above.length },
});
