import { UserError } from '../core/errors.ts';
import type { Safety } from '../core/fixer.ts';
import type { PlanStep } from '../core/plan-file.ts';
import type { Report } from '../core/report.ts';
import { answersTo } from './headless.ts';
import type { DeclinedFix, HeadlessResult, MadeCommit, Step } from './headless.ts';
import type { Workbench } from './ports.ts';

/** The part of the workbench that a plan needs. */
export type ReplayBench = Pick<
	Workbench,
	'audit' | 'questions' | 'propose' | 'commit' | 'undo' | 'record' | 'show'
>;

export interface ReplayOptions {
	readonly steps: readonly PlanStep[];
	/** Classes that may be committed. */
	readonly allowed: ReadonlySet<Safety>;
	/** Tries a commit: gives why it cannot stay, or null. */
	readonly verify?: (commit: string) => Promise<string | null>;
	/** Told of each step, as it happens. */
	readonly onStep: (step: Step) => void;
}

interface Done {
	readonly commit: MadeCommit;
	readonly report: Report;
}

const fixed = async (
	bench: ReplayBench,
	step: Extract<PlanStep, { kind: 'fix' }>,
	allowed: ReadonlySet<Safety>,
): Promise<Done | { readonly reason: string }> => {
	const { fixer, check, project, findings } = step;
	const target = { fixer, check, project, ...(findings === undefined ? {} : { fingerprints: findings }) };
	const questions = await bench.questions(target);
	const answers = answersTo(questions, fixer, new Map([[fixer, step.answers]]));
	const proposal = await bench.propose(target, answers);
	if (proposal.outcome === 'declined') return { reason: proposal.reason };
	if (!allowed.has(proposal.safety))
		return { reason: `it is \`${proposal.safety}\`, which needs your consent` };
	const { commit, report } = await bench.commit(proposal.id, step.subject ?? null);
	return { commit: { ...commit, diff: proposal.diff }, report };
};

const recorded = async (
	bench: ReplayBench,
	{ decision }: Extract<PlanStep, { kind: 'decision' }>,
): Promise<Done | { readonly reason: string }> => {
	try {
		const { commit, report } = await bench.record(decision);
		return { commit: { ...commit, diff: await bench.show(commit.commit) }, report };
	} catch (error) {
		if (error instanceof UserError) return { reason: error.message };
		throw error;
	}
};

const nameOf = (step: PlanStep): Pick<DeclinedFix, 'check' | 'path'> => {
	if (step.kind === 'fix') return { check: step.check, path: step.project };
	const { scope } = step.decision;
	return { check: scope.of === 'practice' ? scope.practice : scope.check, path: 'bp-audit.toml' };
};

/** Makes the choices of a plan in their order, one commit each; what cannot be made any more is told, and the rest goes on. */
export const replayPlan = async (bench: ReplayBench, options: ReplayOptions): Promise<HeadlessResult> => {
	const before = await bench.audit(() => {});
	const commits: MadeCommit[] = [];
	const declined: DeclinedFix[] = [];
	let after = before;
	const decline = (step: PlanStep, reason: string): void => {
		const one = { ...nameOf(step), reason };
		declined.push(one);
		options.onStep({ step: 'declined', declined: one });
	};
	for (const step of options.steps) {
		const done =
			step.kind === 'fix' ? await fixed(bench, step, options.allowed) : await recorded(bench, step);
		if ('reason' in done) {
			decline(step, done.reason);
			continue;
		}
		// A decision changes nothing that could run.
		const failure = step.kind === 'fix' ? ((await options.verify?.(done.commit.commit)) ?? null) : null;
		if (failure !== null) {
			after = (await bench.undo())?.report ?? after;
			decline(step, failure);
			continue;
		}
		commits.push(done.commit);
		after = done.report;
		options.onStep({ step: 'committed', commit: done.commit });
	}
	return { commits, declined, before, after };
};
