import type { Practice } from '../core/practice.ts';
import type { CheckReport, PracticeReport, Report, ReportStatus, ReportedFinding } from '../core/report.ts';
import { countedFindings, worstFirst } from './entries.ts';
import { markupOf } from './markup.ts';
import { statusWords } from './paint.ts';

const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}
details{border:1px solid #8885;border-radius:.4rem;margin:.4rem 0;padding:.3rem .8rem}
summary{cursor:pointer}code{font-size:.9em;overflow-wrap:anywhere}
.s{display:inline-block;min-width:5rem;font-weight:600;font-size:.85rem}
.fail,.error{color:#b3261e}.warn{color:#8a5a00}.manual{color:#1a5fb4}.pass{color:#1e6b35}
.waived,.not-applicable,.q{color:#6b6b6b}
@media(prefers-color-scheme:dark){.fail,.error{color:#ff8a80}.warn{color:#ffcc66}.manual{color:#8ab4f8}.pass{color:#7fd396}.waived,.not-applicable,.q{color:#a0a0a0}}
table{border-collapse:collapse}td,th{padding:.1rem .8rem .1rem 0;text-align:right}td:first-child,th:first-child{text-align:left}`;

/** Escaped, with what stands in backticks as code. */
const rich = (text: string): string =>
	text
		.split(/(`[^`]+`)/)
		.map((part, at) => (at % 2 === 1 ? `<code>${markupOf(part.slice(1, -1))}</code>` : markupOf(part)))
		.join('');

const badge = (status: ReportStatus): string =>
	`<span class="s ${status}">${markupOf(statusWords[status])}</span>`;

const findingItem = ({ at, message, found, expected, confidence }: ReportedFinding): string => {
	const place = `${at.path}${at.line === undefined ? '' : `:${at.line}`}`;
	return [
		`<li><code>${markupOf(place)}</code> ${rich(message)}${confidence === 'likely' ? ' <span class="q">(likely)</span>' : ''}`,
		...(found === undefined || found.trim() === ''
			? []
			: [`<br><span class="q">found</span> <code>${markupOf(found)}</code>`]),
		...(expected === undefined ? [] : [`<br><span class="q">expected</span> ${rich(expected)}`]),
		'</li>',
	].join('');
};

const noteOf = (check: CheckReport): string | undefined =>
	check.evidence ?? check.reason ?? check.question ?? check.message ?? check.waiver?.reason;

const checkPart = (check: CheckReport): string => {
	const note = noteOf(check);
	const findings = countedFindings(check);
	return [
		`<p>${badge(check.status)} ${rich(check.title)}${check.project === '.' ? '' : ` <span class="q">in ${markupOf(check.project)}</span>`}`,
		...(note === undefined ? [] : [`<br><span class="q">${rich(note)}</span>`]),
		'</p>',
		...(findings.length === 0 ? [] : [`<ul>${findings.map(findingItem).join('\n')}</ul>`]),
	].join('');
};

const leafPart = ({ leaves = [] }: PracticeReport): readonly string[] =>
	leaves.map(
		leaf =>
			`<p>${badge(leaf.status)} ${rich(leaf.title)} <span class="q">see ${markupOf(leaf.number)}</span></p>`,
	);

const practicePart = (practice: PracticeReport, known: Practice | undefined): string => {
	const isBad = practice.status === 'fail' || practice.status === 'error';
	return [
		`<details${isBad ? ' open' : ''}><summary>${badge(practice.status)} ${markupOf(practice.number)} ${rich(practice.title)}</summary>`,
		...(known && practice.status !== 'pass' && practice.status !== 'not-applicable'
			? [`<p>${rich(known.why)}</p>`]
			: []),
		...(practice.reason === undefined ? [] : [`<p class="q">${rich(practice.reason)}</p>`]),
		...worstFirst(practice.checks).map(checkPart),
		...leafPart(practice),
		...(known && isBad ? [`<p><b>By hand.</b> ${rich(known.remedy)}</p>`] : []),
		'</details>',
	].join('\n');
};

const row = (label: string, own: Report['summary']): string =>
	`<tr><td>${label}</td>${[own.score, own.fail, own.warn, own.manual, own.waived, own.notApplicable, own.pass].map(count => `<td>${count}</td>`).join('')}</tr>`;

/** One page without scripts, fonts or anything else from elsewhere. */
export const htmlReport = (
	report: Report,
	{ name, practices }: { readonly name: string; readonly practices: readonly Practice[] },
): string => {
	const { summary, sections } = report;
	const byId = new Map(practices.map(practice => [practice.id, practice]));
	const judged = sections.filter(section => section.practices.length > 0);
	return [
		'<!doctype html>',
		'<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
		'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
		`<title>bp-audit: ${markupOf(name)}</title><style>${style}</style></head><body>`,
		`<h1>${markupOf(name)}: score ${summary.score} of 100</h1>`,
		...(report.repo.commit === null
			? []
			: [
					`<p class="q">Commit <code>${markupOf(report.repo.commit)}</code>${report.repo.dirty ? ', with changes that are not committed' : ''}</p>`,
				]),
		'<table><tr><th>section</th><th>score</th><th>fail</th><th>warn</th><th>manual</th><th>waived</th><th>n/a</th><th>pass</th></tr>',
		...judged.map(({ id, title, summary: own }) => row(`${markupOf(id)} ${markupOf(title)}`, own)),
		row('<b>all</b>', summary),
		'</table>',
		...judged.flatMap(section => [
			`<h2>${markupOf(section.id)} ${markupOf(section.title)}</h2>`,
			...worstFirst(section.practices).map(practice => practicePart(practice, byId.get(practice.id))),
		]),
		'</body></html>',
		'',
	].join('\n');
};
