import { choiceRowsOf, shareOf, spotsInPreview } from '../choice-rows.ts';
import { fieldOf } from '../field.ts';
import type { Command } from '../keys.ts';
import { pageOf } from '../layout.ts';
import type { FixTarget, Proposal } from '../ports.ts';
import type { Batch, Preview, Ready, Session } from '../state.ts';
import type { View } from '../view.ts';
import { clamp } from './browse.ts';
import { targetOf } from './scroll.ts';
import { step } from './step.ts';
import type { Step } from './step.ts';

/** Shows a plan; what its target leaves out is left out in the choice. */
export const previewOf = (
	session: Session,
	proposal: Ready,
	answers: Preview['answers'],
	batch: Batch | null,
): Step => {
	const screen: Preview = {
		name: 'preview',
		proposal,
		state: { name: 'current' },
		answers,
		skipped: new Set(),
		at: 0,
		focus: 'diff',
		scroll: 0,
		subject: null,
		writing: null,
		batch,
		armed: false,
	};
	const { fingerprints } = proposal.target;
	const skipped = spotsInPreview(session, screen)
		.map(({ finding }) => finding.fingerprint)
		.filter(fingerprint => fingerprints !== undefined && !fingerprints.includes(fingerprint));
	const next = { ...screen, skipped: new Set(skipped) };
	const at = choiceRowsOf(session, next).findIndex(row => shareOf(row, next) !== 'none');
	return step({ ...session, help: null, screen: { ...next, at: Math.max(0, at) } }, { type: 'arm' });
};

const isSame = (one: ReadonlySet<string>, other: readonly string[] | undefined): boolean =>
	one.size === (other?.length ?? -1) && (other ?? []).every(each => one.has(each));

/** What is to be planned for the choice; null where nothing is chosen. */
const targetFor = (session: Session, preview: Preview): FixTarget | null => {
	const { fixer, check, project } = preview.proposal.target;
	const chosen = spotsInPreview(session, preview)
		.map(({ finding }) => finding.fingerprint)
		.filter(fingerprint => !preview.skipped.has(fingerprint));
	if (chosen.length === 0) return null;
	return preview.skipped.size === 0
		? { fixer, check, project }
		: { fixer, check, project, fingerprints: chosen };
};

/** Plans the choice as it is now; one plan at a time, so that what comes late is planned behind it. */
const replan = (session: Session, preview: Preview): Step => {
	const target = targetFor(session, preview);
	if (!target) return step({ ...session, screen: { ...preview, state: { name: 'empty' } } });
	const screen: Preview = { ...preview, state: { name: 'planning' } };
	if (session.work.kind !== 'none') return step({ ...session, screen });
	const { answers } = preview;
	return step(
		{ ...session, screen, work: { kind: 'plan', target, mode: 'preview', answers, wanted: true } },
		{ type: 'propose', target, answers },
	);
};

/** The plan for a choice is here; where the choice changed meanwhile, it is planned again. */
export const takeReplanned = (session: Session, preview: Preview, proposal: Proposal): Step => {
	const idle: Session = { ...session, work: { kind: 'none' } };
	const wanted = targetFor(session, preview);
	if (!wanted) return step({ ...idle, screen: { ...preview, state: { name: 'empty' } } });
	const { fingerprints } = proposal.target;
	const isWanted = wanted.fingerprints
		? isSame(new Set(wanted.fingerprints), fingerprints)
		: fingerprints === undefined;
	if (!isWanted) return replan(idle, preview);
	return step({
		...idle,
		screen:
			proposal.outcome === 'ready'
				? { ...preview, proposal, state: { name: 'current' }, scroll: 0 }
				: { ...preview, state: { name: 'declined', reason: proposal.reason } },
	});
};

/** Leaves the selected file or finding out, or takes it in again. */
export const toggleChoice = (session: Session, preview: Preview): Step => {
	const row = choiceRowsOf(session, preview)[preview.at];
	if (!row || row.kind === 'along') return step(session);
	const isIn = shareOf(row, preview) !== 'none';
	const skipped = new Set(preview.skipped);
	for (const fingerprint of row.fingerprints) {
		if (isIn) skipped.add(fingerprint);
		else skipped.delete(fingerprint);
	}
	return replan(session, { ...preview, skipped });
};

const moved = (session: Session, preview: Preview, command: Command, view: View): Preview => {
	const page = pageOf(session.size);
	const isChoice = preview.focus === 'choice' && !['scroll-down', 'scroll-up'].includes(command);
	if (!isChoice || command === 'next-hunk' || command === 'previous-hunk') {
		return { ...preview, scroll: clamp(targetOf(preview.scroll, command, view, page), 0, view.reach) };
	}
	const rows = choiceRowsOf(session, preview);
	const at = clamp(targetOf(preview.at, command, view, page), 0, Math.max(0, rows.length - 1));
	// The diff follows to the file that is selected.
	const line = view.files.get(rows[at]?.path ?? '');
	return { ...preview, at, scroll: line === undefined ? preview.scroll : clamp(line, 0, view.reach) };
};

export const movePreview = (session: Session, command: Command, view: View): Session =>
	session.screen.name === 'preview'
		? { ...session, screen: moved(session, session.screen, command, view) }
		: session;

export const subjectOf = ({ subject, proposal }: Preview): string => subject ?? proposal.subject;

/** Opens the first line of the message for writing. */
export const writeSubject = (session: Session, preview: Preview): Session => ({
	...session,
	screen: { ...preview, writing: fieldOf(subjectOf(preview)) },
});

/** Takes what was written; an empty line brings the fixer's own back. */
export const takeSubject = (session: Session, preview: Preview): Session => {
	const text = preview.writing?.text.trim() ?? '';
	const subject = text === '' || text === preview.proposal.subject ? null : text;
	return { ...session, screen: { ...preview, writing: null, subject } };
};
