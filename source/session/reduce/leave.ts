import type { Session } from '../state.ts';
import { isBatchRunning, stopBatch } from './batch.ts';
import { noticed, step } from './step.ts';
import type { Step } from './step.ts';

/** Ends the session; nothing is listened to afterwards. */
export const leave = (session: Session, exitCode: number): Step =>
	step({ ...session, help: null, leaving: { name: 'gone' } }, { type: 'leave', exitCode });

const isChanging = (session: Session): boolean =>
	session.work.kind === 'commit' ||
	session.work.kind === 'undo' ||
	session.work.kind === 'redo' ||
	isBatchRunning(session);

/** Leaves at once, or asks while the branch is being changed. */
export const wishToLeave = (session: Session, exitCode: number): Step =>
	isChanging(session)
		? step({ ...session, leaving: { name: 'asked', armed: false } }, { type: 'arm' })
		: leave(session, exitCode);

/** Ctrl-C: the second one does not wait for anything. */
export const interrupt = (session: Session): Step =>
	session.leaving.name === 'no' ? wishToLeave(session, 130) : leave(session, 130);

export const leaveWhenDone = (session: Session): Step =>
	isChanging(session)
		? noticed({ ...stopBatch(session), leaving: { name: 'when-done' } }, { kind: 'quits-when-done' })
		: leave(session, 0);

/** What was waited for is done. */
export const leaveIfDone = (session: Session): Step =>
	session.leaving.name === 'when-done' && !isChanging(session) ? leave(session, 0) : step(session);
