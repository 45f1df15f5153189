import { counted } from './counted.ts';
import type { Measure, RanMeasure, RunOutcome } from './measure.ts';
import { lastLineOf } from './text.ts';

/** How a program ended; what it printed on both streams, in the order in which it came. */
export type Ending =
	| { readonly kind: 'ended'; readonly code: number; readonly output: string }
	| { readonly kind: 'too long' }
	| { readonly kind: 'missing'; readonly reason: string };

export interface Said {
	readonly outcome: RunOutcome;
	readonly said: string;
}

const passed = (said: string): Said => ({ outcome: 'passed', said });
const failed = (said: string): Said => ({ outcome: 'failed', said });
const broken = (said: string): Said => ({ outcome: 'broken', said });

const matches = (output: string, pattern: RegExp): number => [...output.matchAll(pattern)].length;

const stopped = (output: string): Said => {
	const line = lastLineOf(output);
	return broken(line === '' ? 'it stopped and said nothing' : `it stopped: ${line}`);
};

/** `3 failed, 210 passed` of pytest's last line. */
const testCounts = (output: string): string =>
	/((?:\d+ (?:failed|passed|skipped|errors?|xfailed|xpassed|deselected|warnings?)(?:, )?)+) in [\d.]+/.exec(
		output,
	)?.[1] ?? '';

/** What came of a run, from its exit status and what it printed. */
export const saidOf = ({ id, limitMs }: Pick<Measure, 'id' | 'limitMs'>, ending: Ending): Said => {
	if (ending.kind === 'missing') return { outcome: 'not run', said: ending.reason };
	if (ending.kind === 'too long') return broken(`it took longer than ${limitMs / 60_000} min and was ended`);
	const { code, output } = ending;
	switch (id) {
		case 'lint': {
			const found = Number(/Found (\d+) error/.exec(output)?.[1] ?? 0);
			// A program that is not there ends with 1 too.
			if (code > 1 || (code === 1 && found === 0)) return stopped(output);
			return code === 0 ? passed('it finds nothing') : failed(`it finds ${counted(found, 'fault')}`);
		}
		case 'format': {
			const files = Number(/(\d+) files? would be reformatted/.exec(output)?.[1] ?? 0);
			if (code > 1 || (code === 1 && files === 0)) return stopped(output);
			return code === 0
				? passed('every file is formatted')
				: failed(`it would format ${counted(files, 'file')}`);
		}
		case 'types': {
			const errors = matches(output, /^.+:\d+(?::\d+)?: error: /gm);
			if (code > 1 || (code === 1 && errors === 0)) return stopped(output);
			return code === 0 ? passed('it finds no error') : failed(`it finds ${counted(errors, 'error')}`);
		}
		case 'tests': {
			const counts = testCounts(output);
			if (code === 5) return broken('it collects no test');
			if (code > 1 || counts === '') return stopped(output);
			return code === 0 ? passed(counts) : failed(counts);
		}
		case 'templates': {
			// Bits: 2 for errors, 4 for warnings, 8 for notes.
			if (code === 1 || code > 14) return stopped(output);
			const errors = matches(output, /:E\d{4}:/g);
			if ((code & 2) !== 0) return failed(`it finds ${counted(errors, 'error')}`);
			return passed(code === 0 ? 'it finds nothing' : 'it finds warnings only');
		}
	}
};

/** The share of lines that tests run, in per cent, from the XML of coverage.py; null where it cannot be told. */
export const shareIn = (xml: string): number | null => {
	const rate = /<coverage\b[^>]*\bline-rate="([01](?:\.\d+)?)"/.exec(xml)?.[1];
	return rate === undefined ? null : Number(rate) * 100;
};

/** Beside the tests: whether they reach what the checklist asks for. */
export const coverageSaid = (xml: string | null, limit: number): Said => {
	const share = xml === null ? null : shareIn(xml);
	if (share === null) return { outcome: 'not run', said: 'the tests left no figures' };
	// Rounded down: 89.99 is not 90.
	const shown = Math.floor(share * 10) / 10;
	return share >= limit
		? passed(`tests run ${shown} % of the lines`)
		: failed(`tests run ${shown} % of the lines, fewer than ${limit} %`);
};

const worst: readonly RunOutcome[] = ['failed', 'broken', 'not run', 'passed'];

/** What the runs of one item of the checklist come to; null where none belongs to it. */
export const ranOutcome = (item: string, ran: readonly RanMeasure[]): RunOutcome | null =>
	worst.find(outcome => ran.some(each => each.item === item && each.outcome === outcome)) ?? null;
