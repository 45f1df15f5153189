import { Bug } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { FixCommit, Guides, Workbench } from '../session/ports.ts';
import { failureOf } from './failure.ts';
import type { Ask, FromBench, Line, Opening, Reply, ToBench } from './messages.ts';
import { slicesOf } from './slices.ts';

/** How often progress is told at most; the screens show it less often still. Milliseconds. */
const progressInterval = 50;

/** Only the words: practices and fixers have functions, which no message can hold. */
const wordsOf = ({ practices, fixers }: Guides): Guides => ({
	practices: new Map(
		[...practices].map(([id, { why, remedy, example, links, errata }]) => [
			id,
			{ why, remedy, example, links, ...(errata ? { errata } : {}) },
		]),
	),
	fixers: new Map(
		[...fixers].map(([id, { title, safetyNote, after }]) => [id, { title, safetyNote, after }]),
	),
});

const nameOf = (commits: readonly FixCommit[]): string => commits.map(({ commit }) => commit).join(' ');

/** Answers another process's calls with a workbench of this one. Closing is left to the process. */
export const serveWorkbench = (
	line: Line<ToBench, FromBench>,
	open: (opening: Opening) => Promise<Workbench>,
): { readonly close: () => Promise<void> } => {
	const held: { bench: Workbench | null } = { bench: null };
	let told: string | null = null;
	let stopping: AbortController | null = null;
	let goOn: (() => void) | null = null;
	/** Reports go one after the other, each slice when the last one was taken. */
	let delivered = Promise.resolve();

	const taken = (message: FromBench): Promise<void> =>
		new Promise(resolve => {
			goOn = resolve;
			line.send(message);
		});
	const deliver = (report: Report, of: 'part' | 'answer'): Promise<void> => {
		const before = delivered;
		const go = async (): Promise<void> => {
			await before;
			const slices = slicesOf(report);
			let next = slices.next();
			while (next.done !== true) {
				const slice = next.value;
				next = slices.next();
				await taken({ kind: 'slice', of, slice, isLast: next.done === true });
			}
		};
		delivered = go();
		return delivered;
	};

	const audit = async (bench: Workbench, withHistory: boolean): Promise<Reply> => {
		const controller = new AbortController();
		stopping = controller;
		let toldAt = -progressInterval;
		try {
			const report = await bench.audit(
				progress => {
					const now = performance.now();
					if (now - toldAt < progressInterval && progress.done < progress.of) return;
					toldAt = now;
					line.send({ kind: 'progress', progress });
				},
				controller.signal,
				part => void deliver(part, 'part'),
				withHistory,
			);
			await deliver(report, 'answer');
			return { kind: 'audited' };
		} finally {
			// Nothing of an audit that was stopped comes behind its end.
			await delivered;
			stopping = null;
		}
	};

	const tryOut = async (bench: Workbench): Promise<Reply> => {
		const controller = new AbortController();
		stopping = controller;
		try {
			const ran = await bench.tryOut(trial => {
				line.send({ kind: 'trial', trial });
			}, controller.signal);
			return { kind: 'tried-out', ran };
		} finally {
			stopping = null;
		}
	};

	const moved = async (
		step: Promise<{ readonly commit: FixCommit; readonly report: Report } | null>,
	): Promise<Reply> => {
		const made = await step;
		if (made) await deliver(made.report, 'answer');
		return { kind: 'moved', commit: made?.commit ?? null };
	};

	const answer = async (ask: Ask): Promise<Reply> => {
		if (ask.kind === 'open') {
			const { target, guides } = (held.bench = await open(ask.opening));
			return { kind: 'opened', target, guides: wordsOf(guides) };
		}
		const { bench } = held;
		if (bench === null) throw new Bug('the workbench is not open');
		switch (ask.kind) {
			case 'audit':
				return audit(bench, ask.withHistory);
			case 'questions':
				return { kind: 'questions', questions: await bench.questions(ask.target) };
			case 'propose':
				return { kind: 'proposal', proposal: await bench.propose(ask.target, ask.answers) };
			case 'commit':
				return moved(bench.commit(ask.proposal, ask.subject));
			case 'draft':
				return { kind: 'draft', draft: await bench.draft(ask.decision) };
			case 'record':
				return moved(bench.record(ask.decision));
			case 'undo':
				return moved(bench.undo());
			case 'redo':
				return moved(ask.commit === null ? bench.redo() : bench.redo(ask.commit));
			case 'show':
				return { kind: 'patch', patch: await bench.show(ask.commit) };
			case 'dependants':
				return { kind: 'commits', commits: await bench.dependants(ask.commit) };
			case 'drop': {
				const { dropped, report } = await bench.drop(ask.commits);
				await deliver(report, 'answer');
				return { kind: 'commits', commits: dropped };
			}
			case 'take-back':
				return { kind: 'commits', commits: await bench.takeBack(ask.count) };
			case 'excerpt':
				return { kind: 'excerpt', excerpt: await bench.excerpt(ask.path, ask.line, ask.around) };
			case 'trials':
				return { kind: 'trials', trials: await bench.trials() };
			case 'try-out':
				return tryOut(bench);
		}
	};

	/** What is on the branch, where that has changed since it was last told; also behind a call that failed. */
	const newCommits = (): readonly FixCommit[] | null => {
		const commits = held.bench?.commits() ?? [];
		const name = nameOf(commits);
		if (name === told) return null;
		told = name;
		return commits;
	};

	const reply = async (id: number, ask: Ask): Promise<void> => {
		const brought = await answer(ask).catch((thrown: unknown): Reply => ({
			kind: 'failed',
			failure: failureOf(thrown),
		}));
		line.send({ kind: 'reply', id, reply: brought, commits: newCommits() });
	};

	line.listen(message => {
		switch (message.kind) {
			case 'ask':
				void reply(message.id, message.ask);
				return;
			case 'more':
				goOn?.();
				return;
			case 'stop':
				stopping?.abort();
				return;
			case 'close':
				return;
		}
	});
	return { close: async () => held.bench?.close() };
};
