import type { Effect, SessionEvent } from '../session/events.ts';
import { reduce } from '../session/reduce.ts';
import type { Session } from '../session/state.ts';
import type { Theme } from './theme.ts';
import { frameOf } from './views/frame.ts';
import type { Frame } from './views/frame.ts';

/** The session and its picture, outside React: an event cannot meet a stale state, and a view cannot throw in Ink. */
export interface Store {
	readonly session: () => Session;
	readonly frame: () => Frame;
	readonly dispatch: (event: SessionEvent) => void;
	readonly subscribe: (listener: () => void) => () => void;
}

/**
 * `perform` carries effects out; it may dispatch, but not before it has returned. Listeners hear once of all that
 * happened in a turn, so that a burst of keys costs one frame.
 */
export const createStore = (start: Session, theme: Theme, perform: (effect: Effect) => void): Store => {
	const listeners = new Set<() => void>();
	let session = start;
	let drawn = start;
	let frame = frameOf(start, theme);
	let isScheduled = false;

	const current = (): Frame => {
		if (drawn !== session) {
			frame = frameOf(session, theme);
			drawn = session;
		}
		return frame;
	};
	const notify = () => {
		isScheduled = false;
		// Drawn here rather than in React, where an error would be shown by Ink and not by us.
		current();
		for (const listener of listeners) listener();
	};

	return {
		session: () => session,
		frame: current,
		dispatch(event) {
			const [next, effects] = reduce(session, event);
			if (next !== session && !isScheduled) {
				isScheduled = true;
				setImmediate(notify);
			}
			session = next;
			for (const effect of effects) perform(effect);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
};
