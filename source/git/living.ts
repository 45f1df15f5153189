import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names a running process, so that a later one can tell whether it still runs. */
export interface ProcessMark {
	readonly host: string;
	readonly pid: number;
	/** When it started, in the kernel's ticks; empty where the system does not say. Guards against reused pids. */
	readonly started: string;
}

const startOf = (pid: number): string => {
	try {
		// The second field, the program's name in brackets, may hold spaces.
		const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ');
		return fields?.[19] ?? '';
	} catch {
		return '';
	}
};

const thisHost = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 12);

export const ownMark = (): ProcessMark => ({
	host: thisHost(),
	pid: process.pid,
	started: startOf(process.pid),
});

const isRunning = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// No permission to signal it means that it is there.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
};

/** `elsewhere` where the mark is another machine's or container's, whose processes cannot be seen. */
export const lifeOf = (mark: ProcessMark): 'alive' | 'dead' | 'elsewhere' => {
	if (mark.host !== thisHost()) return 'elsewhere';
	return isRunning(mark.pid) && startOf(mark.pid) === mark.started ? 'alive' : 'dead';
};

export const parseMark = (text: string): ProcessMark | null => {
	const [host, pid, started] = text.trim().split(' ');
	if (host === undefined || !/^\d+$/.test(pid ?? '')) return null;
	return { host, pid: Number(pid), started: started ?? '' };
};

export const formatMark = ({ host, pid, started }: ProcessMark): string => `${host} ${pid} ${started}\n`;
