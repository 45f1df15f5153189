import type { Answers, Question, Safety } from '../core/fixer.ts';
import { UserError } from '../core/errors.ts';
import type { CheckReport, Report } from '../core/report.ts';
import { lockCommitted, lockDebtsOf, lockFreshness } from '../core/lock.ts';
import { isSelected } from '../core/selection.ts';
import type { FixCommit, FixTarget, Proposal, Workbench } from './ports.ts';

/** The part of the workbench that fixing without a screen needs. */
export type Bench = Pick<Workbench, 'audit' | 'questions' | 'propose' | 'commit' | 'undo'>;

export interface HeadlessOptions {
	/** Classes that may be committed without looking. */
	readonly allowed: ReadonlySet<Safety>;
	/** Ids of sections, practices, checks or fixers; none means all. */
	readonly only: readonly string[];
	readonly skip: readonly string[];
	/** Answers by fixer id, and under the empty id those for every fixer; null where no file was given. */
	readonly answers: ReadonlyMap<string, Answers> | null;
	/** Fixer ids in the order in which they run. */
	readonly order: readonly string[];
	/** Tries a commit: gives why it cannot stay, or null. */
	readonly verify?: (commit: string) => Promise<string | null>;
	/** Told of each step, as it happens. */
	readonly onStep: (step: Step) => void;
}

/** A commit that was made; `diff` is in git format and not sanitised. */
export interface MadeCommit extends FixCommit {
	readonly diff: string;
}

export interface DeclinedFix {
	readonly check: string;
	readonly path: string;
	readonly reason: string;
}

export type Step =
	| { readonly step: 'committed'; readonly commit: MadeCommit }
	| { readonly step: 'declined'; readonly declined: DeclinedFix };

export interface HeadlessResult {
	readonly commits: readonly MadeCommit[];
	readonly declined: readonly DeclinedFix[];
	readonly before: Report;
	readonly after: Report;
}

interface Candidate {
	readonly target: FixTarget;
	readonly safety: Safety;
	readonly path: string;
	/** Changes when the findings do: the same work is never tried twice. */
	readonly key: string;
	/** An id other than a section's names it. */
	readonly named: boolean;
}

// A fixer that always leaves something to mend would never end.
const mostCommitsForOneTarget = 8;
// Each round but the first needs a commit in the one before, so this only bounds fixers that undo each other.
const mostRounds = 6;

const candidatesOf = (
	section: string,
	practice: { readonly number: string; readonly id: string },
	check: CheckReport,
	{ only, skip }: HeadlessOptions,
): readonly Candidate[] => {
	if (check.status === 'waived' || check.status === 'error') return [];
	const ids = { section, number: practice.number, practice: practice.id, check: check.id };
	if (isSelected(skip, ids)) return [];
	const open = check.findings.filter(({ baselined, fix }) => fix && !baselined);
	return [...new Set(open.flatMap(({ fix }) => (fix ? [fix.fixer] : [])))].flatMap(fixer => {
		const mine = open.filter(({ fix }) => fix?.fixer === fixer);
		const [first] = mine;
		if (!first?.fix) return [];
		const byFixer = only.includes(fixer);
		if (only.length > 0 && !byFixer && !isSelected(only, ids)) return [];
		const named = byFixer || only.some(id => id !== section && isSelected([id], ids));
		// What mends a note is a choice of style: nobody gets it without naming it.
		if (!named && mine.every(({ level }) => level === 'info')) return [];
		const fingerprints = mine.map(({ fingerprint }) => fingerprint).toSorted();
		return [
			{
				target: { fixer, check: check.id, project: check.project },
				safety: first.fix.safety,
				path: first.at.path,
				key: [fixer, check.id, check.project, ...fingerprints].join('\n'),
				named,
			},
		];
	});
};

const isAllowed = ({ safety, named }: Candidate, { allowed, answers }: HeadlessOptions): boolean =>
	allowed.has(safety) || (safety === 'guided' && (named || answers !== null));

const lockChecks: ReadonlySet<string> = new Set([lockFreshness, lockCommitted]);

/** Open work in fixer order; what no list names comes last, but for lockfiles. */
const queueOf = (report: Report, options: HeadlessOptions): readonly Candidate[] => {
	const rank = ({ target }: Candidate): number => {
		// One commit writes the lockfile, behind all that change the manifest.
		if (lockChecks.has(target.check)) return options.order.length + 1;
		const at = options.order.indexOf(target.fixer);
		return at === -1 ? options.order.length : at;
	};
	return report.sections
		.flatMap(({ id, practices }) =>
			practices.flatMap(practice =>
				practice.checks.flatMap(check => candidatesOf(id, practice, check, options)),
			),
		)
		.filter(candidate => isAllowed(candidate, options))
		.toSorted((a, b) => rank(a) - rank(b));
};

const assertFits = ({ id, kind }: Question, answer: string): void => {
	const fits = (): boolean => {
		switch (kind.type) {
			case 'choice':
				return kind.choices.some(({ value }) => value === answer);
			case 'number':
				return (
					/^-?\d+(\.\d+)?$/.test(answer) && Number(answer) >= kind.minimum && Number(answer) <= kind.maximum
				);
			case 'yes-no':
				return answer === 'yes' || answer === 'no';
			case 'text':
				return true;
		}
	};
	if (fits()) return;
	const expected = {
		choice: kind.type === 'choice' ? kind.choices.map(({ value }) => value).join(', ') : '',
		number: kind.type === 'number' ? `a number from ${kind.minimum} to ${kind.maximum}` : '',
		'yes-no': 'yes or no',
		text: '',
	}[kind.type];
	throw new UserError(`\`${answer}\` is no answer to \`${id}\``, { tryThis: `Known answers: ${expected}` });
};

/** Answers to a fixer's questions: its own, then those for every fixer, then the question's own fallback. */
export const answersTo = (
	questions: readonly Question[],
	fixer: string,
	answers: HeadlessOptions['answers'],
): Answers =>
	Object.fromEntries(
		questions.map(question => {
			const given = answers?.get(fixer)?.[question.id] ?? answers?.get('')?.[question.id];
			if (given !== undefined) assertFits(question, given);
			return [question.id, given ?? question.fallback];
		}),
	);

/** Questions that nobody answered, where that may be why there is no plan. */
const assumedIn = (
	questions: readonly Question[],
	{ fixer }: FixTarget,
	answers: HeadlessOptions['answers'],
): string => {
	const assumed = questions.filter(
		({ id, fallback }) =>
			fallback === 'no' && answers?.get(fixer)?.[id] === undefined && answers?.get('')?.[id] === undefined,
	);
	return assumed.length === 0
		? ''
		: ` (for want of \`--answers\`, no was taken for \`${assumed.map(({ id }) => id).join('`, `')}\`)`;
};

const refusalOf = (proposal: Proposal, candidate: Candidate, options: HeadlessOptions): string | null => {
	if (proposal.outcome === 'declined') return proposal.reason;
	if (isAllowed({ ...candidate, safety: proposal.safety }, options)) return null;
	return `This case is \`${proposal.safety}\`, graver than the fixer usually is; look at it in the session`;
};

/** What writes a lockfile that the commits left behind, named or not: it belongs to what they did. */
const lockWriterOf = (
	report: Report,
	commits: readonly FixCommit[],
	options: HeadlessOptions,
): Candidate | undefined => {
	const debts = new Set(lockDebtsOf(commits).map(({ path }) => path));
	if (debts.size === 0 || !options.allowed.has('exec')) return undefined;
	const homes = new Set(
		commits.flatMap(({ project, lock }) =>
			lock?.state === 'outdated' && debts.has(lock.path) ? [project, lock.directory] : [],
		),
	);
	return queueOf(report, { ...options, only: [] }).find(
		({ target, safety }) => safety === 'exec' && target.check === lockFreshness && homes.has(target.project),
	);
};

const nameOf = ({ fixer, check, project }: FixTarget): string => `${fixer}\n${check}\n${project}`;

/**
 * Mends what may be mended, one commit at a time, each planned on the tree that the last one left. What was declined
 * before a commit is planned once more behind it, because what stood in its way may be gone; so nothing is left that
 * a second run would do. No target is tried twice on the same tree.
 */
export const fixHeadless = async (bench: Bench, options: HeadlessOptions): Promise<HeadlessResult> => {
	const before = await bench.audit(() => {});
	/** How many commits there were when a key was tried. */
	const tried = new Map<string, number>();
	const made = new Map<string, number>();
	const commits: MadeCommit[] = [];
	const declined = new Map<string, DeclinedFix>();
	let after = before;
	let rounds = 1;
	for (;;) {
		const queue = queueOf(after, options).filter(
			({ target }) => (made.get(nameOf(target)) ?? 0) < mostCommitsForOneTarget,
		);
		const writer = lockWriterOf(after, commits, options);
		const candidate =
			queue.find(({ key }) => !tried.has(key)) ?? (writer && !tried.has(writer.key) ? writer : undefined);
		if (!candidate) {
			const stale = queue.filter(({ key }) => (tried.get(key) ?? 0) < commits.length);
			if (stale.length === 0 || rounds >= mostRounds) {
				const open = new Set(queueOf(after, options).map(({ target }) => nameOf(target)));
				const left = [...declined].flatMap(([name, one]) => (open.has(name) ? [one] : []));
				return { commits, declined: left, before, after };
			}
			for (const { key } of stale) tried.delete(key);
			rounds += 1;
			continue;
		}
		tried.set(candidate.key, commits.length);
		const { target } = candidate;
		const name = nameOf(target);
		// Each plan stands on the tree that the last commit left: the steps cannot overlap.
		const questions = await bench.questions(target);
		const answers = answersTo(questions, target.fixer, options.answers);
		const proposal = await bench.propose(target, answers);
		const refusal = refusalOf(proposal, candidate, options);
		if (refusal !== null || proposal.outcome === 'declined') {
			const reason = `${refusal ?? ''}${assumedIn(questions, target, options.answers)}`;
			const refused = { check: target.check, path: candidate.path, reason };
			const isKnown = declined.get(name)?.reason === refused.reason;
			declined.set(name, refused);
			if (!isKnown) options.onStep({ step: 'declined', declined: refused });
			continue;
		}
		const done = await bench.commit(proposal.id);
		const failure = (await options.verify?.(done.commit.commit)) ?? null;
		if (failure !== null) {
			after = (await bench.undo())?.report ?? after;
			made.set(name, (made.get(name) ?? 0) + 1);
			const dropped = { check: target.check, path: candidate.path, reason: failure };
			declined.set(name, dropped);
			options.onStep({ step: 'declined', declined: dropped });
			continue;
		}
		const commit = { ...done.commit, diff: proposal.diff };
		commits.push(commit);
		made.set(name, (made.get(name) ?? 0) + 1);
		declined.delete(name);
		after = done.report;
		options.onStep({ step: 'committed', commit });
	}
};
