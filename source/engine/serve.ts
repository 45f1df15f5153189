import process from 'node:process';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { FromChild, Reply, Request, ToChild } from './protocol.ts';
import type { Work } from './work.ts';

/** What a lane may keep, in mebibytes; the process has the same limit. */
const maxOldGenerationSizeMb = 768;

const send = (message: FromChild): void => {
	process.send?.(message);
};

type Listener = (request: Request, reply: (reply: Reply) => void) => void;

/** Listens at once, because a thread without a listener ends; what came early waits for the work to load. */
const listenerOf = (open: () => Promise<Work>): Listener => {
	let work: Work | null = null;
	const load = async (): Promise<void> => {
		work = await open();
	};
	let early = load();
	return (request, reply) => {
		if (work) work(request, reply);
		else early = early.then(() => work?.(request, reply));
	};
};

/** With one lane the process works itself; with more it only passes messages on to a thread for each. */
const serveProcess = (module: string, lanes: number, loader: string, open: () => Promise<Work>): void => {
	process.on('disconnect', () => process.exit(0));
	// The terminal's Ctrl-C reaches the whole group; the parent decides when a child ends.
	process.on('SIGINT', () => {});
	if (lanes <= 1) {
		const listen = listenerOf(open);
		process.on('message', ({ lane, request }: ToChild) => listen(request, reply => send({ lane, reply })));
		return;
	}
	const threads = Array.from({ length: lanes }, (_, lane) => {
		const thread = new Worker(loader, { workerData: module, resourceLimits: { maxOldGenerationSizeMb } });
		thread.on('message', (reply: Reply) => send({ lane, reply }));
		// A trap in one thread leaves memory that the others share in doubt: the process ends, as it would alone.
		thread.on('error', error => {
			process.stderr.write(`${String(error)}\n`, () => process.exit(1));
		});
		thread.on('exit', () => process.exit(1));
		return thread;
	});
	process.on('message', ({ lane, request }: ToChild) => threads[lane]?.postMessage(request));
};

/**
 * Serves requests in a forked process, in as many lanes as its first argument says. `module` is its own entry; the
 * second argument names what loads it in a thread, if it cannot be loaded as it is.
 */
export const serve = (module: string, open: () => Promise<Work>): void => {
	if (isMainThread) {
		serveProcess(module, Number(process.argv[2] ?? 1), process.argv[3] ?? module, open);
		return;
	}
	const listen = listenerOf(open);
	const port = parentPort;
	port?.on('message', request => listen(request, reply => port.postMessage(reply, [])));
};
