import { choicesOf } from '../../session/fixes.ts';
import type { Choice } from '../../session/fixes.ts';
import { optionsOf, progressOf } from '../../session/reduce/question.ts';
import type { Question } from '../../core/fixer.ts';
import { isAsked } from '../../core/fixer.ts';
import type { Field } from '../../session/field.ts';
import type { Session, Size } from '../../session/state.ts';
import { emptyLine, fit, gap, line, paragraph, span } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { findingsCounted, words } from '../wording.ts';
import { fieldLine } from './field.ts';
import { menuPage } from './menu.ts';
import { fixWords } from './fix-words.ts';
import { pageOfLines } from './page.ts';
import type { Page } from './page.ts';

const choiceLine = (session: Session, choice: Choice, all: readonly Choice[]): Line => {
	if (choice.kind !== 'one') {
		const many = choice.fixes.length;
		return line(
			choice.kind === 'all-safe'
				? say`All ${many} safe fixes, one commit each`
				: say`All ${many}, one after the other; each diff is shown first`,
		);
	}
	const { fix } = choice;
	const listed = all.flatMap(other => (other.kind === 'one' ? [other.fix] : []));
	return [
		span(fixWords(session, fix, listed)),
		span(say`  ${show(fix.safety)}, ${findingsCounted(fix.findings)}`, 'quiet'),
	];
};

/** Which of several fixes. */
export const choosePage = (session: Session, { cols }: Size): Page => {
	const { screen } = session;
	if (screen.name !== 'choose') return pageOfLines([]);
	const above = [
		line(say` ${words.choose}`, 'strong'),
		...paragraph(show(screen.fixes[0].practiceTitle), cols - 2, { indent: 1, style: 'quiet' }),
		emptyLine,
	];
	const items = choicesOf(screen.fixes, screen.mode).map((choice, _, all) =>
		choiceLine(session, choice, all),
	);
	return menuPage(above, { items, highlighted: screen.highlighted, id: 'choose' }, [], cols);
};

const rangeOf = ({ kind }: Question): SafeText =>
	kind.type === 'number' ? say`a whole number from ${kind.minimum} to ${kind.maximum}` : say``;

const fieldLines = (question: Question, draft: Field, isRefused: boolean, cols: number): readonly Line[] => {
	const range = rangeOf(question);
	return [
		[span(say` ▸ `, 'strong'), ...fieldLine(draft, cols - 6)],
		...(range === '' ? [] : [line(say`   ${range}`, 'quiet')]),
		line(
			question.fallback === ''
				? say`   `
				: draft.text === question.fallback
					? say`   ${words.suggestedTaken}`
					: say`   ${words.suggested}: ${show(question.fallback)}`,
			'quiet',
		),
		...(isRefused ? [[gap(3), span(words.questionRefused, 'fail')]] : []),
	];
};

/** What was answered before this question. */
const givenLines = (
	questions: readonly Question[],
	answers: Readonly<Record<string, string>>,
	width: number,
): readonly Line[] => {
	if (questions.length === 0) return [];
	return [
		emptyLine,
		...questions.map((question): Line => {
			const answer = answers[question.id] ?? '';
			const label = optionsOf(question).find(({ value }) => value === answer)?.label ?? answer;
			return fit([gap(1), span(say`${show(question.prompt)} `, 'quiet'), span(show(label))], width);
		}),
	];
};

/** One question of a fixer. */
export const questionPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen } = session;
	if (screen.name !== 'question') return pageOfLines([]);
	const { questions, at, target, answers } = screen;
	const { number, of } = progressOf(screen);
	const question = questions[at];
	if (!question) return pageOfLines([]);
	const title = session.bench?.guides.fixers.get(target.fixer)?.title ?? target.fixer;
	const above: readonly Line[] = [
		[gap(1), span(show(title), 'strong'), span(say`  question ${number} of ${of}`, 'quiet')],
		emptyLine,
		...paragraph(show(question.prompt), cols - 2, { indent: 1 }),
		...paragraph(show(question.explanation), cols - 2, { indent: 1, style: 'quiet' }),
		emptyLine,
	].slice(0, Math.max(3, rows - 4));
	const before = questions.slice(0, at).filter(each => isAsked(each, answers));
	const given = rows < 16 ? [] : givenLines(before, answers, cols);
	const options = optionsOf(question);
	if (options.length === 0) {
		return pageOfLines([...above, ...fieldLines(question, screen.draft, screen.isRefused, cols), ...given]);
	}
	const items = options.map(({ label, value }): Line =>
		value === question.fallback
			? [span(show(label)), span(say`  ${words.suggested}`, 'quiet')]
			: line(show(label)),
	);
	return menuPage(
		above,
		{ items, highlighted: screen.highlighted, id: `question ${question.id}` },
		given,
		cols,
	);
};
