import { bindings } from './keys.ts';
import type { Binding, Context, Key } from './keys.ts';
import type { Session } from './state.ts';

/** The smallest terminal that can be drawn on. */
export const smallest = { cols: 40, rows: 10 } as const;

/** Who receives the keys, below a help or a question whether to leave. */
const screenContextOf = (session: Session): Context => {
	const { screen } = session;
	switch (screen.name) {
		case 'opening':
		case 'scanning':
			return 'wait';
		case 'failed':
			return 'failed';
		case 'browse':
			return session.browse.pane;
		case 'choose':
			return 'menu';
		case 'question': {
			const type = screen.questions[screen.at]?.kind.type;
			return type === 'text' || type === 'number' ? 'text' : 'menu';
		}
		case 'preview':
			return screen.writing ? 'text' : 'preview';
		case 'batch':
			return screen.step === 'ready'
				? 'batch-ready'
				: screen.step === 'done'
					? 'batch-done'
					: 'batch-running';
		case 'log':
			return 'log';
		case 'patch':
			return 'patch';
		case 'decide':
			if (screen.step === 'ready') return 'drop';
			return screen.field ? 'text' : 'menu';
		case 'drop':
		case 'discard':
			return 'drop';
		case 'info':
			return 'info';
		case 'try-out':
			return screen.step === 'ready' ? 'try-ready' : screen.step === 'done' ? 'try-done' : 'try-running';
		case 'summary':
			return 'summary';
	}
};

export const isTooSmall = ({ size }: Session): boolean =>
	size.cols < smallest.cols || size.rows < smallest.rows;

/** Exactly one context receives keys at any time. */
export const contextOf = (session: Session): Context => {
	if (session.leaving.name === 'asked') return 'leave';
	if (isTooSmall(session)) return 'small';
	if (session.help) return 'help';
	return session.filtering ? 'filter' : screenContextOf(session);
};

/** Whether a choice menu receives keys: it keeps its own place in React, which takes turns to follow. */
export const hasMenu = (session: Session): boolean => {
	const context = contextOf(session);
	return context === 'menu' || context === 'summary';
};

/** What the help lists: the keys of the screen below it that match what was typed, in words or as the key itself. */
export const helpEntriesOf = (session: Session): readonly Binding[] => {
	const context = screenContextOf(session);
	const words = (session.help?.query.text ?? '').toLowerCase().split(' ').filter(Boolean);
	return bindings.filter(
		({ contexts, keys, help }) =>
			contexts.includes(context) &&
			words.every(word => help.toLowerCase().includes(word) || keys.some(key => key.toLowerCase() === word)),
	);
};

/** Whether a key may depend on what only the screen knows: how far the page in front can be scrolled. */
export const isScrolling = (session: Session, key: Key): boolean => {
	const { screen, browse: at, help } = session;
	if (help || key === 'J' || key === 'K') return true;
	return screen.name !== 'browse' || (at.pane === 'detail' && at.tab !== 'evidence');
};
