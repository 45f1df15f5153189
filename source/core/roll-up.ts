import type { Practice } from './practice.ts';
import type {
	CheckReport,
	LeafReport,
	PracticeReport,
	Report,
	ReportStatus,
	SectionReport,
} from './report.ts';
import { worstStatusOf } from './summary.ts';

/** What a roll-up needs to know of the program; sections in checklist order. */
export interface RollUpOptions {
	readonly sections: readonly { readonly id: string; readonly practices: readonly string[] }[];
	readonly practices: readonly Practice[];
	/** Whether a roll-up is wanted; it shows what it has, so that a selection of leaves alone does not bring it. */
	isWanted(section: string, practice: Practice): boolean;
}

interface Judged {
	readonly number: string;
	readonly practice: string;
	readonly check: CheckReport;
}

const isLeaf = (leaf: string, { number, practice, check }: Judged): boolean =>
	leaf === check.id || leaf === number || leaf === practice;

const reasonOf = (practice: Practice, awaits: readonly string[], applies: boolean): string | undefined => {
	if (!applies) return practice.appliesTo?.reason;
	return awaits.length > 0
		? `${awaits.join(' and ')} ${awaits.length === 1 ? 'is' : 'are'} not checked yet`
		: undefined;
};

/** The worst of what decides a roll-up. Leaves that are not checked yet can only make it worse: a pass would be made up. */
export const rolledStatus = (
	deciding: readonly { readonly status: ReportStatus }[],
	awaits: readonly string[],
): ReportStatus => {
	const worst = worstStatusOf(deciding.map(({ status }) => status));
	return worst === 'pass' && awaits.length > 0 ? 'not-applicable' : worst;
};

const reportOf = (
	practice: Practice,
	own: PracticeReport | undefined,
	judged: readonly Judged[],
	report: Report,
	known: (leaf: string) => boolean,
): PracticeReport => {
	const leafIds = practice.leaves ?? [];
	const kinds = practice.appliesTo?.kinds;
	const projects = report.repo.projects.filter(
		project => !kinds || project.kinds.some(kind => kinds.includes(kind)),
	);
	const applies = !kinds || projects.length > 0;
	const paths = new Set(projects.map(({ path }) => path));
	const leaves = judged
		.filter(each => leafIds.some(leaf => isLeaf(leaf, each)))
		.filter(({ check }) => applies && (!kinds || paths.has(check.project)))
		.map(({ number, check }): LeafReport => ({
			check: check.id,
			number,
			title: check.title,
			status: check.status,
			project: check.project,
		}));
	const awaits = leafIds.filter(leaf => !known(leaf));
	const checks = own?.checks ?? [];
	const status = rolledStatus([...checks, ...leaves], awaits);
	const bad = [...checks, ...leaves].some(each => each.status === 'fail' || each.status === 'warn');
	const reason = status === 'not-applicable' ? reasonOf(practice, awaits, applies) : undefined;
	return {
		number: practice.number,
		id: practice.id,
		title: bad ? practice.failTitle : practice.title,
		status,
		rollup: true,
		seeAlso: practice.seeAlso,
		checks,
		leaves,
		...(awaits.length === 0 ? {} : { awaits }),
		...(reason === undefined ? {} : { reason }),
	};
};

/**
 * Adds the practices that repeat others: each takes the worst status of its own checks and of the leaves it names,
 * and counts nothing of them again. Applied once more after anything changed a status. Pure.
 */
export const rollUp = (report: Report, options: RollUpOptions): Report => {
	const byNumber = new Map(options.practices.map(practice => [practice.number, practice]));
	const ids = new Set(
		options.practices.flatMap(({ number, id, checks }) => [
			number,
			id,
			...checks.map(check => `${id}/${check.id}`),
		]),
	);
	const judged = report.sections.flatMap(({ practices }) =>
		practices.flatMap(({ number, id, checks }) => checks.map(check => ({ number, practice: id, check }))),
	);
	const sections = report.sections.map((section): SectionReport => {
		const listed = options.sections.find(({ id }) => id === section.id);
		// What is no part of the checklist stays as it is.
		if (!listed) return section;
		const numbers = listed.practices;
		const practices = numbers.flatMap(number => {
			const practice = byNumber.get(number);
			const own = section.practices.find(each => each.number === number);
			if (!practice?.leaves) return own ?? [];
			if (!own && !options.isWanted(section.id, practice)) return [];
			return reportOf(practice, own, judged, report, leaf => ids.has(leaf));
		});
		return { ...section, practices };
	});
	return { ...report, sections };
};
