import type { Decision } from '../core/decision.ts';
import { decisionsPractice } from '../core/decisions-practice.ts';
import { Bug, messageOf, UserError } from '../core/errors.ts';
import type { Answers } from '../core/fixer.ts';
import type { Facts } from '../core/facts.ts';
import { measuresOf, shownCommand } from '../core/measure.ts';
import type { RanMeasure } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import { maskedForPeople } from '../core/secrets/mask.ts';
import { decode } from '../core/text.ts';
import { fixers } from '../../fixers/index.ts';
import { practices } from '../practices/index.ts';
import type {
	Draft,
	FixCommit,
	FixTarget,
	Guides,
	PracticeGuide,
	Proposal,
	Target,
	Workbench,
} from '../session/ports.ts';
import { textsOf } from './ask-fixer.ts';
import type { Analyse, Analysis } from './analyst.ts';
import type { FileCache } from './file-cache.ts';
import { lockStepOf } from './lock-step.ts';
import { maskedPatch } from './masked-plan.ts';
import { messageOfCommit, messageOfDecision, oneLine, subjectOf, subjectOfDecision } from './message.ts';
import { decide } from './decide.ts';
import type { FixBranch } from './ports.ts';
import type { Judged, ProposeOptions } from './judge.ts';
import { propose, questionsFor } from './propose.ts';
import type { FixRecord } from './records.ts';
import { recordOf } from './records.ts';
import type { SecretHistory } from '../core/facts/history.ts';
import type { Tree } from '../core/tree.ts';

export interface WorkbenchOptions extends ProposeOptions {
	readonly target: Target;
	readonly analyse: Analyse;
	/** Null where nothing can be written; {@link Target.fixes} says why. */
	readonly branch: FixBranch | null;
	/** The tree to audit while there is no branch. */
	readonly base: Tree;
	readonly cache: FileCache;
	/** ISO date, for decisions. */
	readonly today: string;
	/** Git's user name, for attestations; null where there is none. */
	readonly user: string | null;
	/** Called with the cache of each audit, to be kept for the next run. */
	keep(cache: FileCache): Promise<void>;
	/** Runs tools on a commit, compared with another one where that is named; see {@link Workbench.tryOut}. */
	tryOut(
		commit: string | null,
		facts: Facts,
		run: {
			readonly against: string | null;
			readonly onStart: (command: string, project: string) => void;
			readonly signal: AbortSignal;
		},
	): Promise<readonly RanMeasure[]>;
	/** Looks for secrets in the history behind a tree; left out where nobody can ask for it. */
	history?(
		tree: Tree,
		onProgress: (done: number, of: number, path: string) => void,
		signal: AbortSignal | undefined,
	): Promise<SecretHistory | null>;
	/** What else ends with the workbench. */
	dispose(): Promise<void>;
}

const guides: Guides = {
	practices: new Map<string, PracticeGuide>([
		...practices.map(practice => [practice.id, practice] as const),
		[decisionsPractice.id, decisionsPractice],
	]),
	fixers: new Map(fixers.map(fixer => [fixer.id, fixer])),
};

const withCommit = (report: Report, commit: string | null, dirty: boolean): Report => ({
	...report,
	repo: { ...report.repo, commit, dirty },
});

/** The session's and headless `fix`'s way to the engine and to git. */
export const createWorkbench = (options: WorkbenchOptions): Workbench => {
	const { target, branch, analyse } = options;
	const dirty = target.dirty.length > 0;
	const userChanged = new Set(target.dirty);
	let current: Analysis | null = null;
	let cache = options.cache;
	let history: SecretHistory | null = null;
	let proposals = 0;
	let running: AbortController | null = null;
	let pending: {
		readonly id: string;
		readonly judged: Judged;
		readonly target: FixTarget;
		readonly answers: Answers;
		/** The commit that it was planned on. */
		readonly tip: string;
	} | null = null;

	const identity = () => ({ commit: branch?.tip() ?? target.commit, dirty, history });
	const treeNow = async (): Promise<Tree> => (branch ? branch.tree() : options.base);
	const look = async (
		onProgress: (done: number, of: number, path: string) => void,
		signal?: AbortSignal,
		onPart?: (part: Report) => void,
	): Promise<Analysis> => {
		current = await analyse(await treeNow(), identity(), cache, onProgress, signal, onPart);
		cache = current.cache;
		pending = null;
		return current;
	};
	const analysed = async (): Promise<Analysis> => current ?? look(() => {});

	const fixCommitOf = (commit: string, record: FixRecord, paths: readonly string[]): FixCommit => ({
		...record,
		commit,
		conflicts: paths.filter(path => userChanged.has(path)),
	});

	/** Audits the branch after a step that cannot be taken back by failing. */
	const auditMoved = async (): Promise<Report> => {
		current = null;
		pending = null;
		try {
			return (await look(() => {})).report;
		} catch (thrown) {
			throw new UserError(
				`The branch was changed as asked, but the audit that followed failed: ${messageOf(thrown)}`,
				{ tryThis: 'What is listed is from before; audit again with r.', cause: thrown },
			);
		}
	};

	const moved = async (
		step: { readonly commit: string; readonly record: unknown } | null,
	): Promise<{ readonly commit: FixCommit; readonly report: Report } | null> => {
		if (step === null) return null;
		const report = await auditMoved();
		return { commit: fixCommitOf(step.commit, recordOf(step.record), []), report };
	};

	const decideOn = async (decision: Decision) =>
		decide(decision, await analysed(), {
			pool: options.pool,
			practices,
			today: options.today,
			by: options.user,
		});
	const draftOf = async (decision: Decision): Promise<Draft> => {
		const decided = await decideOn(decision);
		if (decided.outcome === 'declined') return decided;
		const { change, lines, practice, matches, replaces } = decided;
		const subject = subjectOfDecision(decision, practice);
		return { outcome: 'ready', path: change.path, lines, subject, matches, replaces };
	};

	return {
		target,
		guides,
		async audit(onProgress, signal, onPart, withHistory) {
			const tell = (done: number, of: number, path: string): void => onProgress({ done, of, path });
			if (withHistory === true) {
				const read = (await options.history?.(await treeNow(), tell, signal)) ?? null;
				// What was stopped is not all of it; the audit behind it ends at once.
				if (signal?.aborted !== true) history = read;
			}
			const analysis = await look(tell, signal, onPart);
			await options.keep(cache);
			return analysis.report;
		},
		questions: async fix => questionsFor(await analysed(), fix, options),
		async propose(fix, answers): Promise<Proposal> {
			const tip = branch?.tip() ?? '';
			const judged = await propose(await analysed(), fix, answers, options);
			if (judged.outcome === 'declined') return { outcome: 'declined', target: fix, reason: judged.reason };
			if (!branch) {
				return { outcome: 'declined', target: fix, reason: whyNoBranch(target) };
			}
			// Git refuses what some system could not check out, or what is no file in the commit.
			const diff = await branch.diff(judged.changes).catch((thrown: unknown) => {
				if (thrown instanceof UserError) return thrown;
				throw thrown;
			});
			if (typeof diff !== 'string') return { outcome: 'declined', target: fix, reason: diff.message };
			const id = `proposal-${++proposals}`;
			pending = { id, judged, target: fix, answers, tip };
			const practice = practiceOf(fix.check);
			return {
				outcome: 'ready',
				id,
				target: fix,
				subject: subjectOf(judged.plan, practice.number),
				safety: safetyOf(judged),
				changed: judged.plan.changed,
				atRunTime: judged.plan.atRunTime,
				followUps: judged.plan.followUps,
				diff: await patchOf(
					diff,
					[await branch.tree(), judged.analysis.tree],
					judged.changes.map(({ path }) => path),
				),
				paths: judged.changes.map(({ path }) => path),
			};
		},
		async commit(id, written) {
			// Its bytes are whole files: on another commit they would bring back what was undone.
			if (!branch || pending?.id !== id || pending.tip !== branch.tip())
				throw new UserError('this preview is out of date', { tryThis: 'Open it again.' });
			const { judged, target: fix, answers } = pending;
			const practice = practiceOf(fix.check);
			const fingerprints = judged.findings.map(({ fingerprint }) => fingerprint);
			const subject = written == null ? subjectOf(judged.plan, practice.number) : oneLine(written);
			const lock = lockStepOf(
				judged.plan,
				judged.changes.map(({ path }) => path),
				judged.analysis.facts,
				fix.project,
			);
			const record: FixRecord = {
				subject,
				practice: practice.number,
				check: fix.check,
				project: fix.project,
				fixer: fix.fixer,
				safety: safetyOf(judged),
				fingerprints,
				followUps: judged.plan.followUps,
				...(lock === null ? {} : { lock }),
				step: {
					kind: 'fix',
					fixer: fix.fixer,
					check: fix.check,
					project: fix.project,
					...(fix.fingerprints === undefined ? {} : { findings: fix.fingerprints }),
					answers,
					...(written == null ? {} : { subject }),
				},
			};
			const message = messageOfCommit(judged.plan, {
				subject,
				check: fix.check,
				why: practice.why,
				safety: record.safety,
				fingerprints,
				lock,
			});
			const commit = await branch.commit({ changes: judged.changes, message, record });
			pending = null;
			cache = judged.analysis.cache;
			// The very bytes that were judged are what was committed, so their audit stands.
			current = {
				...judged.analysis,
				tree: await branch.tree(),
				bare: withCommit(judged.analysis.bare, commit, dirty),
				report: withCommit(judged.analysis.report, commit, dirty),
			};
			return {
				commit: fixCommitOf(
					commit,
					record,
					judged.changes.map(({ path }) => path),
				),
				report: current.report,
			};
		},
		draft: decision => draftOf(decision),
		async record(decision) {
			const decided = await decideOn(decision);
			if (decided.outcome === 'declined') throw new UserError(decided.reason);
			if (!branch) throw new UserError(whyNoBranch(target));
			const { check, practice, fingerprints, questions, change } = decided;
			const subject = subjectOfDecision(decision, practice);
			const record: FixRecord = {
				decision: decision.kind,
				subject,
				practice,
				check,
				project: '.',
				fixer: '',
				safety: 'safe',
				fingerprints,
				followUps: [],
				step: { kind: 'decision', decision },
			};
			const message = messageOfDecision(decision, { subject, check, fingerprints, questions });
			const commit = await branch.commit({ changes: [change], message, record });
			const { report } = await look(() => {});
			return { commit: fixCommitOf(commit, record, [change.path]), report };
		},
		undo: async () => (branch ? moved(await branch.undo()) : null),
		redo: async commit => (branch ? moved(await branch.redo(commit)) : null),
		async show(commit) {
			if (!branch) return '';
			return patchOf(await branch.show(commit), await branch.sides(commit), await branch.changed(commit));
		},
		dependants: async commit => {
			const made = branch?.log() ?? [];
			const at = made.findIndex(each => each.commit === commit);
			const found = [];
			const paths = new Set(at < 0 ? [] : await branch?.changed(commit));
			for (const later of at < 0 ? [] : made.slice(at + 1)) {
				const changed = (await branch?.changed(later.commit)) ?? [];
				if (!changed.some(path => paths.has(path))) continue;
				found.push(fixCommitOf(later.commit, recordOf(later.record), []));
				for (const path of changed) paths.add(path);
			}
			return found;
		},
		async drop(asked) {
			const order = (branch?.log() ?? []).map(({ commit }) => commit).toReversed();
			const gone: FixCommit[] = [];
			current = null;
			pending = null;
			// The newest first: what is built anew by a step is later than all that is still to go.
			for (const commit of order.filter(each => asked.includes(each))) {
				const entry = await branch?.drop(commit);
				if (entry) gone.push(fixCommitOf(entry.commit, recordOf(entry.record), []));
			}
			return { dropped: gone, report: await auditMoved() };
		},
		async takeBack(count) {
			const gone: FixCommit[] = [];
			current = null;
			pending = null;
			while (gone.length < count) {
				// Each step stands on the last one.
				const step = branch ? await branch.undo() : null;
				if (step === null) break;
				gone.push(fixCommitOf(step.commit, recordOf(step.record), []));
			}
			return gone;
		},
		commits: () => branch?.log().map(({ commit, record }) => fixCommitOf(commit, recordOf(record), [])) ?? [],
		async excerpt(path, line, around) {
			const { tree } = await analysed();
			if (!tree.files.has(path)) return null;
			for await (const read of tree.read([path])) {
				if ('reason' in read) return null;
				const decoded = decode(read.bytes, path);
				if (decoded.outcome === 'skipped') return null;
				const lines = maskedForPeople(decoded.text, path).split(/\r\n|\r|\n/);
				const from = Math.max(1, line - around);
				return { path, from, lines: lines.slice(from - 1, line + around) };
			}
			return null;
		},
		async trials() {
			const { facts } = await analysed();
			return measuresOf(facts).map(measure => ({ command: shownCommand(measure), project: measure.project }));
		},
		async tryOut(onStart, signal) {
			const { facts } = await analysed();
			const tip = branch?.tip() ?? target.commit;
			const run = new AbortController();
			running = run;
			const stop = () => {
				run.abort();
			};
			signal?.addEventListener('abort', stop);
			if (signal?.aborted === true) stop();
			try {
				return await options.tryOut(tip, facts, {
					against: tip === target.commit ? null : target.commit,
					onStart: (command, project) => onStart({ command, project }),
					signal: run.signal,
				});
			} finally {
				running = null;
				signal?.removeEventListener('abort', stop);
			}
		},
		async close() {
			running?.abort();
			await options.keep(cache);
			await branch?.close();
			await options.dispose();
		},
	};
};

/** A patch for people: nothing in it that is a secret of the files, as they were or as they are. */
const patchOf = async (patch: string, sides: readonly Tree[], paths: readonly string[]): Promise<string> => {
	const texts = await Promise.all(sides.map(tree => textsOf(tree, paths)));
	return maskedPatch(
		patch,
		texts.flatMap(each => [...each]),
	);
};

const whyNoBranch = ({ fixes }: Target): string =>
	'reason' in fixes ? fixes.reason : 'there is no branch to commit to';

const practiceOf = (check: string): { readonly number: string; readonly why: string } => {
	const practice = practices.find(({ id }) => check.startsWith(`${id}/`));
	if (!practice) throw new Bug(`no practice has the check ${check}`);
	return practice;
};

const safetyOf = ({ plan, fixer }: Judged): FixRecord['safety'] =>
	plan.outcome === 'plan' ? (plan.safety ?? fixer.safety) : fixer.safety;
