import { UserError } from '../core/errors.ts';
import type { FactName, Facts, Project } from '../core/facts.ts';
import type { AnyFixer, Planned } from '../core/fixer.ts';
import { declined } from '../core/fixer.ts';
import type { CheckReport, Report, ReportedFinding } from '../core/report.ts';
import { decode } from '../core/text.ts';
import type { Tree } from '../core/tree.ts';
import type { FixTarget } from '../session/ports.ts';
import { formatFacts } from './audit.ts';
import type { Pool } from './pool.ts';
import type { PlanInput, Reply } from './protocol.ts';

const checkIn = (report: Report, { check, project }: FixTarget): CheckReport | undefined =>
	report.sections
		.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks))
		.find(one => one.id === check && one.project === project);

/** The open findings that a target means: those that its fixer can mend, or the ones picked among them. */
export const findingsFor = (
	report: Report,
	target: FixTarget,
	fixer: AnyFixer,
): readonly ReportedFinding[] => {
	const picked = target.fingerprints === undefined ? null : new Set(target.fingerprints);
	const check = checkIn(report, target);
	if (!check || check.status === 'waived') return [];
	return check.findings.filter(
		finding =>
			(finding.level !== 'info' || fixer.mendsNotes === true) &&
			(picked === null || picked.has(finding.fingerprint)) &&
			(fixer.takes?.(finding) ?? true),
	);
};

/** The facts that a fixer needs, and those that tell how files are written. */
export const subsetOf = (facts: Facts, needs: readonly FactName[]): Facts => {
	const subset: Facts = Object.assign(
		Object.create(null),
		Object.fromEntries([...needs, ...formatFacts].map(name => [name, facts[name]])),
	);
	return subset;
};

/** The project of a path; one without a declaration is made up from the repository. */
export const projectOf = (facts: Facts, path: string): Project =>
	facts.projects.find(project => project.path === path) ?? {
		path,
		name: facts.repository.name,
		kinds: [],
		declared: false,
		manifests: [],
		lockRoot: path,
	};

/** Throws a `UserError` where the fixer does not serve the check. */
export const fixerFor = (fixers: readonly AnyFixer[], { fixer: id, check }: FixTarget): AnyFixer => {
	const fixer = fixers.find(one => one.id === id);
	if (!fixer?.checks.includes(check)) throw new UserError(`\`${id}\` is no fixer of \`${check}\``);
	return fixer;
};

/** Texts of some files of a tree; those that are not there, or are no texts, are left out. */
export const textsOf = async (tree: Tree, paths: readonly string[]): Promise<ReadonlyMap<string, string>> => {
	const texts = new Map<string, string>();
	for await (const read of tree.read([...new Set(paths)].filter(path => tree.files.has(path)))) {
		if ('reason' in read) continue;
		const decoded = decode(read.bytes, read.path);
		if (decoded.outcome === 'text') texts.set(read.path, decoded.text);
	}
	return texts;
};

/** Why a child gave no answer, as the user reads it. */
export const failureOf = (reply: Reply): string =>
	reply.kind === 'failed' ? `the fixer could not plan: ${reply.message}` : 'the fixer gave no plan';

/** Asks a fixer in its child; reads the texts it wants first. */
export const planWith = async (
	fixer: AnyFixer,
	input: Omit<PlanInput, 'texts'>,
	tree: Tree,
	pool: Pool,
): Promise<Planned> => {
	const reads = await pool.ask({ kind: 'reads', fixer: fixer.id, input: { ...input, texts: new Map() } });
	if (reads.kind !== 'reads') return declined(failureOf(reads));
	const texts = await textsOf(tree, reads.paths);
	const reply = await pool.ask({ kind: 'plan', fixer: fixer.id, input: { ...input, texts } });
	return reply.kind === 'planned' ? reply.planned : declined(failureOf(reply));
};
