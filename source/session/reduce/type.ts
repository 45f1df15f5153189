import { edited, typed } from '../field.ts';
import type { Field, FieldCommand } from '../field.ts';
import type { Session } from '../state.ts';
import { withValidSelection } from './browse.ts';

/** The filter works while it is typed. */
export const withFilter = (session: Session, filtering: Field | null, filter: string): Session =>
	withValidSelection({ ...session, filtering, browse: { ...session.browse, filter } });

/** Changes the field that has the keys. */
const changed = (session: Session, change: (field: Field) => Field): Session => {
	const { screen, help, filtering } = session;
	if (help) return { ...session, help: { query: change(help.query), at: 0 } };
	if (filtering) {
		const field = change(filtering);
		return field.text === filtering.text
			? { ...session, filtering: field }
			: withFilter(session, field, field.text);
	}
	if (screen.name === 'preview' && screen.writing) {
		return { ...session, screen: { ...screen, writing: change(screen.writing) } };
	}
	if (screen.name === 'decide' && screen.field) {
		return { ...session, screen: { ...screen, field: change(screen.field), refusal: null } };
	}
	if (screen.name !== 'question') return session;
	return { ...session, screen: { ...screen, draft: change(screen.draft), isRefused: false } };
};

/** Adds text to the field that has the keys. */
export const write = (session: Session, text: string): Session =>
	changed(session, field => typed(field, text));

/** Erases in the field that has the keys, or moves its caret. */
export const edit = (session: Session, command: FieldCommand): Session =>
	changed(session, field => edited(field, command));
