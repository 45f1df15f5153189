import type { SecretSite } from './secrets.ts';

/** A secret that some version of a file holds, as the history has it. */
export interface PastSecret {
	readonly path: string;
	readonly site: SecretSite;
	/** Full id of the first commit whose version of the file holds it. */
	readonly commit: string;
}

/** What was found in versions of files that the audited tree does not have. */
export interface SecretHistory {
	/** Versions of files that could hold one, and how many of them were read, the newest first. */
	readonly versions: number;
	readonly read: number;
	/** Why not all were read: the time for it was over, there are too many, or some are not on this machine. */
	readonly cut: 'time' | 'number' | 'not local' | null;
	/** The clone lacks older commits. */
	readonly isShallow: boolean;
	/** One for each path, kind and name, by path and line. */
	readonly secrets: readonly PastSecret[];
}
