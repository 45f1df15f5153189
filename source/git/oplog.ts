import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from './durable.ts';
import type { StateFolder } from './state-folder.ts';

/** A commit on a branch, and what the session wants to remember of it. */
export interface LogEntry {
	readonly commit: string;
	/** Plain JSON; comes back as it was given. */
	readonly record: unknown;
}

/** What was done on a branch and taken back. */
export interface History {
	/** On the branch, oldest first. */
	readonly done: readonly LogEntry[];
	/** Taken back, the last one last: the next to redo. */
	readonly undone: readonly LogEntry[];
}

/** The memory of one branch. */
export interface BranchLog extends History {
	/** Without `refs/heads/`. */
	readonly branch: string;
	/** The commit that the branch starts from. */
	readonly base: string;
	/** ISO time of the last change. */
	readonly changed: string;
	/** Written before the ref moves: what holds once it has. Null when nothing is under way. */
	readonly pending: History | null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isEntry = (value: unknown): value is LogEntry =>
	isObject(value) && /^[0-9a-f]{40,64}$/.test(String(value['commit'])) && 'record' in value;

const isEntries = (value: unknown): value is readonly LogEntry[] =>
	Array.isArray(value) && value.every(isEntry);

const isHistory = (value: unknown): value is History =>
	isObject(value) && isEntries(value['done']) && isEntries(value['undone']);

const isLog = (value: unknown): value is BranchLog =>
	isObject(value) &&
	isHistory(value) &&
	typeof value['branch'] === 'string' &&
	typeof value['changed'] === 'string' &&
	/^[0-9a-f]{40,64}$/.test(String(value['base'])) &&
	(value['pending'] === null || isHistory(value['pending']));

const folderOf = (state: StateFolder): string => path.join(state.path, 'branches');
const fileOf = (state: StateFolder, branch: string): string =>
	path.join(folderOf(state), `${encodeURIComponent(branch)}.json`);

const parse = (file: string): BranchLog | null => {
	try {
		const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
		return isLog(value) ? value : null;
	} catch {
		return null;
	}
};

/** The commit that the branch points to after this history; null where there is no branch. */
export const tipOf = ({ done }: History): string | null => done.at(-1)?.commit ?? null;

/** The log of a branch; null where there is none or it cannot be read. */
export const readLog = (state: StateFolder, branch: string): BranchLog | null => {
	const log = parse(fileOf(state, branch));
	return log?.branch === branch ? log : null;
};

/** All logs, last changed first. */
export const readLogs = (state: StateFolder): readonly BranchLog[] => {
	try {
		return readdirSync(folderOf(state))
			.flatMap(name => (name.endsWith('.json') ? [parse(path.join(folderOf(state), name))] : []))
			.flatMap(log => (log === null ? [] : [log]))
			.toSorted((a, b) => (a.changed < b.changed ? 1 : a.changed > b.changed ? -1 : 0));
	} catch {
		return [];
	}
};

/** Replaces the log as a whole; on disk when it returns. */
export const writeLog = (state: StateFolder, log: BranchLog): void => {
	mkdirSync(folderOf(state), { recursive: true, mode: 0o700 });
	writeWhole(fileOf(state, log.branch), JSON.stringify({ version: 1, ...log }));
};

/**
 * The log as it stands given where the branch is: a move that was under way either happened or did not.
 * Null where the branch is neither before nor after it, so that somebody else moved it.
 */
export const settle = (log: BranchLog, tip: string | null): BranchLog | null => {
	if (log.pending !== null && tip === tipOf(log.pending)) return { ...log, ...log.pending, pending: null };
	return tip === tipOf(log) ? { ...log, pending: null } : null;
};
