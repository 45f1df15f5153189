import type {
	CheckReport,
	PracticeReport,
	Report,
	ReportedFinding,
	ReportStatus,
	SectionReport,
	Summary,
} from '../../source/core/report.ts';
import { finding, practice } from './fake-practices.ts';
import { filler, sections } from './fake-sections.ts';

const summaryOf = (practices: readonly PracticeReport[]): Summary => {
	const own = practices.filter(({ rollup }) => !rollup);
	const count = (status: ReportStatus) => own.filter(each => each.status === status).length;
	const [pass, warn, fail] = [count('pass'), count('warn'), count('fail')];
	const all = pass + warn + fail;
	return {
		score: all === 0 ? 100 : Math.round(((pass + warn / 2) / all) * 100),
		pass,
		warn,
		fail,
		manual: count('manual'),
		notApplicable: count('not-applicable'),
		waived: count('waived'),
		error: count('error'),
	};
};

/** Whether a fix for this check in this project is on the branch. */
export type IsMended = (check: CheckReport, finding: ReportedFinding) => boolean;

const mend = (original: PracticeReport, isMended: IsMended): PracticeReport => {
	if (original.rollup) return original;
	const checks = original.checks.map((each): CheckReport => {
		const findings = each.findings.filter(other => !isMended(each, other));
		return findings.length === each.findings.length || findings.length > 0
			? { ...each, findings }
			: {
					id: each.id,
					title: 'It is as it should be',
					status: 'pass',
					severity: each.severity,
					project: each.project,
					evidence: 'Nothing is left to find',
					findings,
				};
	});
	return practice(original.number, original.id, original.title, checks, original.seeAlso);
};

/** The report as it is with these fixes on the branch. `extra` adds places to 6.1, for long lists. */
export const fakeReport = (isMended: IsMended = () => false, extra = 0): Report => {
	const made = sections.map(([id, title, own]): SectionReport => {
		const practices = [...own, ...filler.filter(([section]) => section === id).map(([, each]) => each)]
			.map(each =>
				extra > 0 && each.number === '6.1'
					? {
							...each,
							checks: each.checks.map(other => ({
								...other,
								findings: Array.from({ length: extra }, (_, index) =>
									finding(other.id, index, {
										path: `src/module_${String(index)}.py`,
										line: index + 1,
										column: 9,
										endColumn: 21,
										message: '`requests.get` is called without `timeout`',
									}),
								),
							})),
						}
					: each,
			)
			.map(each => mend(each, isMended));
		return { id, title, summary: summaryOf(practices), practices };
	});
	return {
		schema: 1,
		tool: { name: 'bp-audit', version: '0.1.0' },
		repo: {
			commit: '3f9c2e1a5b0c4d6e8f00112233445566778899aa',
			dirty: true,
			projects: [{ path: '.', name: 'orders-service', kinds: ['lambda'] }],
		},
		summary: summaryOf(made.flatMap(({ practices }) => practices)),
		sections: made,
		skipped: [],
		timings: { totalMs: 900, files: 412, bytes: 1_200_000 },
	};
};

/** The report while an audit runs: only the first sections are judged. */
export const judgedUpTo = (report: Report, count: number): Report => ({
	...report,
	sections: report.sections.map((section, index) =>
		index < count
			? section
			: {
					...section,
					practices: section.practices.map(({ number, id, rollup, seeAlso }) => ({
						number,
						id,
						title: id,
						status: 'error',
						rollup,
						seeAlso,
						checks: [],
						pending: true,
					})),
				},
	),
});
