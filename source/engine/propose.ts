import { messageOf, UserError } from '../core/errors.ts';
import type { FactName, Facts, Project } from '../core/facts.ts';
import type { AnyFixer, Answers, Execution, Plan, Planned, Question } from '../core/fixer.ts';
import type { CheckReport, Report, ReportedFinding } from '../core/report.ts';
import { decode } from '../core/text.ts';
import type { Edit, FileChange, Tree } from '../core/tree.ts';
import { movesOf, overlay } from '../core/tree.ts';
import type { FixTarget } from '../session/ports.ts';
import type { Analyse, Analysis } from './analyst.ts';
import { formatFacts } from './audit.ts';
import { newlyBroken } from './broken.ts';
import { regressionOf } from './gate.ts';
import { generatedAmong } from './generated.ts';
import type { Pool } from './pool.ts';
import type { Execute } from './ports.ts';
import type { PlanInput, Reply } from './protocol.ts';
import type { RealisedChange } from './realise.ts';
import { realise } from './realise.ts';

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

export interface Refused {
	readonly outcome: 'declined';
	readonly reason: string;
}

const refuse = (reason: string): Refused => ({ outcome: 'declined', reason });

const checkIn = (report: Report, { check, project }: FixTarget): CheckReport | undefined =>
	report.sections
		.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks))
		.find(one => one.id === check && one.project === project);

/** The open findings that a target means: those that its fixer can mend, or the ones picked among them. */
const findingsFor = (report: Report, target: FixTarget, fixer: AnyFixer): readonly ReportedFinding[] => {
	const picked = target.fingerprints === undefined ? null : new Set(target.fingerprints);
	const check = checkIn(report, target);
	if (!check || check.status === 'waived') return [];
	return check.findings.filter(
		finding =>
			finding.level !== 'info' &&
			(picked === null || picked.has(finding.fingerprint)) &&
			(fixer.takes?.(finding) ?? true),
	);
};

const subsetOf = (facts: Facts, needs: readonly FactName[]): Facts => {
	const subset: Facts = Object.assign(
		Object.create(null),
		Object.fromEntries([...needs, ...formatFacts].map(name => [name, facts[name]])),
	);
	return subset;
};

const textsOf = async (tree: Tree, paths: readonly string[]): Promise<ReadonlyMap<string, string>> => {
	const texts = new Map<string, string>();
	for await (const read of tree.read([...new Set(paths)].filter(path => tree.files.has(path)))) {
		if ('reason' in read) continue;
		const decoded = decode(read.bytes, read.path);
		if (decoded.outcome === 'text') texts.set(read.path, decoded.text);
	}
	return texts;
};

const failureOf = (reply: Reply): string =>
	reply.kind === 'failed' ? `the fixer could not plan: ${reply.message}` : 'the fixer gave no plan';

/** Asks a fixer in its child; reads the texts it wants first. */
const planWith = async (
	fixer: AnyFixer,
	input: Omit<PlanInput, 'texts'>,
	tree: Tree,
	pool: Pool,
): Promise<Planned> => {
	const reads = await pool.ask({ kind: 'reads', fixer: fixer.id, input: { ...input, texts: new Map() } });
	if (reads.kind !== 'reads') return refuse(failureOf(reads));
	const texts = await textsOf(tree, reads.paths);
	const reply = await pool.ask({ kind: 'plan', fixer: fixer.id, input: { ...input, texts } });
	return reply.kind === 'planned' ? reply.planned : refuse(failureOf(reply));
};

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
): Promise<Realised | Refused> => {
	const [command] = plan.commands;
	if (!execute)
		return refuse(`it runs \`${command?.join(' ') ?? ''}\`, which needs your consent (\`--allow-exec\`)`);
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
	if (run.outcome === 'failed') return refuse(run.reason);
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

const projectOf = (facts: Facts, path: string): Project =>
	facts.projects.find(project => project.path === path) ?? {
		path,
		name: facts.repository.name,
		kinds: [],
		declared: false,
		manifests: [],
		lockRoot: path,
	};

const fixerFor = (fixers: readonly AnyFixer[], { fixer: id, check }: FixTarget): AnyFixer => {
	const fixer = fixers.find(one => one.id === id);
	if (!fixer?.checks.includes(check)) throw new UserError(`\`${id}\` is no fixer of \`${check}\``);
	return fixer;
};

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

interface Case {
	readonly analysis: Analysis;
	readonly target: FixTarget;
	readonly fixer: AnyFixer;
	readonly findings: readonly ReportedFinding[];
	readonly options: ProposeOptions;
	readonly inputOn: (on: Analysis, mend: readonly ReportedFinding[]) => Omit<PlanInput, 'texts'>;
}

const pathsOf = (edit: Edit): readonly string[] =>
	edit.kind === 'move' ? [edit.from, edit.to] : [edit.path];

/** The plan without its edits of some files; null where nothing would be left. */
const without = (plan: Plan, left: ReadonlySet<string>): Plan | null => {
	const [first, ...rest] = plan.edits.filter(edit => !pathsOf(edit).some(path => left.has(path)));
	return first ? { ...plan, edits: [first, ...rest] } : null;
};

/** Lays a plan over the tree and judges the result; `left` are files that it was told to leave out. */
const judge = async (
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
		{ commit: null, dirty: false },
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

const mostRounds = 6;

const named = (paths: ReadonlySet<string>): string => {
	const [first = '', ...rest] = [...paths].map(path => `\`${path}\``);
	return rest.length > 3 ? `${first} and ${rest.length} more` : [first, ...rest].join(', ');
};

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
): Promise<Judged | Refused> => {
	const fixer = fixerFor(options.fixers, target);
	const findings = findingsFor(analysis.report, target, fixer);
	if (findings.length === 0) return refuse('there is nothing left for it to mend');
	const inputOn = (on: Analysis, mend: readonly ReportedFinding[]): Omit<PlanInput, 'texts'> => ({
		facts: subsetOf(on.facts, fixer.needs),
		project: projectOf(on.facts, target.project),
		findings: mend,
		answers,
	});
	const planned = await planWith(fixer, inputOn(analysis, findings), analysis.tree, options.pool);
	if (planned.outcome === 'declined') return planned;
	const left = new Set<string>();
	let plan: Plan | Execution = planned;
	let reason = '';
	for (let round = 0; round < mostRounds; round++) {
		const verdict = await judge(plan, { analysis, target, fixer, findings, options, inputOn }, left);
		if (verdict.outcome === 'judged') {
			if (left.size === 0 || verdict.plan.outcome !== 'plan') return verdict;
			const remark = `Left as ${left.size === 1 ? 'it is' : 'they are'}: ${named(left)}; ${reason}.`;
			return { ...verdict, plan: { ...verdict.plan, changed: [...verdict.plan.changed, remark] } };
		}
		reason ||= verdict.reason;
		const touched = new Set(plan.edits.flatMap(pathsOf));
		const culprits = verdict.paths.filter(path => touched.has(path));
		if (fixer.perFile !== true || plan.outcome !== 'plan' || culprits.length === 0)
			return refuse(verdict.reason);
		for (const path of culprits) left.add(path);
		const smaller: Plan | null = without(plan, left);
		if (!smaller) return refuse(reason);
		plan = smaller;
	}
	return refuse(reason);
};
