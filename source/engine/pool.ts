import { Bug } from '../core/errors.ts';
import type { Host, HostOptions, Lane } from './host.ts';
import { startHost } from './host.ts';
import type { FactOfFile, FileResult, FileTask, Reply, Request } from './protocol.ts';

export interface PoolOptions extends HostOptions {
	/** Lanes at most. */
	readonly jobs: number;
}

/** Runs engine requests in child processes that can be killed. */
export interface Pool {
	/** Gathers facts of each task, in at most `lanes` lanes; `onResult` sees one result for each, in no order. */
	gather(
		tasks: AsyncIterable<FileTask>,
		lanes: number,
		onResult: (result: FileResult) => void,
	): Promise<void>;
	/** One request that is no gathering. A child that dies or takes too long answers `failed`. */
	ask(request: Exclude<Request, { kind: 'gather' }>): Promise<Reply>;
	close(): Promise<void>;
}

const oneOf = (task: FileTask): (() => Promise<readonly FileTask[]>) => {
	const left = [task];
	return async () => left.splice(0);
};

const batchBytes = 256 * 1024;
const batchFiles = 48;

/** A pool; children start with the first request and stay warm until {@link Pool.close}. */
export const createPool = (options: PoolOptions): Pool => {
	const hosts = new Set<Host>();
	let closed = false;

	const start = (lanes: number): Host => {
		if (closed) throw new Bug('the pool is closed');
		const host = startHost(options, lanes, gone => hosts.delete(gone));
		hosts.add(host);
		return host;
	};
	const stop = ({ host }: Lane): void => {
		hosts.delete(host);
		host.stop();
	};
	/** A lane that nobody uses, of a child that has at least so many; without one, of a new child. */
	const claim = (lanes: number): Lane => {
		// A child that ended while nobody asked may not have told yet, but its channel is closed.
		const known = [...hosts].filter(host => host.connected() && host.lanes.length >= lanes);
		const free = known.flatMap(host => host.lanes).find(({ taken }) => !taken);
		const lane = free ?? start(lanes).lanes[0];
		if (!lane) throw new Bug('a child without lanes');
		lane.taken = true;
		return lane;
	};
	const claimAlone = (): Lane => {
		const [lane] = start(1).lanes;
		if (!lane) throw new Bug('a child without lanes');
		lane.taken = true;
		return lane;
	};

	/** Runs tasks on one lane until `next` has none left or its child dies; returns what it left undone. */
	const drive = (
		lane: Lane,
		next: () => Promise<readonly FileTask[]>,
		onResult: (result: FileResult) => void,
	): Promise<{ readonly undone: readonly FileTask[]; readonly died: boolean }> =>
		new Promise((resolve, reject) => {
			let dry = false;
			let fetching = false;
			let dead = false;
			const finish = (died: boolean): void => {
				lane.disarm();
				lane.onReply = null;
				lane.onEnd = null;
				const undone = lane.waiting;
				lane.waiting = [];
				resolve({ undone, died });
			};
			// One batch runs while the next waits in the lane's queue, so that it never idles.
			const feed = async (): Promise<void> => {
				if (fetching || dry || lane.waiting.length > batchFiles) return;
				fetching = true;
				const batch = await next();
				fetching = false;
				// Closed while the batch was read: nobody waits for it, and no timer may be left.
				if (closed) return;
				if (dead) {
					lane.waiting.push(...batch);
					finish(true);
					return;
				}
				if (batch.length === 0) dry = true;
				else if (lane.host.connected()) {
					if (lane.waiting.length === 0) lane.arm();
					lane.waiting.push(...batch);
					lane.send({ kind: 'gather', files: batch });
					await feed();
					return;
				} else {
					lane.waiting.push(...batch);
					finish(true);
					return;
				}
				if (lane.waiting.length === 0) finish(false);
			};
			lane.onReply = reply => {
				if (reply.kind !== 'file') return;
				lane.waiting.shift();
				if (lane.waiting.length > 0) lane.arm();
				else lane.disarm();
				onResult(reply.result);
				if (dry && lane.waiting.length === 0) finish(false);
				else feed().catch(reject);
			};
			lane.onEnd = () => {
				dead = true;
				// A batch on its way would be nobody's: it goes with what is left undone.
				if (!fetching) finish(true);
			};
			feed().catch(reject);
		});

	/** A child that died before its first answer may have met a bad file, or be unable to load: tell which. */
	const demandStart = async (): Promise<void> => {
		const lane = claimAlone();
		const { died } = await drive(lane, oneOf({ path: 'empty', bytes: new Uint8Array(), jobs: [] }), () => {});
		if (died) throw new Bug(`the engine process cannot start: ${lane.host.complaint()}`);
		stop(lane);
	};

	/** A file that ended its child: each fact again in a child of its own, so that one engine spoils one fact. */
	const isolate = async (task: FileTask, onResult: (result: FileResult) => void): Promise<void> => {
		const facts: FactOfFile[] = [];
		let lane = claimAlone();
		for (const job of task.jobs) {
			const results: FileResult[] = [];
			const { died } = await drive(lane, oneOf({ ...task, jobs: [job] }), result => results.push(result));
			if (died) {
				const message = lane.expired ? 'the parser took too long' : 'the parser crashed';
				facts.push({ fact: job.fact, value: { ok: false, message, line: 0 }, gaveUp: true });
				lane = claimAlone();
				continue;
			}
			for (const result of results) {
				if ('skipped' in result) {
					stop(lane);
					onResult(result);
					return;
				}
				facts.push(...result.facts);
			}
		}
		stop(lane);
		onResult({ path: task.path, facts });
	};

	return {
		async gather(tasks, wanted, onResult) {
			const iterator = tasks[Symbol.asyncIterator]();
			const culprits: FileTask[] = [];
			const returned: FileTask[] = [];
			// Batches are taken one at a time, because an async iterator may not be asked twice at once.
			let turn: Promise<unknown> = Promise.resolve();
			const take = async (): Promise<readonly FileTask[]> => {
				const batch: FileTask[] = returned.splice(0, batchFiles);
				let bytes = batch.reduce((sum, { bytes: { length } }) => sum + length, 0);
				while (batch.length < batchFiles && bytes < batchBytes) {
					const { value, done } = await iterator.next();
					if (done) break;
					batch.push(value);
					bytes += value.bytes.length;
				}
				return batch;
			};
			const next = (): Promise<readonly FileTask[]> => {
				const taken = turn.then(take);
				turn = taken.catch(() => []);
				return taken;
			};
			const width = Math.max(1, Math.min(wanted, options.jobs));
			const run = async (): Promise<void> => {
				for (;;) {
					const lane = claim(width);
					const { undone, died } = await drive(lane, next, onResult);
					lane.taken = false;
					// Another lane's limit ended this one's file too, which is innocent.
					const { lanes, proven } = lane.host;
					const innocent = !lane.expired && lanes.some(({ expired }) => expired);
					if (died && !proven && !lanes.some(({ expired }) => expired)) await demandStart();
					const [culprit, ...rest] = undone;
					if (culprit) (innocent ? returned : culprits).push(culprit);
					returned.push(...rest);
					if (!died) return;
				}
			};
			await Promise.all(Array.from({ length: width }, run));
			while (returned.length > 0) await run();
			for (const culprit of culprits) await isolate(culprit, onResult);
		},

		async ask(request) {
			for (;;) {
				const lane = claim(1);
				const reply = await new Promise<Reply | null>(resolve => {
					const finish = (answer: Reply | null): void => {
						lane.disarm();
						lane.onReply = null;
						lane.onEnd = null;
						resolve(answer);
					};
					lane.onReply = finish;
					lane.onEnd = () => finish(null);
					lane.arm();
					lane.send(request);
				});
				lane.taken = false;
				if (reply) return reply;
				if (lane.expired) return { kind: 'failed', message: 'it took too long' };
				// Another question took too long and ended the child that served both: this one is asked again.
				if (!lane.host.lanes.some(({ expired }) => expired))
					return { kind: 'failed', message: 'the engine process ended' };
			}
		},

		async close() {
			closed = true;
			for (const host of hosts) host.stop();
		},
	};
};
