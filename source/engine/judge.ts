import { messageOf, UserError } from '../core/errors.ts';
import type { AnyFixer, Declined, Execution, Plan } from '../core/fixer.ts';
import { declined } from '../core/fixer.ts';
import type { ReportedFinding } from '../core/report.ts';
import type { Edit, FileChange, Tree } from '../core/tree.ts';
import { movesOf, overlay } from '../core/tree.ts';
import type { FixTarget } from '../session/ports.ts';
import type { Analyse, Analysis } from './analyst.ts';
import { failureOf, findingsFor, planWith } from './ask-fixer.ts';
import { newlyBroken } from './broken.ts';
import { regressionOf } from './gate.ts';
import { generatedAmong } from './generated.ts';
import { strayOf } from './stray.ts';
import type { Pool } from './pool.ts';
import type { Execute } from './ports.ts';
import type { PlanInput } from './protocol.ts';
import type { RealisedChange } from './realise.ts';
import { realise } from './realise.ts';

/** What planning and judging need of the outside. */
export interface ProposeOptions {
	readonly pool: Pool;
	readonly analyse: Analyse;
	readonly fixers: readonly AnyFixer[];
	/** Null without consent. */
	readonly execute: Execute | null;
}

/** What passed the gate, ready to be committed. */
export interface Judged {
	readonly outcome: 'judged';
	readonly fixer: AnyFixer;
	readonly plan: Plan | Execution;
	readonly changes: readonly FileChange[];
	/** Those that the changes mend. */
	readonly findings: readonly ReportedFinding[];
	/** Of the tree with the changes laid over it. */
	readonly analysis: Analysis;
}

type Realised = readonly RealisedChange[];

/** Files that are another text afterwards: not those that only move, nor the places they leave. */
const rewrittenIn = (changes: Realised): Realised => {
	const left = new Set(movesOf(changes).values());
	return changes.filter(
		({ path, from, before, bytes }) =>
			!(bytes === null && left.has(path)) &&
			!(from !== undefined && before && bytes && Buffer.compare(before, bytes) === 0),
	);
};

const executed = async (
	plan: Execution,
	tree: Tree,
	execute: Execute | null,
): Promise<Realised | Declined> => {
	const [command] = plan.commands;
	if (!execute)
		return declined(
			`it runs \`${command?.join(' ') ?? ''}\`, which needs your consent: \`bp-audit fix --allow-exec\``,
		);
	const edits = await realise(tree, plan.edits);
	const edited = overlay(tree, edits);
	const files: FileChange[] = [];
	for await (const read of edited.read(plan.inputs.filter(path => edited.files.has(path)))) {
		if ('reason' in read) continue;
		files.push({ path: read.path, mode: edited.files.get(read.path)?.mode ?? '100644', bytes: read.bytes });
	}
	const run = await execute({
		commands: plan.commands,
		files,
		directory: plan.directory,
		outputs: plan.outputs,
	});
	if (run.outcome === 'failed') return declined(run.reason);
	const made: { path: string; mode: FileChange['mode']; bytes: Uint8Array; before: Uint8Array | null }[] = [];
	for (const [path, bytes] of run.files) {
		const known = edited.files.get(path);
		let before: Uint8Array | null = null;
		if (known) for await (const read of edited.read([path])) before = 'bytes' in read ? read.bytes : null;
		if (before === null || Buffer.compare(before, bytes) !== 0) {
			made.push({ path, mode: known?.mode ?? '100644', bytes, before });
		}
	}
	return [...edits, ...made];
};

/** Whether a plan does anything to a tree; one that the tree does not allow, such as a second new file, would. */
const wouldChange = async (tree: Tree, { edits }: Plan): Promise<boolean> => {
	try {
		return (await realise(tree, edits)).length > 0;
	} catch (thrown) {
		if (thrown instanceof UserError) return true;
		throw thrown;
	}
};

/** What spoke against a plan, and the files it is about; without such files the plan as a whole. */
interface Objection {
	readonly outcome: 'objection';
	readonly reason: string;
	readonly paths: readonly string[];
}

const object = (reason: string, paths: readonly string[] = []): Objection => ({
	outcome: 'objection',
	reason,
	paths,
});
const refusedBy = (message: string, paths: readonly string[]): Objection =>
	object(`the result did not pass the gate: ${message}`, paths);

/** What a plan is judged against: the target, the tree before it, and the fixer that is asked again. */
interface Case {
	readonly analysis: Analysis;
	readonly target: FixTarget;
	readonly fixer: AnyFixer;
	readonly findings: readonly ReportedFinding[];
	readonly options: ProposeOptions;
	readonly inputOn: (on: Analysis, mend: readonly ReportedFinding[]) => Omit<PlanInput, 'texts'>;
}

/** Every path that an edit touches. */
export const pathsOf = (edit: Edit): readonly string[] =>
	edit.kind === 'move' ? [edit.from, edit.to] : [edit.path];

/** The plan without its edits of some files; null where nothing would be left. */
export const without = (plan: Plan, left: ReadonlySet<string>): Plan | null => {
	const [first, ...rest] = plan.edits.filter(edit => !pathsOf(edit).some(path => left.has(path)));
	return first ? { ...plan, edits: [first, ...rest] } : null;
};

/** Lays a plan over the tree and judges the result; `left` are files that it was told to leave out. */
export const judge = async (
	plan: Plan | Execution,
	{ analysis, target, fixer, findings, options, inputOn }: Case,
	left: ReadonlySet<string>,
): Promise<Judged | Objection> => {
	const { pool, analyse } = options;
	let changes: Realised;
	try {
		const realised =
			plan.outcome === 'execution'
				? await executed(plan, analysis.tree, options.execute)
				: await realise(analysis.tree, plan.edits);
		if ('outcome' in realised) return object(realised.reason);
		changes = realised;
	} catch (thrown) {
		if (thrown instanceof UserError) return object(messageOf(thrown));
		throw thrown;
	}
	if (changes.length === 0) return object('the plan changes nothing');
	const beyond = strayOf(fixer, changes);
	if (beyond !== null)
		return refusedBy(`\`${beyond}\` is not among the files that this fix may change`, [beyond]);
	const rewritten = rewrittenIn(changes);
	// Lockfiles are generated too, and written by their tools.
	const generated = plan.outcome === 'plan' ? generatedAmong(rewritten) : null;
	if (generated !== null)
		return object(`\`${generated}\` says that it is generated: change what it is generated from`, [
			generated,
		]);
	const verified = await pool.ask({
		kind: 'verify',
		files: rewritten.map(({ path, before, bytes }) => ({ path, before, after: bytes })),
		dropsComments: plan.outcome === 'plan' ? (plan.dropsComments ?? []) : [],
		endsFiles: plan.outcome === 'plan' && plan.isFormatted === true,
	});
	if (verified.kind !== 'verified') return object(`the result could not be checked: ${failureOf(verified)}`);
	const { problem } = verified;
	if (problem !== null) return refusedBy(problem.message, problem.path === null ? [] : [problem.path]);
	const after = await analyse(
		overlay(analysis.tree, changes),
		{ commit: null, dirty: false, history: analysis.facts.history ?? null },
		analysis.cache,
		() => {},
	);
	const broken = newlyBroken(
		analysis.facts,
		after.facts,
		changes.map(({ path }) => path),
		movesOf(changes),
	);
	if (broken !== null)
		return refusedBy(`\`${broken.path}\` could no longer be read: ${broken.message}`, [broken.path]);
	const regression = regressionOf(analysis.bare, after.bare, {
		check: target.check,
		project: target.project,
		fingerprints: new Set(findings.map(({ fingerprint }) => fingerprint)),
		lockDirty: plan.outcome === 'plan' && plan.lockDirty === true,
		reveals: plan.reveals === true,
		unread: after.unread,
		kin: new Set(fixer.checks),
		continuedBy: new Set(fixer.continuedBy),
	});
	if (regression !== null) return refusedBy(regression.message, regression.paths);
	const unmended = findingsFor(
		after.report,
		{ ...target, fingerprints: findings.map(({ fingerprint }) => fingerprint) },
		fixer,
	);
	const whole = target.fingerprints === undefined ? findingsFor(after.report, target, fixer) : unmended;
	if (whole.length > 0) {
		const again = await planWith(fixer, inputOn(after, whole), after.tree, pool);
		const more = again.outcome === 'plan' ? without(again, left) : null;
		if (more && (await wouldChange(after.tree, more)))
			return refusedBy('the fixer would change it again', []);
	}
	const open = new Set(unmended.map(({ fingerprint }) => fingerprint));
	const mended = findings.filter(({ fingerprint }) => !open.has(fingerprint));
	return { outcome: 'judged', fixer, plan, changes, findings: mended, analysis: after };
};
