import { fork } from 'node:child_process';
import { UserError } from '../core/errors.ts';
import { maskedForPeople } from '../core/secrets/mask.ts';
import type { FromBench, ToBench } from './messages.ts';
import type { BenchLine } from './remote-workbench.ts';

export interface ProcessOptions {
	/** Absolute path of the workbench's module. */
	readonly module: string;
	/** Node flags, such as `--import=tsx` when running from source. */
	readonly execArgv: readonly string[];
	/** The user's own. */
	readonly env: Readonly<Record<string, string | undefined>>;
}

/** How long the process may take to end before it is ended; less than the session waits. Milliseconds. */
const patience = 1900;

const reasonOf = (how: string, complaint: string): UserError => {
	const last = maskedForPeople(complaint.trim()).split('\n').at(-1) ?? '';
	return new UserError(`the engine's process ended by itself (${how})${last === '' ? '' : `: ${last}`}`, {
		tryThis: 'Commits that were made stay. Go on: r starts it again and audits.',
	});
};

/**
 * Starts the process that the workbench lives in. It leaves when this one does, however that comes: its channel closes
 * with us.
 */
export const startProcess = ({ module, execArgv, env }: ProcessOptions): BenchLine => {
	const child = fork(module, [], {
		execArgv: [...execArgv],
		env: { ...env },
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
	});
	let complaint = '';
	let onMessage: ((message: FromBench) => void) | null = null;
	child.stderr?.on('data', (chunk: Buffer) => {
		complaint = (complaint + chunk.toString('latin1')).slice(-2000);
	});
	child.on('message', (message: FromBench) => {
		onMessage?.(message);
	});
	const gone = new Promise<Error>(resolve => {
		child.on('exit', (code, signal) => {
			resolve(reasonOf(signal ?? String(code), complaint));
		});
		child.on('error', error => {
			// No exit follows where it never started; else one does.
			if (child.pid === undefined) resolve(reasonOf(error.message, complaint));
		});
	});
	const send = (message: ToBench): void => {
		if (child.connected) child.send(message);
	};
	return {
		send,
		listen(listener) {
			onMessage = listener;
		},
		gone,
		async end() {
			send({ kind: 'close' });
			// Only where it hangs: whatever is left then is found and cleared by the next start.
			const timer = setTimeout(() => child.kill('SIGKILL'), patience);
			await gone;
			clearTimeout(timer);
		},
	};
};
