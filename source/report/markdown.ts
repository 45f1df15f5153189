import type { CheckReport, PracticeReport, Report, ReportedFinding } from '../core/report.ts';
import { visible } from '../core/safe-text.ts';
import { countedFindings, sentencesOf, worstFirst } from './entries.ts';
import { statusWords } from './paint.ts';

const shown = 10;

/** Escapes what would be markup; what stands in backticks stays code, and no `@name` calls anybody. */
const plain = (text: string): string =>
	visible(text)
		.split(/(`[^`]+`)/)
		.map((part, at) =>
			at % 2 === 1 ? part : part.replace(/[\\`*_[\]<>|#~&]/g, '\\$&').replace(/@(?=\w)/g, '@<!-- -->'),
		)
		.join('');

/** Code, whatever backticks are in it. */
const code = (text: string): string => {
	const clean = visible(text).replaceAll('|', '\\|');
	const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = '`'.repeat(longest + 1);
	return longest === 0 ? `${fence}${clean}${fence}` : `${fence} ${clean} ${fence}`;
};

const findingLine = (finding: ReportedFinding): string => {
	const { found, ...rest } = finding;
	const { path, line } = finding.at;
	const place = code(`${path}${line === undefined ? '' : `:${line}`}`);
	const [message = '', ...more] = sentencesOf(rest).map(plain);
	const foundCode = found === undefined || found.trim() === '' ? [] : [`Found: ${code(found)}`];
	return `  - ${place} ${[message, ...foundCode, ...more].join('. ')}`;
};

const noteOf = (check: CheckReport): string => {
	switch (check.status) {
		case 'manual':
			return check.question ?? '';
		case 'error':
			return check.message ?? '';
		case 'waived':
			return check.waiver?.reason ?? '';
		case 'pass':
		case 'not-applicable':
		case 'warn':
		case 'fail':
			return '';
	}
};

const checkLines = (check: CheckReport): readonly string[] => {
	const note = noteOf(check);
	const where = check.project === '.' ? '' : ` in ${code(check.project)}`;
	const findings = countedFindings(check);
	const more = findings.length - shown;
	return [
		`- **${statusWords[check.status]}** ${plain(check.title)}${where}${note === '' ? '' : `: ${plain(note)}`}`,
		...findings.slice(0, shown).map(findingLine),
		...(more > 0 ? [`  - and ${more} more`] : []),
	];
};

const isOpen = ({ status }: { readonly status: CheckReport['status'] }): boolean =>
	status !== 'pass' && status !== 'not-applicable';

const practiceLines = (practice: PracticeReport): readonly string[] => {
	const open = practice.checks.filter(isOpen);
	if (open.length === 0) return [];
	return ['', `### ${practice.number} ${plain(practice.title)}`, '', ...worstFirst(open).flatMap(checkLines)];
};

/** A summary and what is open, for a pull request's comment or a job's summary. */
export const markdownReport = (report: Report, { name }: { readonly name: string }): string => {
	const { summary } = report;
	const judged = report.sections.filter(({ practices }) => practices.some(({ checks }) => checks.length > 0));
	return [
		`# bp-audit: ${plain(name)}, score ${summary.score} of 100`,
		'',
		'| section | score | fail | warn | manual | waived | pass |',
		'| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
		...judged.map(
			({ id, title, summary: own }) =>
				`| ${id} ${plain(title)} | ${own.score} | ${own.fail} | ${own.warn} | ${own.manual} | ${own.waived} | ${own.pass} |`,
		),
		...judged.flatMap(({ id, title, practices }) => {
			const lines = worstFirst(practices).flatMap(practiceLines);
			return lines.length === 0 ? [] : ['', `## ${id} ${plain(title)}`, ...lines];
		}),
		...(summary.error === 0 ? [] : ['', `Checks that could not be judged: ${summary.error}.`]),
		'',
	].join('\n');
};
