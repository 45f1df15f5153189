import type { RanMeasure, RunOutcome } from '../core/measure.ts';
import { ranOutcome } from '../core/measure-said.ts';
import type { PracticeReport, Report, ReportStatus } from '../core/report.ts';
import { visible } from '../core/safe-text.ts';
import type { Paint, Tone } from './paint.ts';
import { statusTones, statusWords } from './paint.ts';

const words: Readonly<Record<RunOutcome, string>> = {
	passed: 'PASS',
	failed: 'FAIL',
	broken: 'BROKEN',
	'not run': 'NOT RUN',
};

const tones: Readonly<Record<RunOutcome, Tone>> = {
	passed: statusTones.pass,
	failed: statusTones.fail,
	broken: statusTones.error,
	'not run': 'quiet',
};

const stageWord = (status: ReportStatus | null, paint: Paint): string =>
	status === null ? paint('quiet', 'not told') : paint(statusTones[status], statusWords[status]);

/** What is set up, what a build heeds and what ran here are three things; one line tells them apart. */
export const stageLine = (
	{ number, stages, status }: PracticeReport,
	ran: readonly RanMeasure[],
	paint: Paint,
): readonly string[] => {
	if (!stages || status === 'not-applicable') return [];
	const outcome = ranOutcome(number, ran);
	return [
		`        ${paint('quiet', 'configured')} ${stageWord(stages.configured, paint)}   ${paint('quiet', 'enforced in CI')} ${stageWord(stages.enforced, paint)}   ${paint('quiet', 'ran here')} ${outcome === null ? paint('quiet', 'no') : paint(tones[outcome], words[outcome])}`,
	];
};

const beforeOf = ({ outcome, before }: RanMeasure): string => {
	if (before === undefined) return '';
	if (before === outcome) return ', as before';
	return `, before: ${words[before]}`;
};

/** The runs, each with its command and what came of it. */
export const ranLines = ({ ran }: Report, many: boolean, paint: Paint): readonly string[] => {
	if (ran === undefined) return [];
	return [
		'',
		paint('strong', 'Ran here, on a checkout'),
		...(ran.length === 0 ? [paint('quiet', '  There is nothing that could be run')] : []),
		...ran.map(each => {
			const where = many ? paint('quiet', `  in ${visible(each.project)}`) : '';
			const what = each.id === 'coverage' ? 'coverage' : each.command;
			return `  ${paint(tones[each.outcome], words[each.outcome].padEnd(7))} ${visible(what)}${where}  ${paint('quiet', `${visible(each.said)}${beforeOf(each)}`)}`;
		}),
	];
};
