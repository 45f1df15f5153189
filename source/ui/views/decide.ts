import type { WaiverScope } from '../../core/decision.ts';
import { waiverReasons } from '../../session/decide.ts';
import type { Decide, Session, Size } from '../../session/state.ts';
import { emptyLine, gap, line, paragraph, span, spread } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show, showSource } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { chop } from '../width.ts';
import { findingsCounted, reasonWords, words } from '../wording.ts';
import { fieldLine } from './field.ts';
import { menuPage } from './menu.ts';
import { pageOfLines } from './page.ts';
import type { Page } from './page.ts';

const scopeText = (scope: WaiverScope): SafeText => {
	switch (scope.of) {
		case 'finding':
			return say`this finding, in ${show(scope.path)}`;
		case 'check':
			return scope.path === undefined
				? say`${show(scope.check)} everywhere`
				: say`${show(scope.check)} in ${show(scope.path)}`;
		case 'practice':
			return say`all of ${show(scope.practice)}`;
	}
};

const choiceText = ({ subject, choice }: Decide): SafeText =>
	subject.kind === 'waiver'
		? scopeText(subject.scopes[choice] ?? subject.scopes[0])
		: choice === 0
			? words.answerYes
			: words.answerNo;

/** What was said in the steps before. */
const saidLines = (decide: Decide, width: number): readonly Line[] => {
	const { step, subject, reason, text, owner, until } = decide;
	const order = ['choice', 'reason', 'text', 'owner', 'until', 'ready'];
	const isPast = (name: Decide['step']) => order.indexOf(name) < order.indexOf(step);
	const said = (name: SafeText, value: SafeText): readonly Line[] =>
		paragraph(value, width - 13).map((row, index): Line => [
			span(show(` ${(index === 0 ? name : '').padEnd(10)} `), 'quiet'),
			...row,
		]);
	return [
		...(isPast('choice') ? said(words.scope, choiceText(decide)) : []),
		...(subject.kind === 'waiver' && isPast('reason')
			? said(words.kind, reasonWords[waiverReasons[reason] ?? 'other'])
			: []),
		...(isPast('text') ? said(words.text, show(text)) : []),
		...(subject.kind === 'waiver' && isPast('owner') && owner !== '' ? said(words.owner, show(owner)) : []),
		...(isPast('until') ? said(words.until, until === '' ? words.noEnd : show(until)) : []),
	];
};

export const askedOf = ({ step, subject }: Decide): SafeText => {
	switch (step) {
		case 'choice':
			return subject.kind === 'waiver' ? words.askScope : show(subject.question);
		case 'reason':
			return words.askReason;
		case 'text':
			return subject.kind === 'waiver' ? words.askWhy : words.askNote;
		case 'owner':
			return words.askOwner;
		case 'until':
			return words.askUntil;
		case 'ready':
			return words.askRecord;
	}
};

export const refusals = { 'too-short': words.tooShort, 'no-date': words.noDate } as const;

/** What will be written, as it will stand in the file. */
const draftLines = ({ draft }: Decide, width: number): readonly Line[] => {
	if (draft === null) return [line(say` ${words.loading}`, 'quiet')];
	if (draft.outcome === 'declined') {
		return paragraph(say`${words.notRecorded}: ${show(draft.reason)}`, width - 2, {
			indent: 1,
			style: 'fail',
		});
	}
	return [
		...paragraph(
			say`${words.writes} ${show(draft.path)}, for ${findingsCounted(draft.matches)}:`,
			width - 2,
			{ indent: 1 },
		),
		...draft.lines.flatMap(text =>
			chop(showSource(text), width - 5).map(row => line(say`   ${row}`, 'added')),
		),
	];
};

/** The entries of the step's menu; none where something is typed. */
export const optionsOfDecide = ({ step, subject }: Decide): readonly SafeText[] => {
	if (step === 'reason') return waiverReasons.map(reason => reasonWords[reason]);
	if (step !== 'choice') return [];
	return subject.kind === 'waiver'
		? [
				...subject.scopes.map(scopeText),
				...subject.asked.map(({ question }) => say`Answer instead: ${show(question)}`),
			]
		: [words.answerYes, words.answerNo];
};

/** A waiver or an answer, asked for step by step. */
export const decidePage = (session: Session, { cols, rows }: Size): Page => {
	const { screen } = session;
	if (screen.name !== 'decide') return pageOfLines([]);
	const { subject, step } = screen;
	const title = subject.kind === 'waiver' ? words.waive : words.attest;
	const above: readonly Line[] = [
		spread(
			[gap(1), span(title, 'strong'), span(say` ${show(screen.practice)} ${show(screen.title)}`)],
			[],
			cols,
		),
		emptyLine,
		...saidLines(screen, cols),
		...(step === 'choice' || rows < 14 ? [] : [emptyLine]),
		...paragraph(askedOf(screen), cols - 2, { indent: 1 }),
	].slice(0, Math.max(2, rows - 4));
	if (step === 'choice' || step === 'reason') {
		const items = optionsOfDecide(screen).map(text => line(text));
		return menuPage(above, { items, highlighted: screen.highlighted, id: `decide ${step}` }, [], cols);
	}
	const field: readonly Line[] = screen.field
		? [
				[span(say` ▸ `, 'strong'), ...fieldLine(screen.field, cols - 6)],
				...(screen.refusal ? [[gap(3), span(refusals[screen.refusal], 'fail')]] : []),
			]
		: [];
	return pageOfLines([...above, ...field, ...(step === 'ready' ? draftLines(screen, cols) : [])]);
};
