import type { Section } from '../checklist.ts';
import { messageOf } from '../core/errors.ts';
import type { FactName, Facts, Project } from '../core/facts.ts';
import type { Finding } from '../core/finding.ts';
import type { AnyFixer, FixerGround } from '../core/fixer.ts';
import type { AnyGatherer } from '../core/gather.ts';
import type { AnyCheck, Outcome, Practice } from '../core/practice.ts';
import type { CheckReport, PracticeReport, Report, ReportedFinding, SectionReport } from '../core/report.ts';
import { summaryOf, worstStatusOf } from '../core/summary.ts';
import type { BrokenFile } from './broken.ts';
import { brokenFilesIn } from './broken.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { projectsWithin } from './within.ts';

export interface AuditOptions {
	readonly checklist: readonly Section[];
	readonly practices: readonly Practice[];
	readonly fixers: readonly AnyFixer[];
	readonly gatherers: readonly AnyGatherer[];
	/** The folder that was named, relative to the root; empty for all. See `projectsWithin`. */
	readonly within: string;
	/** Whether a check is wanted, by section, number, practice and check id. */
	isWanted(section: string, practice: Practice, check: AnyCheck): boolean;
}

/** What keeps a formatted Python file formatted under any fixer's edits. */
export const formatFacts = ['ruffConfigs', 'paths', 'toolPins'] as const;

/** The facts that the wanted checks and their fixers rest on. */
export const factsNeeded = (options: AuditOptions): ReadonlySet<FactName> => {
	const needs = new Set<FactName>(['files', 'projects', ...formatFacts]);
	for (const { id, practices } of options.checklist) {
		for (const practice of options.practices) {
			if (!practices.includes(practice.number)) continue;
			for (const check of practice.checks) {
				if (!options.isWanted(id, practice, check)) continue;
				for (const need of check.needs) needs.add(need);
				for (const fixer of options.fixers) {
					if (!fixer.checks.includes(`${practice.id}/${check.id}`)) continue;
					for (const need of fixer.needs) needs.add(need);
				}
			}
		}
	}
	return needs;
};

const byPlace = (a: Finding, b: Finding): number => {
	if (a.at.path !== b.at.path) return a.at.path < b.at.path ? -1 : 1;
	const line = (a.at.line ?? 0) - (b.at.line ?? 0);
	if (line !== 0) return line;
	const column = (a.at.column ?? 0) - (b.at.column ?? 0);
	if (column !== 0) return column;
	return a.message < b.message ? -1 : a.message > b.message ? 1 : 0;
};

const brokenMessage = ([first, ...rest]: readonly [BrokenFile, ...BrokenFile[]]): string =>
	`\`${first.path}\`${first.line > 0 ? ` line ${first.line}` : ''}: ${first.message}` +
	(rest.length > 0 ? `; ${rest.length} more ${rest.length === 1 ? 'file' : 'files'} not checked` : '');

/** Runs one check; what it throws is its own error and nobody else's. */
const outcomeOf = (
	check: AnyCheck,
	facts: Facts,
	project: Project,
	brokenOf: ReturnType<typeof brokenFilesIn>,
): Outcome => {
	try {
		const verdict = check.check(facts, project);
		if (verdict.status !== 'pass' && verdict.status !== 'not-applicable') return verdict;
		// What was not read cannot be passed.
		const [first, ...rest] = brokenOf(check.needs, project, check.scope === 'repository');
		return first ? { status: 'error', message: brokenMessage([first, ...rest]), path: first.path } : verdict;
	} catch (thrown) {
		return { status: 'error', message: messageOf(thrown) };
	}
};

const findingsOf = (outcome: Outcome): readonly Finding[] => {
	switch (outcome.status) {
		case 'pass':
			return outcome.notes;
		case 'warn':
		case 'fail':
		case 'manual':
			return outcome.findings;
		case 'not-applicable':
		case 'error':
			return [];
	}
};

const reported = (
	id: string,
	on: FixerGround,
	outcome: Outcome,
	fixers: readonly AnyFixer[],
): readonly ReportedFinding[] => {
	const findings = findingsOf(outcome).toSorted(byPlace);
	const fingerprints = fingerprintsOf(findings, { check: id, project: on.project.path });
	return findings.map((finding, index) => {
		const fixer = fixers.find(
			one =>
				one.checks.includes(id) &&
				(finding.level !== 'info' || one.mendsNotes === true) &&
				(one.takes?.(finding) ?? true) &&
				(one.isReady?.(finding, on) ?? true),
		);
		return {
			...finding,
			fingerprint: fingerprints[index] ?? '',
			baselined: false,
			...(fixer ? { fix: { fixer: fixer.id, safety: fixer.safety } } : {}),
		};
	});
};

const reportOf = (
	practice: Practice,
	check: AnyCheck,
	on: FixerGround,
	outcome: Outcome,
	fixers: readonly AnyFixer[],
): CheckReport => {
	const { project } = on;
	const id = `${practice.id}/${check.id}`;
	const bad = outcome.status === 'fail' || outcome.status === 'warn';
	const own = bad ? outcome.severity : undefined;
	return {
		id,
		title: bad ? check.failTitle : check.title,
		status: outcome.status,
		severity: own ?? check.severity,
		project: project.path,
		...(outcome.status === 'pass' ? { evidence: outcome.evidence } : {}),
		...(outcome.status === 'not-applicable' ? { reason: outcome.reason } : {}),
		...(outcome.status === 'manual' ? { question: outcome.question } : {}),
		...(outcome.status === 'error' ? { message: outcome.message } : {}),
		findings: reported(id, on, outcome, fixers),
	};
};

const noProject: Project = { path: '.', name: '.', kinds: [], declared: false, manifests: [], lockRoot: '.' };

export interface Audited {
	readonly sections: readonly SectionReport[];
	readonly summary: Report['summary'];
	/** Checks, by {@link checkKey}, that would pass but for files that could not be read. */
	readonly unread: ReadonlySet<string>;
}

/** Names a check in a project. */
export const checkKey = (check: string, project: string): string => `${check}\0${project}`;

/** Judges the facts: every wanted check in every project, in checklist order. Pure. */
export const audit = (facts: Facts, options: AuditOptions): Audited => {
	const brokenOf = brokenFilesIn(facts, options.gatherers);
	const unread = new Set<string>();
	const byNumber = new Map(options.practices.map(practice => [practice.number, practice]));
	const judged = projectsWithin(facts.projects, options.within);
	const root = facts.projects.find(({ path }) => path === '.') ?? {
		...noProject,
		name: facts.repository.name,
	};
	const practiceReport = (section: string, practice: Practice): PracticeReport | null => {
		const checks = practice.checks
			.filter(check => options.isWanted(section, practice, check))
			.flatMap(check => {
				const projects = check.scope === 'repository' || judged.length === 0 ? [root] : judged;
				return projects.map(project => {
					const outcome = outcomeOf(check, facts, project, brokenOf);
					if (outcome.status === 'error' && outcome.path !== undefined) {
						unread.add(checkKey(`${practice.id}/${check.id}`, project.path));
					}
					return reportOf(practice, check, { facts, project }, outcome, options.fixers);
				});
			});
		if (checks.length === 0) return null;
		const status = worstStatusOf(checks.map(check => check.status));
		// Also where another check asks a question, which weighs more than a warning.
		const bad = checks.some(check => check.status === 'fail' || check.status === 'warn');
		return {
			number: practice.number,
			id: practice.id,
			title: bad ? practice.failTitle : practice.title,
			status,
			rollup: false,
			seeAlso: practice.seeAlso,
			checks,
		};
	};
	const sections = options.checklist.map(({ id, title, practices }) => {
		const reports = practices.flatMap(number => {
			const practice = byNumber.get(number);
			return practice ? (practiceReport(id, practice) ?? []) : [];
		});
		return { id, title, summary: summaryOf(reports.flatMap(({ checks }) => checks)), practices: reports };
	});
	const all = sections.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks));
	return { sections, summary: summaryOf(all), unread };
};
