import { counted } from '../core/counted.ts';
import type { RanMeasure } from '../core/measure.ts';
import type {
	CheckReport,
	LeafReport,
	PracticeReport,
	Report,
	ReportStatus,
	ReportedFinding,
	SectionReport,
	Summary,
	Waiver,
} from '../core/report.ts';
import { visible } from '../core/safe-text.ts';
import { worstFirst } from './entries.ts';
import { fairShare, groupChecks } from './groups.ts';
import type { CheckGroup } from './groups.ts';
import { stageLine, ranLines } from './ran.ts';
import { colourPaint, plainPaint, statusTones, statusWords } from './paint.ts';
import type { Paint } from './paint.ts';

export interface TextOptions {
	/** The repository's name, for the first line. */
	readonly name: string;
	/** ANSI colours; nothing else differs. */
	readonly colour: boolean;
	/** How many findings of one check are written out; the others are counted. */
	readonly findings?: number;
}

interface Style {
	readonly paint: Paint;
	readonly findings: number;
	/** More than one project: checks say whose they are. */
	readonly many: boolean;
	readonly ran: readonly RanMeasure[];
}

const word = (status: ReportStatus, { paint }: Style): string =>
	paint(statusTones[status], statusWords[status].padEnd(6));

const moreOf = (count: number): string => `and ${count} more; --format json lists all`;

const countsOf = (summary: Summary): readonly (readonly [ReportStatus, number])[] => [
	['fail', summary.fail],
	['error', summary.error],
	['warn', summary.warn],
	['manual', summary.manual],
	['waived', summary.waived],
	['not-applicable', summary.notApplicable],
	['pass', summary.pass],
];

const placeOf = ({ at }: ReportedFinding): string =>
	`${visible(at.path)}${at.line === undefined ? '' : `:${at.line}${at.column === undefined ? '' : `:${at.column}`}`}`;

const findingLines = (
	finding: ReportedFinding,
	before: ReportedFinding | undefined,
	isNote: boolean,
	{ paint }: Style,
): readonly string[] => {
	const { found, expected } = finding;
	const remarks = [isNote ? 'note' : '', finding.confidence === 'likely' ? 'likely' : ''].filter(Boolean);
	const remark = remarks.length === 0 ? '' : paint('quiet', ` (${remarks.join(', ')})`);
	// What a whole list has in common is said once.
	const isFoundBefore = found === before?.found && finding.message === before?.message;
	const isExpectedBefore = expected === before?.expected;
	return [
		`        ${paint('strong', placeOf(finding))}  ${visible(finding.message)}${remark}`,
		...(found === undefined || found.trim() === '' || isFoundBefore
			? []
			: [paint('quiet', `          found     ${visible(found)}`)]),
		...(expected === undefined || isExpectedBefore
			? []
			: [paint('quiet', `          expected  ${visible(expected)}`)]),
	];
};

const fixHint = ({ checks }: CheckGroup, { paint }: Style): string => {
	const findings = checks.flatMap(check => check.findings);
	const fixes = new Set(findings.flatMap(({ fix }) => (fix ? [`${fix.safety}, ${fix.fixer}`] : [])));
	return fixes.size === 0 ? '' : paint('quiet', `   fix: ${[...fixes].join('; ')}`);
};

/** What a check says in lower case starts the line here. */
const sentenceOf = (text: string): string =>
	visible(text.replace(/^[a-z](?=[a-z]* )/, first => first.toUpperCase()));

const waiverNote = ({ reason, owner, until }: Waiver, inPart: boolean): string => {
	const terms = [owner ?? '', until === undefined ? '' : `until ${until}`].filter(part => part !== '');
	const aside = terms.length === 0 ? '' : ` (${terms.join(', ')})`;
	return `Waived${inPart ? ' in part' : ''}: ${reason}${aside}`;
};

const noteOf = (check: CheckReport): string | undefined => {
	switch (check.status) {
		case 'pass':
			return check.evidence;
		case 'not-applicable':
			return check.reason;
		case 'manual':
			return check.question;
		case 'error':
			return check.message;
		case 'waived':
		case 'warn':
		case 'fail':
			return check.waiver && waiverNote(check.waiver, check.status !== 'waived');
	}
};

/** What is said of the check in each project; once where all say the same. */
const noteLines = ({ checks }: CheckGroup, { paint, findings }: Style): readonly string[] => {
	const projects = new Map<string, string>();
	for (const check of checks) {
		const note = noteOf(check);
		if (note !== undefined && !projects.has(note)) projects.set(note, check.project);
	}
	const notes = [...projects].slice(0, findings);
	const more = projects.size - notes.length;
	return [
		...notes.map(([note, project]) =>
			projects.size === 1 ? sentenceOf(note) : `${visible(project)}  ${sentenceOf(note)}`,
		),
		...(more === 0 ? [] : [moreOf(more)]),
	].map(line => `        ${paint('quiet', line)}`);
};

const whereOf = ({ first, checks }: CheckGroup, { many, paint }: Style): string => {
	if (!many) return '';
	return paint(
		'quiet',
		checks.length === 1 ? `  in ${visible(first.project)}` : `  in ${checks.length} projects`,
	);
};

/** Beside what made a check fail or warn, what it merely tells is a note; the question of a manual check is its own. */
const isNoteIn = ({ status }: CheckReport, { level }: ReportedFinding): boolean =>
	level === 'info' && (status === 'fail' || status === 'warn');

const notesLast = (check: CheckReport): CheckReport => ({
	...check,
	findings: check.findings.toSorted((a, b) => Number(isNoteIn(check, a)) - Number(isNoteIn(check, b))),
});

/** Without what is in the baseline. */
const fresh = (check: CheckReport): CheckReport => ({
	...check,
	findings: check.findings.filter(({ baselined }) => !baselined),
});

const countOf = (checks: readonly CheckReport[]): number =>
	checks.reduce((sum, { findings }) => sum + findings.length, 0);

const groupLines = (group: CheckGroup, style: Style): readonly string[] => {
	const { first, checks } = group;
	const listed = first.status === 'waived' ? [] : checks.map(fresh).map(notesLast);
	const known = first.status === 'waived' ? 0 : countOf(checks) - countOf(listed);
	// What many projects share needs fewer examples.
	const shown = fairShare(listed, checks.length > 1 ? Math.ceil(style.findings / 2) : style.findings);
	const more = countOf(listed) - shown.length;
	return [
		`    ${word(first.status, style)} ${visible(first.title)}${whereOf(group, style)}${fixHint(group, style)}`,
		...noteLines(group, style),
		...shown.flatMap((finding, at) => findingLines(finding, shown[at - 1], isNoteIn(first, finding), style)),
		...(more === 0 ? [] : [`        ${style.paint('quiet', moreOf(more))}`]),
		...(known === 0
			? []
			: [`        ${style.paint('quiet', `${counted(known, 'finding')} in the baseline`)}`]),
	];
};

const isOpen = ({ status }: { readonly status: ReportStatus }): boolean =>
	status !== 'pass' && status !== 'not-applicable';

/** The checks of other practices that decide a roll-up: those that are open, each where it is told in full. */
const leafLines = ({ leaves = [], awaits = [], status }: PracticeReport, style: Style): readonly string[] => {
	const open = new Map<string, { readonly leaf: LeafReport; count: number }>();
	for (const leaf of leaves.filter(isOpen)) {
		const key = `${leaf.check} ${leaf.status}`;
		const known = open.get(key);
		if (known) known.count++;
		else open.set(key, { leaf, count: 1 });
	}
	return [
		...worstFirst([...open.values()].map(({ leaf, count }) => ({ ...leaf, count }))).map(
			leaf =>
				`    ${word(leaf.status, style)} ${visible(leaf.title)}${style.paint('quiet', `   see ${leaf.number}${leaf.count > 1 ? `, ${leaf.count} projects` : ''}`)}`,
		),
		...(awaits.length === 0 || status === 'not-applicable'
			? []
			: [style.paint('quiet', `        Not checked yet: ${awaits.join(', ')}`)]),
	];
};

const practiceLines = (practice: PracticeReport, style: Style): readonly string[] => {
	const open = practice.checks.filter(({ status }) => status === 'fail' || status === 'warn').map(fresh);
	const count = open.reduce(
		(sum, check) => sum + check.findings.filter(finding => !isNoteIn(check, finding)).length,
		0,
	);
	const listed = isOpen(practice) ? practice.checks.filter(isOpen) : [];
	const passed = practice.checks.filter(({ status }) => status === 'pass').length;
	const rest =
		isOpen(practice) && passed > 0 ? style.paint('quiet', `   ${counted(passed, 'check')} passed`) : '';
	const title = style.paint('strong', `${practice.number} ${visible(practice.title)}`);
	const reason =
		practice.status === 'not-applicable' ? (practice.reason ?? practice.checks[0]?.reason) : undefined;
	return [
		`  ${word(practice.status, style)} ${title}${count === 0 ? '' : ` (${counted(count, 'finding')})`}${rest}`,
		...(reason === undefined ? [] : [`        ${style.paint('quiet', sentenceOf(reason))}`]),
		...stageLine(practice, style.ran, style.paint),
		...groupChecks(worstFirst(listed)).flatMap(group => groupLines(group, style)),
		...leafLines(practice, style),
	];
};

const sectionLines = (section: SectionReport, style: Style): readonly string[] => [
	'',
	style.paint('strong', `${section.id} ${section.title}`),
	...worstFirst(section.practices).flatMap(practice => practiceLines(practice, style)),
];

const headline = ({ summary }: Report, name: string, paint: Paint): string =>
	[
		`${paint('strong', visible(name))}  score ${summary.score}/100`,
		...countsOf(summary)
			.filter(([status, count]) => count > 0 || status === 'fail' || status === 'pass')
			.map(([status, count]) =>
				paint(count === 0 ? 'quiet' : statusTones[status], `${statusWords[status]} ${count}`),
			),
	].join('  ');

const skippedLines = ({ skipped }: Report): readonly string[] => {
	if (skipped.length === 0) return [];
	const counts = new Map<string, number>();
	for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
	return ['', `Not read: ${counted(skipped.length, 'path')} (${reasons}); --format json lists them`];
};

/** A report for reading: sections in order, the worst practice of each first. Does not depend on the terminal's width. */
export const textReport = (report: Report, options: TextOptions): string => {
	const paint = options.colour ? colourPaint : plainPaint;
	const style: Style = {
		paint,
		findings: options.findings ?? 10,
		many: report.repo.projects.length > 1,
		ran: report.ran ?? [],
	};
	const checked = report.sections.filter(({ practices }) => practices.length > 0);
	const unchecked = report.sections.filter(({ practices }) => practices.length === 0);
	const names = unchecked.map(({ id, title }) => `${id} ${title}`).join(', ');
	return [
		headline(report, options.name, paint),
		...checked.flatMap(section => sectionLines(section, style)),
		...(unchecked.length === 0 ? [] : ['', paint('quiet', `Not checked: ${names}`)]),
		...ranLines(report, style.many, paint),
		...skippedLines(report),
		'',
	].join('\n');
};
