import type { Command } from '../keys.ts';
import { pageOf, panesOf } from '../layout.ts';
import { rowsOf, selectedPractice, selectedRow } from '../obstacles.ts';
import { isProblem, outlineOf, sectionRowId, spotsOf } from '../outline.ts';
import type { Row } from '../outline.ts';
import { tabs } from '../state.ts';
import type { Browse, Session, Tab } from '../state.ts';
import type { View } from '../view.ts';

export const clamp = (value: number, least: number, most: number): number =>
	Math.max(least, Math.min(value, most));

const browsing = (session: Session, change: Partial<Browse>): Session => ({
	...session,
	browse: { ...session.browse, ...change },
});

/** Selects a row and shows it from its beginning. */
export const goTo = (session: Session, id: string): Session =>
	id === session.browse.at ? session : browsing(session, { at: id, place: 0, scroll: 0 });

/** The nearest problem behind (or before) the selected row, once around. */
export const nextProblem = (session: Session, direction: 1 | -1): Row | null => {
	const rows = rowsOf(session);
	const from = rows.findIndex(({ id }) => id === session.browse.at);
	const turned = direction === 1 ? rows : rows.toReversed();
	const start = direction === 1 ? from : rows.length - 1 - from;
	const [before, after] = [turned.slice(0, Math.max(0, start)), turned.slice(start + 1)];
	return after.find(isProblem) ?? before.find(isProblem) ?? null;
};

/** After an audit: keeps the selection where it can, else takes the first problem, else the first row. */
export const withValidSelection = (session: Session): Session => {
	const { report, browse, commits } = session;
	if (!report) return session;
	const rows = rowsOf(session);
	const row = rows.find(({ id }) => id === browse.at);
	if (!row) {
		const id = (outlineOf(report, commits, browse.showsSettled).find(isProblem) ?? rows[0])?.id ?? '';
		return goTo(session, id);
	}
	const last = row.kind === 'practice' ? Math.max(0, spotsOf(row.practice).length - 1) : 0;
	return browse.place > last ? browsing(session, { place: last }) : session;
};

const movedRow = (session: Session, by: number): Session => {
	const rows = rowsOf(session);
	const from = rows.findIndex(({ id }) => id === session.browse.at);
	const row = rows[clamp(from + by, 0, rows.length - 1)];
	return row ? goTo(session, row.id) : session;
};

/** A section's own row comes first when moving back from one of its practices. */
const movedSection = (session: Session, by: number): Session => {
	const sections = session.report?.sections ?? [];
	const row = selectedRow(session);
	const from = sections.findIndex(({ id }) => id === row?.section.id);
	const isInside = row?.kind === 'practice' && by < 0;
	const section = sections[clamp(isInside ? from : from + by, 0, sections.length - 1)];
	return section ? goTo(session, sectionRowId(section.id)) : session;
};

const movedDetail = (session: Session, by: number, { reach }: View): Session => {
	const { tab, place, scroll } = session.browse;
	const practice = selectedPractice(session);
	if (tab !== 'evidence' || !practice) return browsing(session, { scroll: clamp(scroll + by, 0, reach) });
	const last = Math.max(0, spotsOf(practice).length - 1);
	return browsing(session, { place: clamp(place + by, 0, last) });
};

const moved = (session: Session, by: number, view: View): Session => {
	switch (session.browse.pane) {
		case 'sections':
			return movedSection(session, by);
		case 'list':
			return movedRow(session, by);
		case 'detail':
			return movedDetail(session, by, view);
	}
};

const withTab = (session: Session, tab: Tab): Session =>
	browsing(session, { tab, pane: 'detail', scroll: 0 });

const opened = (session: Session): Session => {
	const { pane, tab } = session.browse;
	if (pane === 'sections') return browsing(session, { pane: 'list' });
	if (pane === 'list') return browsing(session, { pane: 'detail' });
	const next = tabs[tabs.indexOf(tab) + 1];
	return next && selectedPractice(session) ? withTab(session, next) : session;
};

const turned = (session: Session, by: 1 | -1): Session => {
	const shown = panesOf(session.size);
	const at = shown.indexOf(session.browse.pane);
	const pane = shown[(at + by + shown.length) % shown.length];
	return pane ? browsing(session, { pane }) : session;
};

/** What the browsing keys do; null for the commands of others. */
export const browse = (session: Session, command: Command, view: View): Session | null => {
	const { pane, showsSettled, scroll } = session.browse;
	const far = Number.MAX_SAFE_INTEGER;
	switch (command) {
		case 'down':
			return moved(session, 1, view);
		case 'up':
			return moved(session, -1, view);
		case 'page-down':
			return moved(session, pageOf(session.size), view);
		case 'page-up':
			return moved(session, -pageOf(session.size), view);
		case 'first':
			return moved(session, -far, view);
		case 'last':
			return moved(session, far, view);
		case 'next-section':
			return movedSection(session, 1);
		case 'previous-section':
			return movedSection(session, -1);
		case 'next-problem':
		case 'previous-problem': {
			const row = nextProblem(session, command === 'next-problem' ? 1 : -1);
			return row ? goTo(session, row.id) : session;
		}
		case 'open':
			return opened(session);
		case 'back':
			return pane === 'detail'
				? browsing(session, { pane: 'list' })
				: browsing(session, { pane: panesOf(session.size).includes('sections') ? 'sections' : 'list' });
		case 'next-pane':
			return turned(session, 1);
		case 'previous-pane':
			return turned(session, -1);
		case 'tab-why':
			return withTab(session, 'why');
		case 'tab-evidence':
			return withTab(session, 'evidence');
		case 'tab-fix':
			return withTab(session, 'fix');
		case 'tab-by-hand':
			return withTab(session, 'by-hand');
		case 'tab-checks':
			return withTab(session, 'checks');
		case 'scroll-down':
			return browsing(session, { scroll: clamp(scroll + 1, 0, view.reach) });
		case 'scroll-up':
			return browsing(session, { scroll: clamp(scroll - 1, 0, view.reach) });
		case 'toggle-settled':
			return withValidSelection(browsing(session, { showsSettled: !showsSettled }));
		default:
			return null;
	}
};

/** A pane that the terminal no longer has room for gives its keys to its neighbour. */
export const withShownPane = (session: Session): Session =>
	panesOf(session.size).includes(session.browse.pane) ? session : browsing(session, { pane: 'list' });
