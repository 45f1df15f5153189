import type { Command } from '../keys.ts';
import { pageOf, panesOf } from '../layout.ts';
import { rowsOf, selectedPractice, selectedRow } from '../selection.ts';
import { isProblem, sectionRowId } from '../outline.ts';
import { spotsOf } from '../spots.ts';
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
	const { report, browse } = session;
	if (!report) return session;
	const rows = rowsOf(session);
	// Nothing fits the filter: what was selected is so again without it.
	if (rows.length === 0) return session;
	const row = rows.find(({ id }) => id === browse.at);
	if (!row) {
		const practice = rows.find(({ kind }) => kind === 'practice');
		const id = (rows.find(isProblem) ?? practice ?? rows[0])?.id ?? '';
		return goTo(session, id);
	}
	const last = row.kind === 'practice' ? Math.max(0, spotsOf(row.practice).length - 1) : 0;
	return browse.place > last ? browsing(session, { place: last }) : session;
};

export const movedRow = (session: Session, by: number): Session => {
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

const scrolled = (session: Session, by: number, { reach }: View): Session =>
	browsing(session, { scroll: clamp(session.browse.scroll + by, 0, reach) });

const toProblem = (session: Session, direction: 1 | -1): Session => {
	const row = nextProblem(session, direction);
	return row ? goTo(session, row.id) : session;
};

const back = (session: Session): Session => {
	const isWide = panesOf(session.size).includes('sections');
	return browsing(session, { pane: session.browse.pane !== 'detail' && isWide ? 'sections' : 'list' });
};

/** Chooses a row of the list; the one that is chosen already is opened. */
export const click = (session: Session, id: string): Session => {
	const { screen, help, filtering, leaving, browse: at } = session;
	if (screen.name !== 'browse' || help || filtering || leaving.name !== 'no') return session;
	if (!rowsOf(session).some(row => row.id === id)) return session;
	if (id === at.at) return at.pane === 'detail' ? session : browsing(session, { pane: 'detail' });
	return browsing(goTo(session, id), { pane: 'list' });
};

const far = Number.MAX_SAFE_INTEGER;

const moves: Partial<Record<Command, (session: Session, view: View) => Session>> = {
	down: (session, view) => moved(session, 1, view),
	up: (session, view) => moved(session, -1, view),
	'page-down': (session, view) => moved(session, pageOf(session.size), view),
	'page-up': (session, view) => moved(session, -pageOf(session.size), view),
	first: (session, view) => moved(session, -far, view),
	last: (session, view) => moved(session, far, view),
	'next-section': session => movedSection(session, 1),
	'previous-section': session => movedSection(session, -1),
	'next-problem': session => toProblem(session, 1),
	'previous-problem': session => toProblem(session, -1),
	open: opened,
	back,
	'next-pane': session => turned(session, 1),
	'previous-pane': session => turned(session, -1),
	'tab-why': session => withTab(session, 'why'),
	'tab-evidence': session => withTab(session, 'evidence'),
	'tab-fix': session => withTab(session, 'fix'),
	'tab-by-hand': session => withTab(session, 'by-hand'),
	'tab-checks': session => withTab(session, 'checks'),
	'scroll-down': (session, view) => scrolled(session, 1, view),
	'scroll-up': (session, view) => scrolled(session, -1, view),
	'toggle-settled': session =>
		withValidSelection(browsing(session, { showsSettled: !session.browse.showsSettled })),
};

/** What the browsing keys do; nothing for the commands of others. */
export const browse = (session: Session, command: Command, view: View): Session =>
	moves[command]?.(session, view) ?? session;

/** A pane that the terminal no longer has room for gives its keys to its neighbour. */
export const withShownPane = (session: Session): Session =>
	panesOf(session.size).includes(session.browse.pane) ? session : browsing(session, { pane: 'list' });
