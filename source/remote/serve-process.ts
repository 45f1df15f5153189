import process from 'node:process';
import type { Workbench } from '../session/ports.ts';
import type { FromBench, Opening, ToBench } from './messages.ts';
import { serveWorkbench } from './serve-workbench.ts';

/** How long closing may take before the process ends without it; less than the screens wait. Milliseconds. */
const closeLimit = 1500;

/**
 * Serves a workbench to the process that forked this one, and ends with it: when that one says so, or is gone. Whatever
 * is to be cleared away is cleared on the way out of the process.
 */
export const serveProcess = (open: (opening: Opening) => Promise<Workbench>): void => {
	let isEnding = false;
	const { close } = serveWorkbench(
		{
			send(message: FromBench) {
				if (process.connected) process.send?.(message);
			},
			listen(onMessage) {
				process.on('message', (message: ToBench) => {
					if (message.kind === 'close') void end();
					else if (!isEnding) onMessage(message);
				});
			},
		},
		open,
	);
	const end = async (): Promise<void> => {
		if (isEnding) return;
		isEnding = true;
		setTimeout(() => process.exit(0), closeLimit);
		await close().catch(() => {});
		process.exit(0);
	};
	process.on('disconnect', () => void end());
	process.on('SIGTERM', () => void end());
	// The terminal tells its whole group; the screens decide what it means.
	process.on('SIGINT', () => {});
	process.on('SIGHUP', () => {});
};
