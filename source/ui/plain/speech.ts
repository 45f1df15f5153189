import { fixesOf, isDoable, choicesOf } from '../../session/fixes.ts';
import { isProblem } from '../../session/outline.ts';
import { optionsOf, progressOf } from '../../session/reduce/question.ts';
import { rowsOf, selectedPractice } from '../../session/selection.ts';
import { filesOf, spotsOf } from '../../session/spots.ts';
import { shownStatus } from '../../session/shown-status.ts';
import type { Decide, Preview, Screen, Session } from '../../session/state.ts';
import { nextCommandsOf } from '../../session/summary.ts';
import { say, show, showLines, showSource } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { statusLooks } from '../status.ts';
import { askedOf, optionsOfDecide, refusals } from '../views/decide.ts';
import { parseDiff } from '../views/diff/parse.ts';
import { ranText } from '../views/try-out.ts';
import {
	commitsCounted,
	filesCounted,
	findingsCounted,
	fixesCounted,
	outcomeWords,
	purposeWords,
	safetyWords,
	tallyWords,
	words,
} from '../wording.ts';

/** What a screen would show, as sentences: no boxes, no glyphs, one thing a line. */
export type Speech = readonly SafeText[];

const problemsOf = (session: Session) => rowsOf(session).filter(isProblem);

export const scanSpeech = ({ report }: Session): Speech =>
	report
		? [
				say`Scan done. ${filesCounted(report.timings.files)}. ${tallyWords(report.summary)}. Score ${report.summary.score} of 100.`,
			]
		: [];

/** Where the session stands: which problem of how many, what it is, and whether it can be fixed. */
export const problemSpeech = (session: Session): Speech => {
	const practice = selectedPractice(session);
	if (!practice) return [problemsOf(session).length === 0 ? words.noProblem : words.nothingListed];
	const problems = problemsOf(session);
	const at = problems.findIndex(({ id }) => id === practice.number);
	const spots = spotsOf(practice);
	const fixes = fixesOf(practice);
	const classes = [...new Set(fixes.filter(isDoable).map(({ safety }) => safety))].join(', ');
	const asked = practice.checks.find(({ status }) => status === 'manual')?.question;
	const section = rowsOf(session).find(({ id }) => id === practice.number)?.section;
	return [
		say`${at < 0 ? say`Practice` : say`Problem ${at + 1} of ${problems.length}`}. Section ${show(section?.id ?? '')}, ${show(section?.title ?? '')}.`,
		say`${statusLooks[shownStatus(practice, session.commits)].word}. ${show(practice.number)}, ${show(practice.title)}.`,
		...(spots.length > 0
			? [say`${findingsCounted(spots.length)} in ${filesCounted(filesOf(practice))}.`]
			: []),
		...(asked === undefined ? [] : [say`To answer by hand: ${show(asked)} v answers it.`]),
		classes === '' ? say`No fix here; h says how to mend it by hand.` : say`Fix available, ${show(classes)}.`,
	];
};

export const whySpeech = (session: Session): Speech => {
	const practice = selectedPractice(session);
	const guide = practice && session.bench?.guides.practices.get(practice.id);
	return guide ? [say`Why it matters. ${show(guide.why)}`] : [words.noGuide];
};

export const handSpeech = (session: Session): Speech => {
	const practice = selectedPractice(session);
	const guide = practice && session.bench?.guides.practices.get(practice.id);
	if (!guide) return [words.noGuide];
	return [
		say`By hand.`,
		...showLines(guide.remedy),
		say`What good looks like.`,
		...showLines(guide.example.text),
	];
};

const mostSpoken = 20;

export const evidenceSpeech = (session: Session): Speech => {
	const practice = selectedPractice(session);
	const spots = practice ? spotsOf(practice) : [];
	if (spots.length === 0) return [words.noEvidence];
	return [
		...spots.slice(0, mostSpoken).map(({ finding: { at, message, confidence } }, index) => {
			const line = at.line === undefined ? say`` : say`, line ${at.line}`;
			const sure = confidence === 'likely' ? say` Likely, not certain.` : say``;
			return say`${index + 1}. ${show(at.path)}${line}. ${show(message)}.${sure}`;
		}),
		...(spots.length > mostSpoken ? [say`${spots.length - mostSpoken} more.`] : []),
	];
};

/** A diff as sentences: what goes and what comes, file by file. */
const diffSpeech = (diff: string): Speech =>
	parseDiff(diff).flatMap(({ path, kind, hunks }) => [
		say`File ${show(path)}${kind === 'changed' ? say`` : say`, ${show(kind)}`}.`,
		...hunks.flatMap(({ header, lines }) => {
			const from = /\+(\d+)/.exec(header)?.[1] ?? '';
			const changed = lines.filter(each => each.kind === 'added' || each.kind === 'removed');
			return [
				...(from === '' ? [] : [say`Line ${show(from)}.`]),
				...changed.map(each =>
					each.kind === 'added'
						? say`Add: ${show(showSource(each.text).trim())}`
						: say`Remove: ${show(showSource(each.text).trim())}`,
				),
			];
		}),
	]);

const previewSpeech = ({ proposal }: Preview): Speech => [
	say`${show(proposal.subject)}. ${safetyWords[proposal.safety]}.`,
	...diffSpeech(proposal.diff),
	say`${words.atRunTime}: ${show(proposal.atRunTime)}`,
	...proposal.followUps.map(text => say`${words.next}: ${show(text)}`),
	say`Apply and commit? yes or no.`,
];

const questionSpeech = (screen: Extract<Screen, { readonly name: 'question' }>): Speech => {
	const question = screen.questions[screen.at];
	if (!question) return [];
	const options = optionsOf(question);
	const { number, of } = progressOf(screen);
	return [
		say`Question ${number} of ${of}. ${show(question.prompt)}`,
		show(question.explanation),
		...options.map(({ label, value }, index) =>
			value === question.fallback
				? say`${index + 1}: ${show(label)}, suggested.`
				: say`${index + 1}: ${show(label)}.`,
		),
		...(screen.isRefused ? [words.questionRefused] : []),
		options.length > 0
			? say`Type a number; an empty line takes what is suggested, c cancels.`
			: question.fallback === ''
				? say`Type the answer; it may be empty, and c cancels.`
				: say`Type the answer; an empty line takes ${show(question.fallback)}, c cancels.`,
	];
};

const batchSpeech = (screen: Extract<Screen, { readonly name: 'batch' }>, session: Session): Speech => {
	const titleOf = (fixer: string) => show(session.bench?.guides.fixers.get(fixer)?.title ?? fixer);
	if (screen.step === 'ready') {
		return [
			say`${fixesCounted(screen.items.length)}, one commit each.`,
			...screen.items.map(({ fix }) => say`${show(fix.practice)}, ${titleOf(fix.target.fixer)}.`),
			say`Commit them all? yes or no.`,
		];
	}
	return screen.items.map(({ fix, state }) => {
		const reason = state.name === 'not-committed' ? say`: ${show(state.reason)}` : say``;
		return say`${show(fix.practice)}, ${titleOf(fix.target.fixer)}: ${show(state.name.replaceAll('-', ' '))}${reason}.`;
	});
};

/** A step of a waiver or of an answer. */
const decideSpeech = (decide: Decide): Speech => {
	const { practice, step, subject, field, draft, refusal } = decide;
	const title = subject.kind === 'waiver' ? words.waive : words.attest;
	const options = optionsOfDecide(decide);
	const given =
		field && field.text !== '' ? say`an empty line takes ${show(field.text)}, - takes nothing` : say``;
	const written =
		draft === null
			? []
			: draft.outcome === 'declined'
				? [say`${words.notRecorded}: ${show(draft.reason)}`]
				: [
						say`${words.writes} ${show(draft.path)}, for ${findingsCounted(draft.matches)}:`,
						...draft.lines.map(text => show(showSource(text))),
						words.askRecord,
						say`Write it down? yes or no.`,
					];
	return [
		...(step === 'choice' ? [say`${title} ${show(practice)}.`] : []),
		...(refusal ? [refusals[refusal]] : []),
		...(step === 'ready' ? written : [askedOf(decide)]),
		...options.map((option, index) => say`${index + 1}: ${option}.`),
		...(options.length > 0
			? [say`Type a number; c cancels.`]
			: step === 'ready'
				? []
				: [given === '' ? say`Type a line; c cancels.` : say`Type a line; ${given}; c cancels.`]),
	];
};

/** What the page in front asks; nothing for the list. */
export const screenSpeech = (session: Session): Speech => {
	const { screen } = session;
	switch (screen.name) {
		case 'preview':
			return previewSpeech(screen);
		case 'choose':
			return [
				words.choose,
				...choicesOf(screen.fixes, screen.mode).map((choice, index) =>
					choice.kind !== 'one'
						? say`${index + 1}: all ${choice.fixes.length}${choice.kind === 'all-safe' ? say` safe fixes` : say`, each diff is told first`}.`
						: say`${index + 1}: ${show(session.bench?.guides.fixers.get(choice.fix.target.fixer)?.title ?? choice.fix.target.fixer)}, ${show(choice.fix.checkTitle)}, ${show(choice.fix.safety)}.`,
				),
				say`Type a number; c cancels.`,
			];
		case 'question':
			return questionSpeech(screen);
		case 'batch':
			return batchSpeech(screen, session);
		case 'decide':
			return decideSpeech(screen);
		case 'try-out':
			return screen.step === 'ready'
				? [
						say`${words.tryTitle} ${words.tryAsk} ${words.tryHow}`,
						...screen.trials.map(({ command, project }) =>
							project === '.' ? show(command) : say`${show(command)}, in ${show(project)}`,
						),
						say`Run them? yes or no.`,
					]
				: screen.step === 'done'
					? [...screen.ran.map(each => say`${outcomeWords[each.outcome]}. ${ranText(each)}.`), words.tryKept]
					: [];
		case 'failed':
			return [say`${words.failed}. ${show(screen.message)}. ${show(screen.tryThis)}`];
		case 'opening':
		case 'scanning':
		case 'browse':
		case 'log':
		case 'patch':
		case 'drop':
		case 'discard':
		case 'info':
		case 'summary':
			return [];
	}
};

export const listSpeech = (session: Session): Speech =>
	problemsOf(session).flatMap(row =>
		row.kind === 'practice'
			? [
					say`${statusLooks[row.status].word}. ${show(row.id)}, ${show(row.practice.title)}. ${findingsCounted(spotsOf(row.practice).length)}.`,
				]
			: [],
	);

/** What only a person can answer. */
export const questionsSpeech = (session: Session): Speech => {
	const asking = rowsOf(session).flatMap(row =>
		row.kind === 'practice' && !row.practice.rollup
			? row.practice.checks.flatMap(({ status, question }) =>
					status === 'manual' && question !== undefined ? [say`${show(row.id)}. ${show(question)}`] : [],
				)
			: [],
	);
	return asking.length === 0
		? [say`There is no question to answer.`]
		: [...asking, say`A number goes to its practice; v answers it.`];
};

export const summarySpeech = (session: Session): Speech => {
	const { report, before, commits } = session;
	if (!report) return [];
	return [
		say`Score ${before ? say`${before.score}, now ` : say``}${report.summary.score} of 100. ${tallyWords(report.summary)}.`,
		say`${commitsCounted(commits.length)} on the branch.`,
		...nextCommandsOf(session).map(
			({ command, purpose }) => say`To ${purposeWords[purpose]}: ${show(command)}`,
		),
	];
};
