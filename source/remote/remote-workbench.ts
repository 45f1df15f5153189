import { Bug, UserError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { FixCommit, Progress, Target, Trial, Workbench } from '../session/ports.ts';
import { errorOf } from './failure.ts';
import type { Ask, FromBench, Line, Opening, Reply, ToBench } from './messages.ts';
import { createJoin } from './slices.ts';

/** The way to the workbench's process. */
export interface BenchLine extends Line<FromBench, ToBench> {
	/** Settles once the process is gone, with the reason where nobody asked for it. */
	readonly gone: Promise<Error>;
	/** Asks the process to leave everything as it should be, and waits until it is gone. */
	end(): Promise<void>;
}

const isOf = <Kind extends Reply['kind']>(
	reply: Reply,
	kind: Kind,
): reply is Extract<Reply, { readonly kind: Kind }> => reply.kind === kind;

interface Waiting {
	readonly resolve: (reply: Reply) => void;
	readonly reject: (error: Error) => void;
}

/** How often it is started again before something has worked in between. */
const maxStarts = 3;

/** Whether what the user sees is still about what was opened again. */
const isSameTarget = (one: Target, other: Target): boolean =>
	one.root === other.root &&
	one.commit === other.commit &&
	('branch' in one.fixes ? one.fixes.branch : null) === ('branch' in other.fixes ? other.fixes.branch : null);

/**
 * Opens a workbench in another process, so that nothing it does keeps a key waiting. Where that process ends by itself,
 * the call under way fails, and the next one starts it `again`: on the same branch, with the commits that were made.
 */
export const openRemoteWorkbench = async (
	first: BenchLine,
	opening: Opening,
	again?: () => BenchLine,
): Promise<Workbench> => {
	const waiting = new Map<number, Waiting>();
	const ended: { error: Error | null } = { error: null };
	let line = first;
	let isClosing = false;
	let starts = 0;
	let asked = 0;
	let commits: readonly FixCommit[] = [];
	let join = createJoin();
	let answered: Report | null = null;
	/** Whoever waits for the audit that is under way. */
	let audience: {
		readonly onProgress: (progress: Progress) => void;
		readonly onPart: ((part: Report) => void) | undefined;
	} | null = null;

	/** Whoever waits for the run that is under way. */
	let onTrial: ((trial: Trial) => void) | null = null;

	const heed = (message: FromBench): void => {
		switch (message.kind) {
			case 'progress':
				audience?.onProgress(message.progress);
				return;
			case 'trial':
				onTrial?.(message.trial);
				return;
			case 'slice':
				join.take(message.slice);
				// In another turn, so that a key that waits is read before.
				setImmediate(() => {
					line.send({ kind: 'more' });
				});
				if (!message.isLast) return;
				if (message.of === 'answer') answered = join.report();
				else {
					const part = join.report();
					if (part) audience?.onPart?.(part);
				}
				join = createJoin();
				return;
			case 'reply': {
				if (message.commits) ({ commits } = message);
				const call = waiting.get(message.id);
				waiting.delete(message.id);
				if (message.reply.kind === 'failed') call?.reject(errorOf(message.reply.failure));
				else call?.resolve(message.reply);
				return;
			}
		}
	};

	const callOnce = async <Kind extends Reply['kind']>(
		ask: Ask,
		kind: Kind,
	): Promise<Extract<Reply, { readonly kind: Kind }>> => {
		answered = null;
		const reply = await new Promise<Reply>((resolve, reject) => {
			if (ended.error) {
				reject(ended.error);
				return;
			}
			const id = asked++;
			waiting.set(id, { resolve, reject });
			line.send({ kind: 'ask', id, ask });
		});
		if (!isOf(reply, kind)) throw new Bug(`the workbench answered ${ask.kind} with ${reply.kind}`);
		return reply;
	};
	const reportOf = (): Report => {
		const report = answered;
		answered = null;
		if (report === null) throw new Bug('the workbench sent no report');
		return report;
	};
	const moved = async (ask: Ask): Promise<{ readonly commit: FixCommit; readonly report: Report } | null> => {
		const { commit } = await call(ask, 'moved');
		return commit && { commit, report: reportOf() };
	};
	const made = async (ask: Ask): Promise<{ readonly commit: FixCommit; readonly report: Report }> => {
		const step = await moved(ask);
		if (step === null) throw new Bug(`the workbench made no commit for ${ask.kind}`);
		return step;
	};

	const stop = (): void => {
		line.send({ kind: 'stop' });
	};
	/** Makes a call that a signal ends early. */
	const untilStopped = async <T>(make: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
		const reply = make();
		signal?.addEventListener('abort', stop);
		if (signal?.aborted === true) stop();
		try {
			return await reply;
		} finally {
			signal?.removeEventListener('abort', stop);
		}
	};
	const endWith = (error: Error): void => {
		ended.error = error;
		for (const { reject } of waiting.values()) reject(error);
		waiting.clear();
	};
	const attach = (to: BenchLine): void => {
		line = to;
		ended.error = null;
		join = createJoin();
		to.listen(message => {
			if (to === line) heed(message);
		});
		const heedEnd = async () => {
			const error = await to.gone;
			if (to === line) endWith(error);
		};
		void heedEnd();
	};
	const open = async (on: Opening) => {
		try {
			return await callOnce({ kind: 'open', opening: on }, 'opened');
		} catch (thrown) {
			await line.end();
			throw thrown;
		}
	};

	attach(first);
	const { target, guides } = await open(opening);

	const openAgain = async (start: () => BenchLine): Promise<void> => {
		starts += 1;
		attach(start());
		const opened = await open({
			...opening,
			...('branch' in target.fixes ? { branch: target.fixes.branch } : {}),
		});
		if (isSameTarget(opened.target, target)) return;
		await line.end();
		throw new UserError('the engine was started again, and another commit is checked out now', {
			tryThis: 'Commits that were made stay; quit and start bp-audit again.',
		});
	};
	const call = async <Kind extends Reply['kind']>(
		ask: Ask,
		kind: Kind,
	): Promise<Extract<Reply, { readonly kind: Kind }>> => {
		if (again && ended.error && !isClosing) {
			if (starts >= maxStarts)
				throw new UserError(ended.error.message, {
					tryThis: 'It does not stay up. Commits that were made stay; quit and start bp-audit again.',
				});
			await openAgain(again);
		}
		const reply = await callOnce(ask, kind);
		starts = 0;
		return reply;
	};

	return {
		target,
		guides,
		async audit(onProgress, signal, onPart, withHistory) {
			audience = { onProgress, onPart };
			try {
				await untilStopped(
					() => call({ kind: 'audit', withHistory: withHistory === true }, 'audited'),
					signal,
				);
				return reportOf();
			} finally {
				audience = null;
			}
		},
		trials: async () => (await call({ kind: 'trials' }, 'trials')).trials,
		async tryOut(onStart, signal) {
			onTrial = onStart;
			try {
				return (await untilStopped(() => call({ kind: 'try-out' }, 'tried-out'), signal)).ran;
			} finally {
				onTrial = null;
			}
		},
		questions: async fix => (await call({ kind: 'questions', target: fix }, 'questions')).questions,
		propose: async (fix, answers) =>
			(await call({ kind: 'propose', target: fix, answers }, 'proposal')).proposal,
		commit: (proposal, subject) => made({ kind: 'commit', proposal, subject: subject ?? null }),
		draft: async decision => (await call({ kind: 'draft', decision }, 'draft')).draft,
		record: decision => made({ kind: 'record', decision }),
		undo: () => moved({ kind: 'undo' }),
		redo: commit => moved({ kind: 'redo', commit: commit ?? null }),
		show: async commit => (await call({ kind: 'show', commit }, 'patch')).patch,
		dependants: async commit => (await call({ kind: 'dependants', commit }, 'commits')).commits,
		async drop(asking) {
			const { commits: dropped } = await call({ kind: 'drop', commits: asking }, 'commits');
			return { dropped, report: reportOf() };
		},
		takeBack: async count => (await call({ kind: 'take-back', count }, 'commits')).commits,
		commits: () => commits,
		excerpt: async (path, at, around) =>
			(await call({ kind: 'excerpt', path, line: at, around }, 'excerpt')).excerpt,
		async close() {
			isClosing = true;
			await line.end();
		},
	};
};
