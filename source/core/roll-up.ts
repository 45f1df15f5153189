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
	readonly check: CheckReport;
}

/** The checks that decide a roll-up, by id, and the leaves that nothing checks yet. */
export interface Leaves {
	readonly checks: readonly string[];
	/** As the specification numbers them: `4.1`. */
	readonly awaits: readonly string[];
}

const idsOf = ({ id, checks }: Practice): readonly string[] => checks.map(check => `${id}/${check.id}`);

/** Looks the leaves of a roll-up up: numbers, ids, and letters of the specification; other roll-ups are followed. */
export const leavesOf = (practice: Practice, practices: readonly Practice[], depth = 0): Leaves => {
	const checks = new Set<string>();
	const awaits = new Set<string>();
	for (const leaf of practice.leaves ?? []) {
		const whole = practices.find(({ number, id }) => number === leaf || id === leaf);
		if (whole) {
			for (const id of idsOf(whole)) checks.add(id);
			const inner = depth < 4 ? leavesOf(whole, practices, depth + 1) : { checks: [], awaits: [] };
			for (const id of inner.checks) checks.add(id);
			for (const number of inner.awaits) awaits.add(number);
			continue;
		}
		const found = practices.flatMap(({ id, checks: own }) =>
			own
				.filter(check => check.spec === leaf || `${id}/${check.id}` === leaf)
				.map(check => `${id}/${check.id}`),
		);
		for (const id of found) checks.add(id);
		if (found.length === 0) awaits.add(leaf.replace(/^(\d+\.\d+).*$/, '$1'));
	}
	return { checks: [...checks], awaits: [...awaits] };
};

const reasonOf = (practice: Practice, awaits: readonly string[], applies: boolean): string | undefined => {
	if (!applies) return practice.appliesTo?.reason;
	return awaits.length > 0
		? `${awaits.join(' and ')} ${awaits.length === 1 ? 'is' : 'are'} not checked yet`
		: 'none of the checks that decide it applies here';
};

/** The worst of what decides a roll-up. Leaves that are not checked yet can only make it worse: a pass would be made up. */
export const rolledStatus = (
	deciding: readonly { readonly status: ReportStatus }[],
	awaits: readonly string[],
): ReportStatus => {
	const worst = worstStatusOf(deciding.map(({ status }) => status));
	return worst === 'pass' && awaits.length > 0 ? 'not-applicable' : worst;
};

/**
 * The sentence above a verdict. A roll-up is about so much that its own sentence may say what is not so: where one check
 * alone decides, that check has the word.
 */
export const headlineOf = (
	practice: Pick<Practice, 'title' | 'failTitle' | 'leaves'>,
	deciding: readonly { readonly title: string; readonly status: ReportStatus }[],
): string => {
	const bad = deciding.filter(({ status }) => status === 'fail' || status === 'warn');
	const [only, ...others] = new Set(bad.map(({ title }) => title));
	if (only === undefined) return practice.title;
	return practice.leaves && others.length === 0 ? only : practice.failTitle;
};

/** A line of the checklist that says SHOULD never fails. */
const capped = (status: ReportStatus, practice: Practice): ReportStatus =>
	practice.isAdvice === true && status === 'fail' ? 'warn' : status;

/** The worst of those that a stage names; null where it names none that was judged. */
const stageOf = (
	names: readonly string[],
	deciding: readonly { readonly id: string; readonly status: ReportStatus }[],
	practice: Practice,
	practices: readonly Practice[],
): ReportStatus | null => {
	const ids = new Set(leavesOf({ ...practice, leaves: names }, practices).checks);
	const mine = deciding.filter(({ id }) => ids.has(id));
	return mine.length === 0 ? null : worstStatusOf(mine.map(({ status }) => status));
};

const reportOf = (
	practice: Practice,
	own: PracticeReport | undefined,
	judged: readonly Judged[],
	report: Report,
	practices: readonly Practice[],
): PracticeReport => {
	const { checks: ids, awaits } = leavesOf(practice, practices);
	const decides = new Set(ids);
	const kinds = practice.appliesTo?.kinds;
	const projects = report.repo.projects.filter(
		project => !kinds || project.kinds.some(kind => kinds.includes(kind)),
	);
	const applies = !kinds || projects.length > 0;
	const paths = new Set(projects.map(({ path }) => path));
	const leaves = judged
		.filter(({ check }) => decides.has(check.id))
		.filter(({ check }) => applies && (!kinds || paths.has(check.project)))
		.map(({ number, check }): LeafReport => ({
			check: check.id,
			number,
			title: check.title,
			status: check.status,
			project: check.project,
		}));
	const checks = own?.checks ?? [];
	const status = capped(rolledStatus([...checks, ...leaves], awaits), practice);
	const reason = status === 'not-applicable' ? reasonOf(practice, awaits, applies) : undefined;
	const deciding = [...checks, ...leaves.map(leaf => ({ id: leaf.check, status: leaf.status }))];
	const stage = (names: readonly string[]): ReportStatus | null =>
		stageOf(names, deciding, practice, practices);
	return {
		number: practice.number,
		id: practice.id,
		title: headlineOf(practice, [...checks, ...leaves]),
		status,
		rollup: true,
		seeAlso: practice.seeAlso,
		checks,
		leaves,
		...(awaits.length === 0 ? {} : { awaits }),
		...(practice.stages
			? {
					stages: {
						configured: stage(practice.stages.configured),
						enforced: stage(practice.stages.enforced),
					},
				}
			: {}),
		...(reason === undefined ? {} : { reason }),
	};
};

/**
 * Adds the practices that repeat others: each takes the worst status of its own checks and of the leaves it names,
 * and counts nothing of them again. Applied once more after anything changed a status. Pure.
 */
export const rollUp = (report: Report, options: RollUpOptions): Report => {
	const byNumber = new Map(options.practices.map(practice => [practice.number, practice]));
	const judged = report.sections.flatMap(({ practices }) =>
		practices.flatMap(({ number, checks }) => checks.map(check => ({ number, check }))),
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
			return reportOf(practice, own, judged, report, options.practices);
		});
		return { ...section, practices };
	});
	return { ...report, sections };
};
