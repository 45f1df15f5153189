import type { PracticeReport, SectionReport } from '../core/report.ts';
import { fixesOf, isDoable } from './fixes.ts';
import { isMarked } from './marks.ts';
import type { ShownStatus } from './shown-status.ts';
import { spotsOf } from './spots.ts';

/** A practice as the filter sees it. */
export interface Candidate {
	readonly section: SectionReport;
	readonly practice: PracticeReport;
	readonly status: ShownStatus;
	readonly marks: ReadonlySet<string>;
}

type Test = (candidate: Candidate) => boolean;

const statuses: ReadonlyMap<string, readonly ShownStatus[]> = new Map([
	['problem', ['fail', 'warn', 'error']],
	['fail', ['fail']],
	['warn', ['warn']],
	['error', ['error']],
	['manual', ['manual']],
	['pass', ['pass', 'fixed']],
	['fixed', ['fixed']],
	['waived', ['waived']],
	['na', ['not-applicable']],
	['waiting', ['pending']],
]);

/** What `is:` can be followed by. */
export const states: readonly string[] = [...statuses.keys(), 'fixable', 'marked'];

const is = (state: string): Test => {
	const wanted = statuses.get(state);
	if (wanted) return ({ status }) => wanted.includes(status);
	if (state === 'fixable') return ({ practice }) => fixesOf(practice).some(isDoable);
	if (state === 'marked') return ({ practice, marks }) => isMarked(practice, marks);
	// A word that is still being typed fits whatever it may become.
	const begun = states.filter(each => each.startsWith(state)).map(is);
	return candidate => begun.some(test => test(candidate));
};

const texts = new WeakMap<PracticeReport, string>();

/** All that is said of a practice, in lower case; remembered per report. */
const textOf = (practice: PracticeReport): string => {
	const known = texts.get(practice);
	if (known !== undefined) return known;
	const parts = new Set([practice.number, practice.id, practice.title]);
	for (const { id, title } of practice.checks) parts.add(id).add(title);
	for (const { finding } of spotsOf(practice)) parts.add(finding.at.path).add(finding.message);
	const text = [...parts].join('\n').toLowerCase();
	texts.set(practice, text);
	return text;
};

const prefixed: ReadonlyMap<string, (value: string) => Test> = new Map<string, (value: string) => Test>([
	['is', is],
	[
		'sec',
		value =>
			({ section }) =>
				section.id === value || section.title.toLowerCase().includes(value),
	],
	[
		'file',
		value =>
			({ practice }) =>
				spotsOf(practice).some(({ finding }) => finding.at.path.toLowerCase().includes(value)),
	],
	[
		'conf',
		value =>
			({ practice }) =>
				spotsOf(practice).some(({ finding }) => finding.confidence.startsWith(value)),
	],
	[
		'fix',
		value =>
			({ practice }) =>
				fixesOf(practice).some(({ safety }) => safety.startsWith(value)),
	],
]);

const testOf = (word: string): Test | null => {
	if (word.startsWith('-')) {
		const test = testOf(word.slice(1));
		return test && (candidate => !test(candidate));
	}
	const colon = word.indexOf(':');
	const make = colon > 0 ? prefixed.get(word.slice(0, colon)) : undefined;
	const value = make ? word.slice(colon + 1) : word;
	// The beginning of `sec:6` says nothing yet; `file` and `fix` are words that are looked for.
	if (value === '' || value === 'is' || value === 'sec' || value === 'conf') return null;
	// A number is a practice's number, not a version in some text.
	if (/^\d+\.\w*$/.test(value)) return ({ practice }) => practice.number.toLowerCase().startsWith(value);
	return make ? make(value) : ({ practice }) => textOf(practice).includes(value);
};

/** What was typed as a test: all its words have to fit, those behind `-` must not. Null where nothing is asked. */
export const filterOf = (query: string): Test | null => {
	const tests = query
		.toLowerCase()
		.split(/\s+/)
		.map(testOf)
		.filter(test => test !== null);
	return tests.length === 0 ? null : candidate => tests.every(test => test(candidate));
};
