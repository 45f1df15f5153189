import type { Answers, Question } from '../../core/fixer.ts';
import { isAsked } from '../../core/fixer.ts';
import { fieldOf } from '../field.ts';
import type { Screen, Session } from '../state.ts';
import { step } from './step.ts';
import type { Step } from './step.ts';

type Asking = Extract<Screen, { readonly name: 'question' }>;

/** What a question offers to choose from; empty for those that are typed. */
export const optionsOf = ({
	kind,
}: Question): readonly { readonly value: string; readonly label: string }[] => {
	switch (kind.type) {
		case 'choice':
			return kind.choices;
		case 'yes-no':
			return [
				{ value: 'yes', label: 'Yes' },
				{ value: 'no', label: 'No' },
			];
		case 'text':
		case 'number':
			return [];
	}
};

/** Where the questioning stands: which question it is, of how many that may come. */
export const progressOf = ({
	questions,
	at,
	answers,
}: Pick<Asking, 'questions' | 'at' | 'answers'>): { readonly number: number; readonly of: number } => {
	const known: Answers = Object.fromEntries(questions.slice(0, at).map(({ id }) => [id, answers[id] ?? '']));
	const before = questions.slice(0, at).filter(each => isAsked(each, known)).length;
	return { number: before + 1, of: before + questions.slice(at).filter(each => isAsked(each, known)).length };
};

/** The entry that stands for the fallback. */
export const fallbackOptionOf = (question: Question): number =>
	Math.max(
		0,
		optionsOf(question).findIndex(({ value }) => value === question.fallback),
	);

const takes = ({ kind, fallback }: Question, answer: string): boolean => {
	if (kind.type === 'text') return answer !== '' || fallback === '';
	if (kind.type !== 'number') return true;
	const value = Number(answer);
	return /^-?\d+$/.test(answer) && value >= kind.minimum && value <= kind.maximum;
};

/** Goes on to the next question, or plans with all the answers. */
const answered = (session: Session, asking: Asking, question: Question, answer: string): Step => {
	const given: Answers = { ...asking.answers, [question.id]: answer };
	const later = asking.questions.slice(asking.at + 1);
	const next = later.find(each => isAsked(each, given));
	const passed = next ? later.slice(0, later.indexOf(next)) : later;
	const answers = { ...given, ...Object.fromEntries(passed.map(({ id, fallback }) => [id, fallback])) };
	if (next) {
		const at = asking.questions.indexOf(next);
		const screen: Asking = {
			...asking,
			at,
			answers,
			draft: fieldOf(next.fallback),
			highlighted: fallbackOptionOf(next),
			isRefused: false,
		};
		return step({ ...session, screen });
	}
	const { target, mode } = asking;
	return step(
		{
			...session,
			screen: { name: 'browse' },
			work: { kind: 'plan', target, mode, answers, wanted: true },
			notice: null,
		},
		{ type: 'propose', target, answers },
	);
};

export const chooseAnswer = (session: Session, index: number): Step => {
	const { screen } = session;
	if (screen.name !== 'question') return step(session);
	const question = screen.questions[screen.at];
	const option = question ? optionsOf(question)[index] : undefined;
	return question && option ? answered(session, screen, question, option.value) : step(session);
};

export const takeDraft = (session: Session): Step => {
	const { screen } = session;
	if (screen.name !== 'question') return step(session);
	const question = screen.questions[screen.at];
	const answer = screen.draft.text.trim();
	if (!question) return step(session);
	if (takes(question, answer)) return answered(session, screen, question, answer);
	return step({ ...session, screen: { ...screen, isRefused: true } });
};

/** Steps back to the question before, or out. */
export const leaveQuestion = (session: Session, asking: Asking): Session => {
	const at = asking.questions.slice(0, asking.at).findLastIndex(each => isAsked(each, asking.answers));
	const before = asking.questions[at];
	if (!before) return { ...session, screen: { name: 'browse' } };
	const draft = asking.answers[before.id] ?? before.fallback;
	const highlighted = Math.max(
		0,
		optionsOf(before).findIndex(({ value }) => value === draft),
	);
	return { ...session, screen: { ...asking, at, draft: fieldOf(draft), highlighted, isRefused: false } };
};
