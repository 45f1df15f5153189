import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Bug } from '../core/errors.ts';
import type { FactOfFile, FileResult, FileTask, Reply, Request } from './protocol.ts';

/** How engine children are started. */
export interface PoolOptions {
	/** Absolute path of the child's module. */
	readonly childModule: string;
	/** Node flags, such as `--import=tsx` when running from source. */
	readonly execArgv: readonly string[];
	/** Children at most. */
	readonly jobs: number;
	/** Milliseconds without an answer after which the file at hand is given up. */
	readonly limitMs: number;
	/** Milliseconds more for a child's first answer: on a busy machine it takes a while to load. */
	readonly startMs: number;
	/** The child's whole environment. */
	readonly env: Readonly<Record<string, string>>;
}

/** Runs engine requests in child processes that can be killed. */
export interface Pool {
	/** Gathers facts of each task, in at most `lanes` children; `onResult` sees one result for each, in no order. */
	gather(
		tasks: AsyncIterable<FileTask>,
		lanes: number,
		onResult: (result: FileResult) => void,
	): Promise<void>;
	/** One request that is no gathering. A child that dies or takes too long answers `failed`. */
	ask(request: Exclude<Request, { kind: 'gather' }>): Promise<Reply>;
	close(): Promise<void>;
}

interface Worker {
	readonly child: ChildProcess;
	/** Tasks sent and not yet answered, oldest first. */
	waiting: FileTask[];
	/** Set while a request other than `gather` runs. */
	asked: ((reply: Reply) => void) | null;
	/** Called when the child is gone, however it went; whoever waits for an answer sets it. */
	onEnd: (() => void) | null;
	timer: NodeJS.Timeout | null;
	/** True once the limit ran out and the child was killed for it. */
	expired: boolean;
	/** True once it answered: it can load at all. */
	proven: boolean;
	/** The end of what it wrote to standard error. */
	complaint: string;
}

const oneOf = (task: FileTask): (() => Promise<readonly FileTask[]>) => {
	const left = [task];
	return async () => left.splice(0);
};

const batchBytes = 256 * 1024;
const batchFiles = 48;

/** A pool; children start with the first request and stay warm until {@link Pool.close}. */
export const createPool = (options: PoolOptions): Pool => {
	const workers = new Set<Worker>();
	let closed = false;

	const disarm = (worker: Worker): void => {
		if (worker.timer) clearTimeout(worker.timer);
		worker.timer = null;
	};
	const arm = (worker: Worker): void => {
		disarm(worker);
		worker.timer = setTimeout(
			() => {
				worker.expired = true;
				worker.child.kill('SIGKILL');
			},
			options.limitMs + (worker.proven ? 0 : options.startMs),
		);
	};

	/** `shared` where another child runs beside it. */
	const start = (shared = false): Worker => {
		if (closed) throw new Bug('the pool is closed');
		const child = fork(options.childModule, [], {
			execArgv: [
				'--max-old-space-size=768',
				// Each child compiles the same WebAssembly again; side by side, their compilers would take the cores from
				// the work. Measured on 1,000 files and two cores: 9 s of processor time instead of 12.
				...(shared ? ['--wasm-num-compilation-tasks=1'] : []),
				...options.execArgv,
			],
			env: { ...options.env },
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		});
		const worker: Worker = {
			child,
			waiting: [],
			asked: null,
			onEnd: null,
			timer: null,
			expired: false,
			proven: false,
			complaint: '',
		};
		workers.add(worker);
		child.stderr?.on('data', (chunk: Buffer) => {
			worker.complaint = (worker.complaint + chunk.toString('latin1')).slice(-2000);
		});
		const ended = (): void => {
			workers.delete(worker);
			disarm(worker);
			worker.onEnd?.();
		};
		child.on('exit', ended);
		// No exit follows where it never started; where it did, one does.
		child.on('error', () => {
			if (child.pid === undefined) ended();
		});
		return worker;
	};

	const stop = (worker: Worker): void => {
		disarm(worker);
		workers.delete(worker);
		worker.child.removeAllListeners();
		worker.child.on('error', () => {});
		worker.child.kill('SIGKILL');
	};

	/** Runs tasks on one worker until `next` has none left or the worker dies; returns what it left undone. */
	const drive = (
		worker: Worker,
		next: () => Promise<readonly FileTask[]>,
		onResult: (result: FileResult) => void,
	): Promise<{ readonly undone: readonly FileTask[]; readonly died: boolean }> =>
		new Promise((resolve, reject) => {
			let dry = false;
			let fetching = false;
			let dead = false;
			const finish = (died: boolean): void => {
				disarm(worker);
				worker.child.off('message', onMessage);
				worker.onEnd = null;
				const undone = worker.waiting;
				worker.waiting = [];
				resolve({ undone, died });
			};
			// One batch runs while the next waits in the child's queue, so that it never idles.
			const feed = async (): Promise<void> => {
				if (fetching || dry || worker.waiting.length > batchFiles) return;
				fetching = true;
				const batch = await next();
				fetching = false;
				// Closed while the batch was read: nobody waits for it, and no timer may be left.
				if (closed) return;
				if (dead) {
					worker.waiting.push(...batch);
					finish(true);
					return;
				}
				if (batch.length === 0) dry = true;
				else if (worker.child.connected) {
					if (worker.waiting.length === 0) arm(worker);
					worker.waiting.push(...batch);
					worker.child.send({ kind: 'gather', files: batch } satisfies Request);
					await feed();
					return;
				} else {
					worker.waiting.push(...batch);
					finish(true);
					return;
				}
				if (worker.waiting.length === 0) finish(false);
			};
			const onMessage = (reply: Reply): void => {
				if (reply.kind !== 'file') return;
				worker.proven = true;
				worker.waiting.shift();
				if (worker.waiting.length > 0) arm(worker);
				else disarm(worker);
				onResult(reply.result);
				if (dry && worker.waiting.length === 0) finish(false);
				else feed().catch(reject);
			};
			worker.child.on('message', onMessage);
			worker.onEnd = () => {
				dead = true;
				// A batch on its way would be nobody's: it goes with what is left undone.
				if (!fetching) finish(true);
			};
			feed().catch(reject);
		});

	/** A child that died before its first answer may have met a bad file, or be unable to load: tell which. */
	const demandStart = async (): Promise<void> => {
		const worker = start();
		const { died } = await drive(
			worker,
			oneOf({ path: 'empty', bytes: new Uint8Array(), jobs: [] }),
			() => {},
		);
		if (died) throw new Bug(`the engine process cannot start: ${worker.complaint.trim()}`);
		stop(worker);
	};

	/** A file that ended its child: each fact again in a child of its own, so that one engine spoils one fact. */
	const isolate = async (task: FileTask, onResult: (result: FileResult) => void): Promise<void> => {
		const facts: FactOfFile[] = [];
		let worker = start();
		for (const job of task.jobs) {
			const results: FileResult[] = [];
			const { died } = await drive(worker, oneOf({ ...task, jobs: [job] }), result => results.push(result));
			if (died) {
				const message = worker.expired ? 'the parser took too long' : 'the parser crashed';
				facts.push({ fact: job.fact, value: { ok: false, message, line: 0 }, gaveUp: true });
				worker = start();
				continue;
			}
			for (const result of results) {
				if ('skipped' in result) {
					stop(worker);
					onResult(result);
					return;
				}
				facts.push(...result.facts);
			}
		}
		stop(worker);
		onResult({ path: task.path, facts });
	};

	// A child that ended while nobody asked may not have told yet, but its channel is closed.
	const idle = (): Worker =>
		[...workers].find(
			({ waiting, asked, child }) => waiting.length === 0 && asked === null && child.connected,
		) ?? start();

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
			const lane = async (first: Worker): Promise<void> => {
				let worker = first;
				for (;;) {
					const { undone, died } = await drive(worker, next, onResult);
					if (died && !worker.proven && !worker.expired) await demandStart();
					const [culprit, ...rest] = undone;
					if (culprit) culprits.push(culprit);
					returned.push(...rest);
					if (!died) return;
					worker = start();
				}
			};
			const lanes: Promise<void>[] = [];
			const used = new Set<Worker>();
			for (let index = 0; index < Math.max(1, Math.min(wanted, options.jobs)); index++) {
				const worker =
					[...workers].find(one => !used.has(one) && one.asked === null && one.child.connected) ??
					start(wanted > 1);
				used.add(worker);
				lanes.push(lane(worker));
			}
			await Promise.all(lanes);
			while (returned.length > 0) await lane(idle());
			for (const culprit of culprits) await isolate(culprit, onResult);
		},

		ask(request) {
			const worker = idle();
			return new Promise(resolve => {
				const finish = (reply: Reply): void => {
					disarm(worker);
					worker.proven = true;
					worker.child.off('message', finish);
					worker.onEnd = null;
					worker.asked = null;
					resolve(reply);
				};
				worker.asked = finish;
				worker.child.on('message', finish);
				worker.onEnd = () =>
					finish({
						kind: 'failed',
						message: worker.expired ? 'it took too long' : 'the engine process ended',
					});
				arm(worker);
				worker.child.send(request);
			});
		},

		async close() {
			closed = true;
			for (const worker of workers) stop(worker);
		},
	};
};
