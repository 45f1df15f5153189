import type { RanMeasure } from '../../core/measure.ts';
import type { Trial } from '../ports.ts';
import type { Session, TryOut } from '../state.ts';
import { noticed, step } from './step.ts';
import type { Step } from './step.ts';

/** Asks what could be run, so that the question names every command. */
export const lookForTrials = (session: Session): Step =>
	step(
		{
			...session,
			screen: {
				name: 'try-out',
				step: 'looking',
				trials: [],
				current: null,
				ran: [],
				scroll: 0,
				armed: false,
			},
			work: { kind: 'try-out' },
			notice: null,
		},
		{ type: 'list-trials' },
	);

const idle = (session: Session, screen: Session['screen']): Session => ({
	...session,
	screen,
	work: { kind: 'none' },
});

/** The commands are known: the user is asked. */
export const askToTryOut = (session: Session, trials: readonly Trial[]): Step => {
	const { screen } = session;
	if (screen.name !== 'try-out') return step({ ...session, work: { kind: 'none' } });
	return trials.length === 0
		? noticed(idle(session, { name: 'browse' }), { kind: 'obstacle', why: 'no-tools' })
		: step(idle(session, { ...screen, step: 'ready', trials }), { type: 'arm' });
};

export const confirmTryOut = (session: Session, screen: TryOut): Step =>
	screen.step === 'ready' && screen.armed
		? step(
				{ ...session, screen: { ...screen, step: 'running', scroll: 0 }, work: { kind: 'try-out' } },
				{ type: 'try-out' },
			)
		: step(session);

export const stopTrials = (session: Session): Step => step(session, { type: 'stop-trials' });

export const startTrial = (session: Session, current: Trial): Session =>
	session.screen.name === 'try-out' ? { ...session, screen: { ...session.screen, current } } : session;

/** What came of it stands in the report until the branch moves or the audit is made again. */
export const takeRan = (session: Session, ran: readonly RanMeasure[]): Step => {
	const { screen, report } = session;
	const told = report ? { ...session, report: { ...report, ran } } : session;
	return step(
		idle(
			told,
			screen.name === 'try-out' ? { ...screen, step: 'done', ran, current: null, scroll: 0 } : screen,
		),
	);
};
