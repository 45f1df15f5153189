import type { AttestationEntry, WaiverEntry } from '../config/decisions.ts';
import type { CheckReport, PracticeReport, Report } from '../core/report.ts';
import { summaryOf, worstStatusOf } from '../core/summary.ts';
import { attest } from './attestations.ts';
import { isAbout, scopeOf } from './decision-scope.ts';
import type { Known, Live } from './decision-scope.ts';
import { decisionsSection } from './decisions-section.ts';
import type { Flaw } from './decisions-section.ts';
import { waive } from './waivers.ts';

/** What is decided, and what is known of the program and of the day. */
export interface DecisionOptions {
	readonly waivers: readonly WaiverEntry[];
	readonly attestations: readonly AttestationEntry[];
	/** ISO date. */
	readonly today: string;
	/** All practices, whether or not the report has them. */
	readonly practices: readonly Known[];
	/** Whether the report leaves out projects, so that what matches nothing in it may match elsewhere. */
	readonly isPartial: boolean;
}

/** Days before its end on which a decision is said to end soon. */
const soon = 30;

const dayAfter = (day: string, days: number): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const nameOf = (kind: 'waiver' | 'attestation', entry: WaiverEntry | AttestationEntry): string => {
	const finding = 'finding' in entry ? entry.finding : undefined;
	const path = 'path' in entry ? entry.path : undefined;
	const what = entry.check ?? entry.practice;
	const parts = [
		what === undefined ? '' : ` of \`${what}\``,
		finding === undefined ? '' : `${what === undefined ? ' of' : ','} finding \`${finding}\``,
		path === undefined ? '' : ` for \`${path}\``,
	].join('');
	return `${kind === 'waiver' ? 'The waiver' : 'The attestation'}${parts === '' ? ' of nothing' : parts}`;
};

/** Those that hold today, and what is wrong with the others. */
const sorted = <E extends WaiverEntry | AttestationEntry>(
	kind: 'waiver' | 'attestation',
	entries: readonly E[],
	{ today, practices }: DecisionOptions,
): { readonly live: readonly Live<E>[]; readonly flaws: readonly Flaw[] } => {
	const live: Live<E>[] = [];
	const flaws: Flaw[] = [];
	const openAgain = kind === 'waiver' ? 'its findings count' : 'its question is open';
	for (const entry of entries) {
		const { at, until } = entry;
		const name = nameOf(kind, entry);
		const scope = scopeOf(entry, practices);
		const invalid = entry.invalid ?? ('flaw' in scope ? scope.flaw : undefined);
		if (invalid !== undefined || 'flaw' in scope) {
			flaws.push({ kind: 'invalid', at, message: `${name} is invalid: ${invalid ?? ''}; ${openAgain}` });
		} else if (until !== undefined && until < today) {
			flaws.push({ kind: 'expired', at, message: `${name} expired on ${until}; ${openAgain}` });
		} else {
			if (until !== undefined && until <= dayAfter(today, soon)) {
				flaws.push({ kind: 'ending', at, message: `${name} ends on ${until}` });
			}
			live.push({ entry, checks: scope.checks, used: false });
		}
	}
	return { live, flaws };
};

const checksOf = (report: Report): readonly CheckReport[] =>
	report.sections.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks));

/** Of those that matched nothing, the ones that could have: all that they name was judged. */
const staleAmong = (
	kind: 'waiver' | 'attestation',
	live: readonly Live<WaiverEntry | AttestationEntry>[],
	report: Report,
	{ practices, isPartial }: DecisionOptions,
): readonly Flaw[] => {
	if (isPartial) return [];
	const checks = checksOf(report);
	const judged = new Set(checks.map(({ id }) => id));
	const every = practices.flatMap(({ id, checks: own }) => own.map(check => `${id}/${check.id}`));
	return live.flatMap(decision => {
		if (decision.used) return [];
		if (![...(decision.checks ?? every)].every(id => judged.has(id))) return [];
		if (checks.some(check => check.status === 'error' && isAbout(decision, check))) return [];
		const nothing = kind === 'waiver' ? 'matches no finding' : 'answers no open question';
		return [
			{
				kind: 'stale' as const,
				at: decision.entry.at,
				message: `${nameOf(kind, decision.entry)} ${nothing}`,
			},
		];
	});
};

/**
 * Lays decisions over a report, before roll-ups: answers first, then what is accepted. What is expired or invalid
 * fails open. What is wrong with the decisions themselves is a section of its own, outside the score.
 */
export const applyDecisions = (report: Report, options: DecisionOptions): Report => {
	const { waivers, attestations, practices: known } = options;
	if (waivers.length + attestations.length === 0) return report;
	const waiving = sorted('waiver', waivers, options);
	const attesting = sorted('attestation', attestations, options);
	const decided = (practice: PracticeReport): PracticeReport => {
		if (practice.pending) return practice;
		const own = known.find(({ id }) => id === practice.id);
		const checks = practice.checks.map(check => {
			const failTitle = own?.checks.find(each => `${practice.id}/${each.id}` === check.id)?.failTitle;
			return waive(attest(check, attesting.live, failTitle ?? check.title), waiving.live);
		});
		const denied = checks.some(({ status, attestation }) => status === 'fail' && attestation);
		return {
			...practice,
			checks,
			title: denied && own ? own.failTitle : practice.title,
			status: practice.rollup ? practice.status : worstStatusOf(checks.map(({ status }) => status)),
		};
	};
	const sections = report.sections.map(section => {
		const practices = section.practices.map(decided);
		return {
			...section,
			practices,
			summary: summaryOf(practices.flatMap(({ checks }) => checks)),
		};
	});
	const flaws = [
		...waiving.flaws,
		...attesting.flaws,
		...staleAmong('waiver', waiving.live, report, options),
		...staleAmong('attestation', attesting.live, report, options),
	];
	const own = decisionsSection(flaws, {
		waivers: waiving.live.length,
		attestations: attesting.live.length,
	});
	const judged = flaws.length === 0 ? sections : [...sections, own];
	const all = judged.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks));
	// A check that passes is folded away; what ends soon is to be seen nevertheless.
	const ending = flaws.filter(({ kind }) => kind === 'ending').map(({ message }) => message);
	const notices = [...(report.notices ?? []), ...ending];
	return {
		...report,
		sections: judged,
		summary: summaryOf(all),
		...(notices.length === 0 ? {} : { notices }),
	};
};
