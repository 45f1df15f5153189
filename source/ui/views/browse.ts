import { layoutOf } from '../../session/layout.ts';
import type { Layout } from '../../session/layout.ts';
import { selectedRow } from '../../session/selection.ts';
import type { Session, Size } from '../../session/state.ts';
import { beside, span } from '../line.ts';
import { say } from '../safe-text.ts';
import { detailPage } from './detail.ts';
import { listLines, noSectionLines, sectionListLines, sectionsLines } from './list.ts';
import { pageOfLines } from './page.ts';
import type { Page } from './page.ts';

const divider = span(say`│`, 'quiet');

/** How wide the panes left of the detail are, in cells; 0 for one that there is no room for. */
export const paneWidths = (
	cols: number,
	layout: Layout,
): { readonly sections: number; readonly list: number } => {
	switch (layout) {
		case 'compact':
		case 'paged':
			return { sections: 0, list: cols };
		case 'normal':
			return { sections: 0, list: cols < 90 ? 34 : 38 };
		case 'wide':
			return { sections: 28, list: cols < 150 ? 40 : 52 };
	}
};

/** The checklist beside what is known of the selected row, in as many panes as there is room for. */
export const browsePage = (session: Session, { cols, rows: height }: Size): Page => {
	const layout = layoutOf(session.size);
	const { pane } = session.browse;
	const isDetail = pane === 'detail';
	switch (layout) {
		case 'compact':
		case 'paged':
			return isDetail
				? detailPage(session, { width: cols, height, isFocused: true })
				: pageOfLines(
						listLines(session, { width: cols, height, isFocused: true, hasWords: layout === 'paged' }),
					);
		case 'normal': {
			const { list } = paneWidths(cols, layout);
			const detail = detailPage(session, { width: cols - list - 1, height, isFocused: isDetail });
			const left = listLines(session, { width: list, height, isFocused: !isDetail, hasWords: false });
			const panes = [
				{ lines: left, width: list },
				{ lines: detail.lines, width: cols - list - 1 },
			];
			return { ...detail, lines: beside(panes, height, divider) };
		}
		case 'wide': {
			const { sections, list } = paneWidths(cols, layout);
			const rest = cols - sections - list - 2;
			const section = selectedRow(session)?.section;
			const detail = detailPage(session, { width: rest, height, isFocused: isDetail });
			const look = { height, hasWords: false };
			const panes = [
				{
					lines: sectionsLines(session, { ...look, width: sections, isFocused: pane === 'sections' }),
					width: sections,
				},
				{
					lines: section
						? sectionListLines(session, section, { ...look, width: list, isFocused: pane === 'list' })
						: noSectionLines(session, { ...look, width: list, isFocused: false }),
					width: list,
				},
				{ lines: detail.lines, width: rest },
			];
			return { ...detail, lines: beside(panes, height, divider) };
		}
	}
};
