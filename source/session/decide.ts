import type { Decision, WaiverScope } from '../core/decision.ts';
import type { PracticeReport } from '../core/report.ts';
import { isOnSpots, selectedPractice, selectedSpot } from './selection.ts';
import type { Attestation, Decide, Session } from './state.ts';

/** Why something is accepted as it is; the words are the screen's and start the reason that is written. */
export const waiverReasons = ['not-applicable', 'accepted', 'planned', 'false-positive', 'other'] as const;
export type WaiverReason = (typeof waiverReasons)[number];

/** How they start the reason in the file. */
const starts: Readonly<Record<WaiverReason, string>> = {
	'not-applicable': 'Not applicable here: ',
	accepted: 'Accepted risk: ',
	planned: 'Planned: ',
	'false-positive': 'False positive: ',
	other: '',
};

/** What a waiver could be about, the narrowest first. */
const scopesOf = (session: Session, practice: PracticeReport): readonly WaiverScope[] => {
	const spot = selectedSpot(session);
	const whole: WaiverScope = { of: 'practice', practice: practice.number };
	if (!spot) return [whole];
	const { check, finding } = spot;
	const { path } = finding.at;
	const narrow: readonly WaiverScope[] = [
		{ of: 'finding', check: check.id, fingerprint: finding.fingerprint, path },
		{ of: 'check', check: check.id, path },
		{ of: 'check', check: check.id },
	];
	return practice.checks.length > 1 ? [...narrow, whole] : narrow;
};

/** The questions that files cannot decide. */
const questionsIn = (practice: PracticeReport): readonly Attestation[] =>
	practice.checks.flatMap(({ id, status, question }) =>
		status === 'manual' && question ? [{ kind: 'attestation', check: id, question }] : [],
	);

const broken = new Set(['fail', 'warn']);

/** The dialog for the selected practice: a waiver for what speaks against it, else an answer to its question. */
export const decideOf = (session: Session): Decide | null => {
	const practice = selectedPractice(session);
	if (!practice || practice.checks.length === 0) return null;
	const base = {
		name: 'decide' as const,
		practice: practice.number,
		title: practice.title,
		step: 'choice' as const,
		choice: 0,
		highlighted: 0,
		reason: 0,
		field: null,
		text: '',
		owner: '',
		until: '',
		refusal: null,
		draft: null,
		armed: false,
	};
	const asked = questionsIn(practice);
	const isBroken = practice.checks.some(({ status }) => broken.has(status));
	const own = asked.find(({ check }) => check === selectedSpot(session)?.check.id);
	// In a list of findings the one that is selected says which question is meant.
	const question = isBroken ? own : ((isOnSpots(session) ? own : undefined) ?? asked[0]);
	if (question) return { ...base, subject: question };
	const [first, ...others] = isBroken ? scopesOf(session, practice) : [];
	return first ? { ...base, subject: { kind: 'waiver', scopes: [first, ...others], asked } } : null;
};

/** What the dialog has gathered, to be written down. */
export const decisionOf = ({ subject, choice, reason, text, owner, until }: Decide): Decision => {
	const end = until === '' ? {} : { until };
	if (subject.kind === 'attestation') {
		const scope = { of: 'check', check: subject.check } as const;
		return { kind: 'attestation', scope, answer: choice === 0 ? 'yes' : 'no', note: text, ...end };
	}
	return {
		kind: 'waiver',
		scope: subject.scopes[choice] ?? subject.scopes[0],
		reason: `${starts[waiverReasons[reason] ?? 'other']}${text}`,
		...(owner === '' ? {} : { owner }),
		...end,
	};
};

/** Half a year later, as a date; empty where the day is not known. */
export const halfYearAfter = (today: string): string => {
	const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(today) ?? [];
	if (year === undefined) return '';
	const months = Number(year) * 12 + Number(month) - 1 + 6;
	// Every month has 28 days.
	const at = [Math.floor(months / 12), (months % 12) + 1, Math.min(28, Number(day))];
	return at.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-');
};

/** A date that is still to come. */
export const isComing = (date: string, today: string): boolean =>
	/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(date) && date >= today;
