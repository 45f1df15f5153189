import type { CheckReport, ReportedFinding } from '../core/report.ts';

/** One check that came to the same end in one or more projects. Never empty. */
export interface CheckGroup {
	readonly first: CheckReport;
	readonly checks: readonly CheckReport[];
}

/** Joins what is the same check with the same status and title, in the order of first appearance. */
export const groupChecks = (checks: readonly CheckReport[]): readonly CheckGroup[] => {
	const groups = new Map<string, CheckReport[]>();
	for (const check of checks) {
		const key = [check.id, check.status, check.title].join('\n');
		const group = groups.get(key);
		if (group) group.push(check);
		else groups.set(key, [check]);
	}
	return [...groups.values()].flatMap(group => {
		const [first] = group;
		return first ? [{ first, checks: group }] : [];
	});
};

/**
 * Up to `limit` findings. Each project has its turn before any has a second one, so that a long list of one does not
 * hide the others; shown are they project by project.
 */
export const fairShare = (checks: readonly CheckReport[], limit: number): readonly ReportedFinding[] => {
	const longest = Math.max(0, ...checks.map(({ findings }) => findings.length));
	const chosen = new Set<ReportedFinding>();
	for (let turn = 0; turn < longest && chosen.size < limit; turn += 1) {
		for (const { findings } of checks) {
			const finding = findings[turn];
			if (finding && chosen.size < limit) chosen.add(finding);
		}
	}
	return checks.flatMap(({ findings }) => findings.filter(finding => chosen.has(finding)));
};
