import { layoutOf } from '../../session/layout.ts';
import { sectionRowId } from '../../session/outline.ts';
import { selectedRow } from '../../session/selection.ts';
import type { Session } from '../../session/state.ts';
import { paneWidths } from './browse.ts';
import { bodyOf } from './frame.ts';
import { aboveSectionList, listRows, sectionListRows, shownSections } from './list.ts';

/** Lines of the pane of sections above the first one. */
const aboveSections = 2;

/** The id of the row of the list that is drawn at a cell of the screen, from 0; null where there is none. */
export const rowAt = (session: Session, x: number, y: number): string | null => {
	if (session.screen.name !== 'browse') return null;
	const layout = layoutOf(session.size);
	const { top, height } = bodyOf(session);
	const line = y - top;
	if (line < 0 || line >= height) return null;
	const { sections, list } = paneWidths(session.size.cols, layout);
	if (layout !== 'wide') {
		const isHidden = session.browse.pane === 'detail' && layout !== 'normal';
		return x >= list || isHidden ? null : (listRows(session, { width: list, height })[line]?.id ?? null);
	}
	if (x < sections) {
		const section = shownSections(session, { height })[line - aboveSections];
		return section ? sectionRowId(section.id) : null;
	}
	const chosen = selectedRow(session)?.section;
	// A line divides the panes.
	if (!chosen || x <= sections || x > sections + list) return null;
	if (line === 0) return sectionRowId(chosen.id);
	return sectionListRows(session, chosen, { height })[line - aboveSectionList]?.id ?? null;
};
