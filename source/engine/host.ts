import { fork } from 'node:child_process';
import { allowanceOf } from './allowance.ts';
import type { FileTask, FromChild, Reply, Request, ToChild } from './protocol.ts';

/** How engine children are started. */
export interface HostOptions {
	/** Absolute path of the child's module. */
	readonly childModule: string;
	/** Absolute path of what loads the child's module in a thread; the module itself where left out. */
	readonly threadLoader?: string;
	/** Node flags, such as `--import=tsx` when running from source. */
	readonly execArgv: readonly string[];
	/** Milliseconds without an answer after which the file at hand is given up. */
	readonly limitMs: number;
	/** Milliseconds more for a child's first answer: on a busy machine it takes a while to load. */
	readonly startMs: number;
	/** The child's whole environment. */
	readonly env: Readonly<Record<string, string>>;
}

/** One of the threads of a child; it answers its requests in order. */
export interface Lane {
	readonly host: Host;
	/** Tasks sent and not yet answered, oldest first. */
	waiting: FileTask[];
	/** True while somebody sends to it. */
	taken: boolean;
	/** Whoever waits for an answer sets it. */
	onReply: ((reply: Reply) => void) | null;
	/** Called when the child is gone, however it went. */
	onEnd: (() => void) | null;
	/** True once its limit ran out and the child was killed for it. */
	expired: boolean;
	/** A request of many files at once gets more time; see `allowanceOf`. */
	send(request: Request): void;
	/** Starts the clock of the next answer anew. */
	arm(): void;
	disarm(): void;
}

/** A child process. A limit that runs out in one lane ends all of them: nothing less stops a parser. */
export interface Host {
	readonly lanes: readonly Lane[];
	/** True once it answered: it can load at all. */
	proven: boolean;
	/** False once it is gone or its channel closed, which may be known before its end is told. */
	connected(): boolean;
	/** The end of what it wrote to standard error. */
	complaint(): string;
	/** Ends it; nobody is told. */
	stop(): void;
}

/**
 * Starts a child with so many lanes. Threads of one process share the compiled WebAssembly, which a second
 * process would compile again: measured on 1,000 files, 3.0 s instead of 4.8 s.
 */
export const startHost = (options: HostOptions, count: number, onEnd: (host: Host) => void): Host => {
	const child = fork(
		options.childModule,
		[String(count), ...(options.threadLoader ? [options.threadLoader] : [])],
		{
			execArgv: ['--max-old-space-size=768', ...options.execArgv],
			env: { ...options.env },
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		},
	);
	let complaint = '';
	const lanes: Lane[] = [];
	const host: Host = {
		lanes,
		proven: false,
		connected: () => child.connected,
		complaint: () => complaint.trim(),
		stop() {
			for (const lane of lanes) lane.disarm();
			child.removeAllListeners();
			child.on('error', () => {});
			child.kill('SIGKILL');
		},
	};
	for (let index = 0; index < count; index++) {
		let timer: NodeJS.Timeout | null = null;
		const start = (extraMs: number): void => {
			if (timer) clearTimeout(timer);
			timer = setTimeout(
				() => {
					lane.expired = true;
					child.kill('SIGKILL');
				},
				options.limitMs + extraMs + (host.proven ? 0 : options.startMs),
			);
		};
		const lane: Lane = {
			host,
			waiting: [],
			taken: false,
			onReply: null,
			onEnd: null,
			expired: false,
			send(request) {
				child.send({ lane: index, request } satisfies ToChild);
				const extraMs = allowanceOf(request);
				if (extraMs > 0) start(extraMs);
			},
			arm: () => start(0),
			disarm() {
				if (timer) clearTimeout(timer);
				timer = null;
			},
		};
		lanes.push(lane);
	}
	child.stderr?.on('data', (chunk: Buffer) => {
		complaint = (complaint + chunk.toString('latin1')).slice(-2000);
	});
	child.on('message', ({ lane, reply }: FromChild) => {
		host.proven = true;
		lanes[lane]?.onReply?.(reply);
	});
	const ended = (): void => {
		onEnd(host);
		for (const lane of lanes) lane.disarm();
		for (const lane of lanes) lane.onEnd?.();
	};
	child.on('exit', ended);
	// No exit follows where it never started; where it did, one does.
	child.on('error', () => {
		if (child.pid === undefined) ended();
	});
	return host;
};
