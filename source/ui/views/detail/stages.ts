import { ranOutcome } from '../../../core/measure-said.ts';
import type { PracticeReport, ReportStatus } from '../../../core/report.ts';
import type { Session } from '../../../session/state.ts';
import { emptyLine, gap, paragraph, span } from '../../line.ts';
import type { Line, Span } from '../../line.ts';
import { say } from '../../safe-text.ts';
import { statusLooks } from '../../status.ts';
import { outcomeWords, words } from '../../wording.ts';
import { outcomeStyles, ranText } from '../try-out.ts';
import { heading } from './heading.ts';

const judged = (status: ReportStatus | null): Span =>
	status === null ? span(say`not told`, 'quiet') : span(statusLooks[status].word, statusLooks[status].style);

/** What is set up, what a build heeds and what ran here are three things: an item of the final list tells them apart. */
export const stageLines = (
	{ report }: Session,
	{ number, stages, status }: PracticeReport,
	width: number,
): readonly Line[] => {
	if (!stages || status === 'not-applicable') return [];
	const ran = (report?.ran ?? []).filter(({ item }) => item === number);
	const outcome = ranOutcome(number, ran);
	const rows: readonly (readonly [Span, Span])[] = [
		[span(say`configured`), judged(stages.configured)],
		[span(say`enforced in CI`), judged(stages.enforced)],
		[
			span(say`ran here`),
			outcome === null ? span(words.notRun, 'quiet') : span(outcomeWords[outcome], outcomeStyles[outcome]),
		],
	];
	return [
		heading(words.stages),
		...rows.map(([name, state]): Line => [gap(1), name, gap(16 - name.text.length), state]),
		...ran.flatMap(each => paragraph(ranText(each), width - 4, { indent: 3, style: 'quiet' })),
		emptyLine,
	];
};
