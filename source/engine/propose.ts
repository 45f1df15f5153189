import type { Answers, Declined, Execution, Plan, Question } from '../core/fixer.ts';
import { declined } from '../core/fixer.ts';
import type { ReportedFinding } from '../core/report.ts';
import type { FixTarget } from '../session/ports.ts';
import type { Analysis } from './analyst.ts';
import { findingsFor, fixerFor, planWith, projectOf, subsetOf } from './ask-fixer.ts';
import { judge, pathsOf, without } from './judge.ts';
import type { Judged, ProposeOptions } from './judge.ts';
import type { PlanInput } from './protocol.ts';

/** The questions that a fixer asks about a target, with their fallbacks. */
export const questionsFor = async (
	analysis: Analysis,
	target: FixTarget,
	{ pool, fixers }: ProposeOptions,
): Promise<readonly Question[]> => {
	const fixer = fixerFor(fixers, target);
	const reply = await pool.ask({
		kind: 'questions',
		fixer: fixer.id,
		input: {
			facts: subsetOf(analysis.facts, fixer.needs),
			project: projectOf(analysis.facts, target.project),
			findings: findingsFor(analysis.report, target, fixer),
			texts: new Map(),
			answers: {},
		},
	});
	return reply.kind === 'questions' ? reply.questions : [];
};

const mostRounds = 6;

/** What was left out, a sentence for each reason. */
const remarksOn = (left: ReadonlyMap<string, string>): readonly string[] =>
	[...new Set(left.values())].map(reason => {
		const paths = [...left].flatMap(([path, own]) => (own === reason ? [`\`${path}\``] : []));
		const [first = '', ...rest] = paths;
		const named = rest.length > 3 ? `${first} and ${rest.length} more` : paths.join(', ');
		return `Left as ${paths.length === 1 ? 'it is' : 'they are'}: ${named}; ${reason}.`;
	});

/**
 * The gate: plans on the tree as it is, lays the plan over it, and judges the result. What comes back has improved
 * its check, made nothing worse, parses, keeps every comment, and would plan nothing a second time. Files that speak
 * against a plan whose files stand alone are left out of it, and the plan says so.
 */
export const propose = async (
	analysis: Analysis,
	target: FixTarget,
	answers: Answers,
	options: ProposeOptions,
): Promise<Judged | Declined> => {
	const fixer = fixerFor(options.fixers, target);
	const findings = findingsFor(analysis.report, target, fixer);
	if (findings.length === 0) return declined('there is nothing left for it to mend');
	const inputOn = (on: Analysis, mend: readonly ReportedFinding[]): Omit<PlanInput, 'texts'> => ({
		facts: subsetOf(on.facts, fixer.needs),
		project: projectOf(on.facts, target.project),
		findings: mend,
		answers,
	});
	const planned = await planWith(fixer, inputOn(analysis, findings), analysis.tree, options.pool);
	if (planned.outcome === 'declined') return planned;
	/** By path, what spoke against it. */
	const left = new Map<string, string>();
	let plan: Plan | Execution = planned;
	let reason = '';
	for (let round = 0; round < mostRounds; round++) {
		const verdict = await judge(
			plan,
			{ analysis, target, fixer, findings, options, inputOn },
			new Set(left.keys()),
		);
		if (verdict.outcome === 'judged') {
			if (left.size === 0 || verdict.plan.outcome !== 'plan') return verdict;
			const changed = [...verdict.plan.changed, ...remarksOn(left)];
			return { ...verdict, plan: { ...verdict.plan, changed } };
		}
		reason ||= verdict.reason;
		const touched = new Set(plan.edits.flatMap(pathsOf));
		const culprits = verdict.paths.filter(path => touched.has(path));
		if (fixer.perFile !== true || plan.outcome !== 'plan' || culprits.length === 0)
			return declined(verdict.reason);
		for (const path of culprits) left.set(path, verdict.reason);
		const smaller: Plan | null = without(plan, new Set(left.keys()));
		if (!smaller) return declined(reason);
		plan = smaller;
	}
	return declined(reason);
};
