import type { Effect } from '../events.ts';
import type { Notice, Obstacle } from '../notice.ts';
import type { Session } from '../state.ts';

/** The session after an event, and what the outside is to do. */
export type Step = readonly [Session, readonly Effect[]];

export const step = (session: Session, ...effects: readonly Effect[]): Step => [session, effects];

export const noticed = (session: Session, notice: Notice, ...effects: readonly Effect[]): Step => [
	{ ...session, notice },
	effects,
];

export const hindered = (session: Session, why: Obstacle): Step =>
	noticed(session, { kind: 'obstacle', why });
