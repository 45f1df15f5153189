import { decideOf, decisionOf, halfYearAfter, isComing, waiverReasons } from '../decide.ts';
import { fieldOf } from '../field.ts';
import type { Draft } from '../ports.ts';
import type { Decide, Session } from '../state.ts';
import { step } from './step.ts';
import type { Step } from './step.ts';

/** A reason that says less says nothing. */
export const shortestReason = 10;

export const openDecide = (session: Session): Step => {
	const screen = decideOf(session);
	return step(screen ? { ...session, screen, notice: null } : session);
};

const shown = (session: Session, screen: Decide): Step => step({ ...session, screen });

/** Opens the step behind, with what was written there before. */
const goTo = (session: Session, decide: Decide, to: Decide['step']): Step => {
	const next: Decide = { ...decide, step: to, refusal: null, draft: null, armed: false, field: null };
	switch (to) {
		case 'choice':
			return shown(session, { ...next, highlighted: decide.choice });
		case 'reason':
			return shown(session, { ...next, highlighted: decide.reason });
		case 'text':
			return shown(session, { ...next, field: fieldOf(decide.text) });
		case 'owner':
			return shown(session, { ...next, field: fieldOf(decide.owner) });
		case 'until':
			return shown(session, { ...next, field: fieldOf(decide.until || halfYearAfter(session.today)) });
		case 'ready':
			return step(
				{ ...session, screen: next, work: { kind: 'draft', wanted: true } },
				{ type: 'draft', decision: decisionOf(next) },
				{ type: 'arm' },
			);
	}
};

const stepsOf = ({ subject }: Decide): readonly Decide['step'][] =>
	subject.kind === 'waiver'
		? ['choice', 'reason', 'text', 'owner', 'until', 'ready']
		: ['choice', 'text', 'until', 'ready'];

const onward = (session: Session, decide: Decide): Step => {
	const steps = stepsOf(decide);
	return goTo(session, decide, steps[steps.indexOf(decide.step) + 1] ?? 'ready');
};

/** How often one goes back before the dialog is closed. */
export const stepsBackOf = (decide: Decide): number => stepsOf(decide).indexOf(decide.step) + 1;

/** One step back, or out of the dialog. */
export const leaveDecide = (session: Session, decide: Decide): Session => {
	const steps = stepsOf(decide);
	const before = steps[steps.indexOf(decide.step) - 1];
	const { work } = session;
	const turned: Session = work.kind === 'draft' ? { ...session, work: { ...work, wanted: false } } : session;
	if (!before) return { ...turned, screen: { name: 'browse' } };
	return goTo(turned, decide, before)[0];
};

export const chooseInDecide = (session: Session, decide: Decide, index: number): Step => {
	if (decide.step === 'choice') {
		const { subject } = decide;
		const asked = subject.kind === 'waiver' ? subject.asked[index - subject.scopes.length] : undefined;
		if (asked) return goTo(session, { ...decide, subject: asked, choice: 0 }, 'choice');
		const count = subject.kind === 'waiver' ? subject.scopes.length : 2;
		return index < count ? onward(session, { ...decide, choice: index }) : step(session);
	}
	if (decide.step === 'reason' && index < waiverReasons.length) {
		return onward(session, { ...decide, reason: index });
	}
	return step(session);
};

/** Takes what was typed, where it will do. */
export const takeInDecide = (session: Session, decide: Decide): Step => {
	const text = decide.field?.text.trim() ?? '';
	switch (decide.step) {
		case 'text':
			return text.length < shortestReason
				? shown(session, { ...decide, refusal: 'too-short' })
				: onward(session, { ...decide, text });
		case 'owner':
			return onward(session, { ...decide, owner: text });
		case 'until':
			return text === '' || isComing(text, session.today)
				? onward(session, { ...decide, until: text })
				: shown(session, { ...decide, refusal: 'no-date' });
		case 'choice':
		case 'reason':
		case 'ready':
			return step(session);
	}
};

export const takeDraftOf = (session: Session, draft: Draft): Step => {
	const { screen, work } = session;
	const idle: Session = { ...session, work: { kind: 'none' } };
	if (work.kind !== 'draft' || !work.wanted || screen.name !== 'decide') return step(idle);
	return shown(idle, { ...screen, draft });
};

/** Writes the decision down, as a commit of its own. */
export const confirmDecide = (session: Session, decide: Decide): Step => {
	const { draft, armed } = decide;
	if (!armed || session.work.kind !== 'none' || draft?.outcome !== 'ready') return step(session);
	return step(
		{
			...session,
			screen: { name: 'browse' },
			work: { kind: 'commit', subject: draft.subject },
			notice: null,
		},
		{ type: 'record', decision: decisionOf(decide) },
	);
};
