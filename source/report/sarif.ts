import type { Practice } from '../core/practice.ts';
import type { CheckReport, Report, ReportedFinding } from '../core/report.ts';
import type { CheckEntry } from './entries.ts';
import { checkEntries, sentencesOf } from './entries.ts';
import { jsonOf } from './json.ts';

// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub reads of it:
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning

const levels = { fail: 'error', warn: 'warning', info: 'note' } as const;

/** GitHub sorts alerts by it. */
const precisionOf = (findings: readonly ReportedFinding[]): 'very-high' | 'medium' =>
	findings.some(({ confidence }) => confidence === 'likely') ? 'medium' : 'very-high';

/** The path as a relative URI reference; `/` stays. */
const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

const regionOf = ({ line, column, endLine, endColumn }: ReportedFinding['at']) => ({
	// GitHub shows no alert without a line.
	startLine: line ?? 1,
	startColumn: column,
	endLine,
	endColumn,
});

const suppressionsOf = ({ status, waiver }: CheckReport) =>
	status === 'waived' && waiver
		? [{ kind: 'external', status: 'accepted', justification: waiver.reason }]
		: undefined;

const resultOf = (check: CheckReport, finding: ReportedFinding, ruleIndex: number) => ({
	ruleId: check.id,
	ruleIndex,
	level: levels[finding.level],
	message: { text: sentencesOf(finding).join('. ') },
	locations: [
		{
			physicalLocation: {
				artifactLocation: { uri: uriOf(finding.at.path), uriBaseId: '%SRCROOT%' },
				region: regionOf(finding.at),
			},
		},
	],
	partialFingerprints: { 'bpAudit/v1': finding.fingerprint },
	baselineState: finding.baselined ? 'unchanged' : undefined,
	suppressions: suppressionsOf(check),
});

const ruleOf = ({ practice, check }: CheckEntry, findings: readonly ReportedFinding[], known?: Practice) => ({
	id: check.id,
	name: `${practice.number} ${practice.id}`,
	shortDescription: {
		text: known?.checks.find(({ id }) => check.id.endsWith(`/${id}`))?.title ?? check.title,
	},
	fullDescription: { text: known?.why ?? practice.title },
	help: { text: known?.remedy ?? practice.title },
	helpUri: known?.links[0],
	defaultConfiguration: { level: check.severity === 'info' ? 'note' : 'warning' },
	properties: { precision: precisionOf(findings), tags: [practice.id] },
});

/** What was found as SARIF 2.1.0; questions have no place in it and are left out. */
export const sarifReport = (report: Report, practices: readonly Practice[]): string => {
	const entries = checkEntries(report);
	const broken = entries.filter(({ check }) => check.status === 'error');
	const told = entries.filter(({ check }) => ['fail', 'warn', 'waived'].includes(check.status));
	const ids = [...new Set(told.map(({ check }) => check.id))];
	const byId = new Map(practices.map(practice => [practice.id, practice]));
	const rules = ids.flatMap(id => {
		const own = told.filter(({ check }) => check.id === id);
		const [first] = own;
		if (!first) return [];
		return [
			ruleOf(
				first,
				own.flatMap(({ check }) => check.findings),
				byId.get(first.practice.id),
			),
		];
	});
	return jsonOf({
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'bp-audit', semanticVersion: report.tool.version, rules } },
				columnKind: 'utf16CodeUnits',
				invocations: [
					{
						executionSuccessful: broken.length === 0,
						toolExecutionNotifications: broken.map(({ check }) => ({
							level: 'error',
							message: { text: `${check.id}: ${check.message ?? 'the check broke'}` },
						})),
					},
				],
				results: told.flatMap(({ check }) =>
					check.findings.map(finding => resultOf(check, finding, ids.indexOf(check.id))),
				),
			},
		],
	});
};
