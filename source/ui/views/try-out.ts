import type { RanMeasure, RunOutcome } from '../../core/measure.ts';
import type { Trial } from '../../session/ports.ts';
import type { Session, Size } from '../../session/state.ts';
import { emptyLine, gap, line, paragraph, span } from '../line.ts';
import type { Line, Style } from '../line.ts';
import { blank, say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { commandsCounted, outcomeWords, words } from '../wording.ts';
import { pageOfLines, windowOf } from './page.ts';
import type { Page } from './page.ts';

export const outcomeStyles: Readonly<Record<RunOutcome, Style>> = {
	passed: 'pass',
	failed: 'fail',
	broken: 'error',
	'not run': 'quiet',
};

const placeOf = (project: string): SafeText => (project === '.' ? blank : say` in ${show(project)}`);

const trialLines = ({ command, project }: Trial, width: number): readonly Line[] =>
	paragraph(say`${show(command)}${placeOf(project)}`, width - 2, { indent: 3 });

/** What came of a run, and how the same ended on the commit that the branch starts from. */
export const ranText = ({ id, command, project, said, outcome, before }: RanMeasure): SafeText => {
	const what = id === 'coverage' ? say`coverage` : show(command);
	const then =
		before === undefined
			? blank
			: before === outcome
				? say`, as before the fixes`
				: say`, before the fixes: ${outcomeWords[before]}`;
	return say`${what}${placeOf(project)}: ${show(said)}${then}`;
};

const ranLines = (ran: RanMeasure, width: number): readonly Line[] =>
	paragraph(ranText(ran), width - 10).map((row, index): Line => [
		gap(1),
		span(show((index === 0 ? outcomeWords[ran.outcome] : '').padEnd(8)), outcomeStyles[ran.outcome]),
		...row,
	]);

/** The question whether code of the repository may be run, what runs, and what came of it. */
export const tryOutPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen } = session;
	if (screen.name !== 'try-out') return pageOfLines([]);
	const { trials, current, ran } = screen;
	const linesOf = (): readonly Line[] => {
		switch (screen.step) {
			case 'looking':
				return [line(say` ${words.tryLooking}`, 'quiet')];
			case 'ready':
				return [
					line(say` ${words.tryTitle}`, 'strong'),
					// The commands come first, so that the smallest terminal shows them with the question.
					...paragraph(words.tryAsk, cols - 2, { indent: 1 }),
					...(rows > 12 ? [emptyLine] : []),
					line(say` ${commandsCounted(trials.length)}`, 'strong'),
					...trials.flatMap(trial => trialLines(trial, cols)),
					emptyLine,
					...paragraph(words.tryHow, cols - 2, { indent: 1 }),
				];
			case 'running':
				return [
					line(say` ${words.tryRunning}`, 'strong'),
					emptyLine,
					...(current ? trialLines(current, cols) : [line(say`   ${words.tryPreparing}`, 'quiet')]),
				];
			case 'done':
				return [
					line(say` ${words.tryDone}`, 'strong'),
					emptyLine,
					...ran.flatMap(each => ranLines(each, cols)),
					emptyLine,
					...paragraph(words.tryKept, cols - 2, { indent: 1, style: 'quiet' }),
				];
		}
	};
	const body = windowOf(linesOf(), screen.scroll, rows);
	return { ...pageOfLines(body.lines), reach: body.reach };
};
