import type { CheckReport, Report } from '../core/report.ts';
import { visible } from '../core/safe-text.ts';
import type { CheckEntry } from './entries.ts';
import { checkEntries, countedFindings, sentencesOf } from './entries.ts';
import { markupOf } from './markup.ts';

// Jenkins, GitLab and Azure read this dialect: https://llg.cubic.org/docs/junit/

const element = (name: string, message: string, lines: readonly string[] = []): string =>
	`      <${name} message="${markupOf(message)}">${markupOf(lines.map(visible).join('\n'), { keepsLines: true })}</${name}>`;

const findingLines = (check: CheckReport): readonly string[] =>
	countedFindings(check).map(finding => {
		const { path, line } = finding.at;
		return `${path}${line === undefined ? '' : `:${line}`}  ${sentencesOf(finding).join('. ')}`;
	});

/** What a case says beside its name; nothing for a pass. */
const outcomeOf = (check: CheckReport, failsOnWarn: boolean): string => {
	const lines = findingLines(check);
	switch (check.status) {
		case 'pass':
			return '';
		case 'fail':
			return element('failure', check.title, lines);
		case 'warn':
			return failsOnWarn
				? element('failure', check.title, lines)
				: `      <system-out>${markupOf([check.title, ...lines].map(visible).join('\n'), { keepsLines: true })}</system-out>`;
		case 'error':
			return element('error', check.message ?? check.title);
		case 'manual':
			return element('skipped', `manual: ${check.question ?? check.title}`);
		case 'waived':
			return element('skipped', `waived: ${check.waiver?.reason ?? check.title}`);
		case 'not-applicable':
			return element('skipped', check.reason ?? 'does not apply');
	}
};

const caseOf = ({ practice, check }: CheckEntry, failsOnWarn: boolean): string => {
	const name = check.project === '.' ? check.id : `${check.id} [${check.project}]`;
	const open = `    <testcase classname="${markupOf(`${practice.number} ${practice.id}`)}" name="${markupOf(name)}"`;
	const outcome = outcomeOf(check, failsOnWarn);
	return outcome === '' ? `${open}/>` : `${open}>\n${outcome}\n    </testcase>`;
};

const countsOf = (entries: readonly CheckEntry[], failsOnWarn: boolean): string => {
	const count = (...statuses: readonly string[]): number =>
		entries.filter(({ check }) => statuses.includes(check.status)).length;
	const failures = failsOnWarn ? count('fail', 'warn') : count('fail');
	const skipped = count('manual', 'waived', 'not-applicable');
	return `tests="${entries.length}" failures="${failures}" errors="${count('error')}" skipped="${skipped}"`;
};

/** A suite a section and a case a check, as JUnit's XML; warnings fail where `--fail-on warn` says so. */
export const junitReport = (report: Report, { failsOnWarn }: { readonly failsOnWarn: boolean }): string => {
	const entries = checkEntries(report);
	const suites = report.sections.flatMap(section => {
		const own = entries.filter(entry => entry.section === section);
		if (own.length === 0) return [];
		return [
			`  <testsuite name="${markupOf(`${section.id} ${section.title}`)}" ${countsOf(own, failsOnWarn)}>`,
			...own.map(entry => caseOf(entry, failsOnWarn)),
			'  </testsuite>',
		];
	});
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="bp-audit" ${countsOf(entries, failsOnWarn)}>`,
		...suites,
		'</testsuites>',
		'',
	].join('\n');
};
