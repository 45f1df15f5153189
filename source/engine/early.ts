import type { FactName, Facts } from '../core/facts.ts';
import type { Practice } from '../core/practice.ts';
import type { PracticeReport, SectionReport } from '../core/report.ts';
import { summaryOf } from '../core/summary.ts';
import type { AuditOptions, Audited } from './audit.ts';
import { audit } from './audit.ts';

/** What is whole among the facts, and where those are. */
export interface KnownFacts {
	factsWith(names: Iterable<FactName>): Facts;
	isWhole(name: FactName): boolean;
}

/** What can be said of an audit before all is read. */
export interface EarlyOptions extends AuditOptions {
	/** Whether a roll-up is wanted; it is never judged early. */
	isRollUpWanted(section: string, practice: Practice): boolean;
}

const pendingReport = ({ number, id, seeAlso, leaves }: Practice): PracticeReport => ({
	number,
	id,
	// Both titles may turn out to be untrue.
	title: id,
	status: 'error',
	rollup: leaves !== undefined,
	seeAlso,
	checks: [],
	pending: true,
});

const nothing: Audited = { sections: [], summary: summaryOf([]), unread: new Set() };

/**
 * Judges the practices all of whose checks rest on facts that are whole; the others are listed as pending. What it
 * says of a practice is what the whole audit will say, but for its fixes. Pure.
 */
export const auditEarly = (
	known: KnownFacts | null,
	options: EarlyOptions,
): Pick<Audited, 'sections' | 'summary'> => {
	const names = new Set<FactName>(['paths', 'repository', ...options.gatherers.map(({ fact }) => fact)]);
	// Asked for by every check; what a fact rests on is followed once.
	const whole = new Set([...names].filter(name => known?.isWhole(name) === true));
	const isJudged = (section: string, practice: Practice): boolean =>
		practice.leaves === undefined &&
		practice.checks.every(
			check => !options.isWanted(section, practice, check) || check.needs.every(name => whole.has(name)),
		);
	const judged: AuditOptions = {
		...options,
		// None can be made before the end, and whether one is ready may rest on facts still to come.
		fixers: [],
		isWanted: (section, practice, check) =>
			isJudged(section, practice) && options.isWanted(section, practice, check),
	};
	const { sections, summary } =
		known && whole.has('projects') ? audit(known.factsWith(whole), judged) : nothing;
	const byNumber = new Map(options.practices.map(practice => [practice.number, practice]));
	const isWanted = (section: string, practice: Practice): boolean =>
		(practice.leaves !== undefined && options.isRollUpWanted(section, practice)) ||
		practice.checks.some(check => options.isWanted(section, practice, check));
	return {
		summary,
		sections: options.checklist.map(({ id, title, practices }): SectionReport => {
			const own = sections.find(section => section.id === id);
			return {
				id,
				title,
				summary: own?.summary ?? nothing.summary,
				practices: practices.flatMap(number => {
					const practice = byNumber.get(number);
					if (!practice || !isWanted(id, practice)) return [];
					return [own?.practices.find(each => each.number === number) ?? pendingReport(practice)];
				}),
			};
		}),
	};
};
