import { counted } from '../core/counted.ts';
import { decisionsPractice, decisionsSectionId } from '../core/decisions-practice.ts';
import type { Finding, Place } from '../core/finding.ts';
import type { CheckReport, SectionReport } from '../core/report.ts';
import { summaryOf, worstStatusOf } from '../core/summary.ts';
import { fingerprintsOf } from './fingerprint.ts';

/** What is to be said of one decision. */
export interface Flaw {
	readonly kind: 'invalid' | 'expired' | 'ending' | 'stale';
	/** Where the decision is written. */
	readonly at: Place;
	readonly message: string;
}

const expectedOf: Readonly<Record<Flaw['kind'], string>> = {
	invalid: 'an entry that is complete, or none',
	expired: 'a later `until`, or no entry',
	ending: 'a later `until`, or no entry by then',
	stale: 'no entry',
};

const places = ({ at: a }: Flaw, { at: b }: Flaw): number =>
	a.path === b.path ? (a.line ?? 0) - (b.line ?? 0) : a.path < b.path ? -1 : 1;

/** What is to be said of the decisions: a check for each way to be wrong. They weigh nothing in the score. */
export const decisionsSection = (
	flaws: readonly Flaw[],
	holding: { readonly waivers: number; readonly attestations: number },
): SectionReport => {
	const { id, number, title, failTitle, checks } = decisionsPractice;
	const evidence = [
		counted(holding.waivers, 'waiver'),
		`${counted(holding.attestations, 'attestation')} hold today`,
	].join(' and ');
	const told = checks.filter(({ kinds }) => kinds.some(kind => flaws.some(flaw => flaw.kind === kind)));
	const reports = told.map((check): CheckReport => {
		const name = `${id}/${check.id}`;
		const findings = flaws
			.filter(({ kind }) => check.kinds.some(each => each === kind))
			.toSorted(places)
			.map(({ kind, at, message }): Finding => ({
				level: kind === 'ending' ? 'info' : 'warn',
				message,
				confidence: 'certain',
				at,
				expected: expectedOf[kind],
			}));
		const fingerprints = fingerprintsOf(findings, { check: name, project: '.' });
		const isBad = findings.some(({ level }) => level === 'warn');
		return {
			id: name,
			title: isBad ? check.failTitle : check.title,
			status: isBad ? 'warn' : 'pass',
			severity: 'info',
			project: '.',
			...(isBad ? {} : { evidence }),
			findings: findings.map((finding, at) => ({
				...finding,
				fingerprint: fingerprints[at] ?? '',
				baselined: false,
			})),
		};
	});
	const status = worstStatusOf(reports.map(each => each.status));
	return {
		id: decisionsSectionId,
		title: 'Decisions',
		summary: summaryOf(reports),
		practices: [
			{
				number,
				id,
				title: status === 'warn' ? failTitle : title,
				status,
				rollup: false,
				seeAlso: [],
				checks: reports,
			},
		],
	};
};
