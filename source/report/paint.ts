import type { ReportStatus } from '../core/report.ts';

/** What a colour means; the meaning is also in the words. */
export type Tone = 'bad' | 'doubt' | 'good' | 'quiet' | 'strong';

/** Colours a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

const codes: Readonly<Record<Tone, readonly [number, number]>> = {
	bad: [31, 39],
	doubt: [33, 39],
	good: [32, 39],
	quiet: [2, 22],
	strong: [1, 22],
};

export const plainPaint: Paint = (_tone, text) => text;

/** The terminal's own sixteen colours, on its own background. */
export const colourPaint: Paint = (tone, text) => {
	const [on, off] = codes[tone];
	return `\u001b[${on}m${text}\u001b[${off}m`;
};

/** The word each status has in reports. */
export const statusWords: Readonly<Record<ReportStatus, string>> = {
	fail: 'FAIL',
	error: 'ERROR',
	manual: 'MANUAL',
	warn: 'WARN',
	waived: 'WAIVED',
	pass: 'PASS',
	'not-applicable': 'N/A',
};

export const statusTones: Readonly<Record<ReportStatus, Tone>> = {
	fail: 'bad',
	error: 'bad',
	manual: 'doubt',
	warn: 'doubt',
	waived: 'quiet',
	pass: 'good',
	'not-applicable': 'quiet',
};
