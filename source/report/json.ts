import type { CheckReport, PracticeReport, Report, ReportedFinding, SectionReport } from '../core/report.ts';

// Valid in JSON as they are, but some terminals obey them.
const unsafe =
	/[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

const escapeUnits = (text: string): string =>
	Array.from(
		{ length: text.length },
		(_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
	).join('');

/** JSON with two spaces of indentation; characters that could disturb a terminal are written as escapes. */
export const jsonOf = (value: unknown): string =>
	`${JSON.stringify(value, null, 2).replace(unsafe, escapeUnits)}\n`;

const findingJson = ({ at, ...finding }: ReportedFinding) => ({
	path: at.path,
	line: at.line,
	column: at.column,
	endLine: at.endLine,
	endColumn: at.endColumn,
	message: finding.message,
	found: finding.found,
	expected: finding.expected,
	confidence: finding.confidence,
	fingerprint: finding.fingerprint,
	baselined: finding.baselined,
	fix: finding.fix,
});

const checkJson = (check: CheckReport) => ({
	id: check.id,
	title: check.title,
	status: check.status,
	severity: check.severity,
	project: check.project,
	evidence: check.evidence,
	reason: check.reason,
	question: check.question,
	message: check.message,
	waiver: check.waiver,
	attestation: check.attestation,
	findings: check.findings.map(findingJson),
});

const practiceJson = (practice: PracticeReport) => ({
	number: practice.number,
	id: practice.id,
	title: practice.title,
	status: practice.status,
	rollup: practice.rollup,
	seeAlso: practice.seeAlso,
	reason: practice.reason,
	checks: practice.checks.map(checkJson),
	leaves: practice.leaves?.map(({ check, project, status }) => ({ id: check, project, status })),
	awaits: practice.awaits,
	stages: practice.stages,
});

const sectionJson = (section: SectionReport) => ({
	id: section.id,
	title: section.title,
	summary: section.summary,
	practices: section.practices.map(practiceJson),
});

/** The report as its schema says: a stable order of keys, and nothing that the schema does not name. */
export const jsonReport = (report: Report): string =>
	jsonOf({
		schema: report.schema,
		tool: report.tool,
		repo: report.repo,
		summary: report.summary,
		sections: report.sections.map(sectionJson),
		ran: report.ran,
		skipped: report.skipped.map(({ path, reason }) => ({ path, reason })),
		timings: report.timings,
	});
