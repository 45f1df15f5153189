import process from 'node:process';

/** Exit statuses by convention: 128 and the signal's number. */
const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface SignalListener {
	/** The program is to end with this status. */
	readonly ends: (exitCode: number) => void;
	/** Something was thrown that nobody caught. */
	readonly broke: (thrown: unknown) => void;
	/** The process is ending, however it came to that. Synchronous. */
	readonly exits: () => void;
}

/** Listens to every way in which a session can be ended from outside; the result stops listening. */
export const listenToSignals = ({ ends, broke, exits }: SignalListener): (() => void) => {
	const interrupted = () => {
		ends(statuses.SIGINT);
	};
	const terminated = () => {
		ends(statuses.SIGTERM);
	};
	const hungUp = () => {
		ends(statuses.SIGHUP);
	};
	process.on('SIGINT', interrupted);
	process.on('SIGTERM', terminated);
	process.on('SIGHUP', hungUp);
	process.on('uncaughtException', broke);
	process.on('unhandledRejection', broke);
	process.on('exit', exits);
	return () => {
		process.off('SIGINT', interrupted);
		process.off('SIGTERM', terminated);
		process.off('SIGHUP', hungUp);
		process.off('uncaughtException', broke);
		process.off('unhandledRejection', broke);
		process.off('exit', exits);
	};
};

/** Stops the whole process group as Ctrl-Z does in a shell; comes back with `fg`. */
export const stopUntilContinued = (): Promise<void> =>
	new Promise(resolve => {
		// Nothing else may keep the process alive while it waits.
		const alive = setInterval(() => {}, 1_000_000);
		// `less` and editors leave the terminal's interrupt key on: it is not meant for a stopped program.
		process.once('SIGCONT', () => {
			clearInterval(alive);
			resolve();
		});
		process.kill(process.pid, 'SIGTSTP');
	});
