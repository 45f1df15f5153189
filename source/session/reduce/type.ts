import type { Session } from '../state.ts';

/** More than any answer needs; a paste by accident must not fill the screen. */
const longest = 500;

const written = (session: Session, change: (text: string) => string): Session => {
	const { screen, help } = session;
	if (help) return { ...session, help: { query: change(help.query).slice(0, longest), at: 0 } };
	if (screen.name !== 'question') return session;
	return {
		...session,
		screen: { ...screen, draft: change(screen.draft).slice(0, longest), isRefused: false },
	};
};

/** Adds text to the field that has the keys; line ends become spaces, other controls are dropped. */
export const write = (session: Session, text: string): Session =>
	written(session, before => before + text.replace(/[\r\n\t]+/g, ' ').replace(/\p{Cc}/gu, ''));

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Takes the last character away, as a reader counts characters. */
export const erase = (session: Session): Session =>
	written(session, before => {
		const last = [...graphemes.segment(before)].at(-1);
		return last ? before.slice(0, last.index) : before;
	});

export const eraseAll = (session: Session): Session => written(session, () => '');
