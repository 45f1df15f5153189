import type { Parsed } from '../core/facts.ts';
import type { PastSecret, SecretHistory } from '../core/facts/history.ts';
import type { SecretSite } from '../core/facts/secrets.ts';
import secretsGatherer from '../facts/security/secrets.ts';
import type { Pool } from './pool.ts';
import type { FileTask } from './protocol.ts';

/** A version of a file in the history, with its bytes; null where they are not on this machine. */
export interface PastFile {
	readonly path: string;
	/** The blob's id. */
	readonly id: string;
	readonly commit: string;
	readonly bytes: Uint8Array | null;
}

/** What git has of the history; see `git/history.ts`. */
export interface History {
	readonly versions: readonly Omit<PastFile, 'bytes'>[];
	readonly isCut: boolean;
	/** Objects that are not on this machine. */
	readonly missing: number;
	readonly isShallow: boolean;
	read(): AsyncGenerator<PastFile>;
}

export interface HistoryOptions {
	readonly pool: Pool;
	readonly jobs: number;
	/** Milliseconds of any origin. */
	readonly clock: () => number;
	/** Milliseconds after which no further version is read. */
	readonly limitMs: number;
	readonly onProgress: (done: number, of: number, path: string) => void;
	readonly signal?: AbortSignal | undefined;
}

/** Whether a version of a file is looked into, by its path. */
export const mayHoldSecrets = (path: string): boolean => secretsGatherer.wants(path);

const isSites = (value: unknown): value is readonly SecretSite[] => Array.isArray(value);
const sitesIn = (parsed: Parsed<unknown> | null | undefined): readonly SecretSite[] =>
	parsed?.ok === true && isSites(parsed.value) ? parsed.value : [];

const byPlace = (a: PastSecret, b: PastSecret): number =>
	a.path < b.path ? -1 : a.path > b.path ? 1 : a.site.line - b.site.line;

/**
 * Looks for secrets in what the history has beside the tree, in engine children that can be killed: no text of it comes
 * back, only where something stood.
 */
export const readHistory = async (history: History, options: HistoryOptions): Promise<SecretHistory> => {
	const { versions } = history;
	const began = options.clock();
	const order = new Map(versions.map(({ id }, at) => [id, at]));
	const found = new Map<string, { readonly secret: PastSecret; readonly at: number }>();
	let read = 0;
	let { missing } = history;
	let isLate = false;
	const tasks = async function* (): AsyncGenerator<FileTask> {
		for await (const { id, path, bytes } of history.read()) {
			if (options.signal?.aborted === true) return;
			isLate = options.clock() - began > options.limitMs;
			if (isLate) return;
			if (bytes === null) {
				missing++;
				continue;
			}
			// Many versions have one path; the id in front tells them apart when they come back.
			yield { path: `${id}/${path}`, bytes, jobs: [{ fact: 'secrets', options: undefined }] };
		}
	};
	await options.pool.gather(tasks(), options.jobs, result => {
		read++;
		const cut = result.path.indexOf('/');
		const at = order.get(result.path.slice(0, cut)) ?? 0;
		const version = versions[at];
		if (!version) return;
		options.onProgress(read, versions.length, version.path);
		if (!('facts' in result)) return;
		for (const site of sitesIn(result.facts.find(({ fact }) => fact === 'secrets')?.value)) {
			const key = `${version.path}\0${site.kind}\0${site.name ?? ''}`;
			const known = found.get(key);
			// The oldest version is the last of the list; results come in no order.
			if (known && known.at > at) continue;
			found.set(key, { secret: { path: version.path, site, commit: version.commit }, at });
		}
	});
	return {
		versions: versions.length,
		read,
		cut: isLate ? 'time' : history.isCut ? 'number' : missing > 0 ? 'not local' : null,
		isShallow: history.isShallow,
		secrets: [...found.values()].map(({ secret }) => secret).toSorted(byPlace),
	};
};
