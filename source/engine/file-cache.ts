import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Parsed } from '../core/facts.ts';
import type { SkipReason } from '../core/tree.ts';
import type { AnyValue } from './protocol.ts';

/** What is known of one file's content. */
export interface CachedFile {
	/** Git's blob id of the content. */
	readonly id: string;
	readonly skipped: SkipReason | null;
	/** By fact: which version and options gave it, and what it was. */
	readonly facts: Map<string, { readonly key: string; readonly value: Parsed<AnyValue> | null }>;
}

/** By path; holds only paths of the last tree gathered, so it never grows past the repository. */
export type FileCache = ReadonlyMap<string, CachedFile>;

/** Git's id of a blob, SHA-1, whatever the repository's own format. */
export const blobId = (bytes: Uint8Array): string =>
	createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** The bytes to store. `stamp` names the build that made them. */
export const storeCache = (cache: FileCache, stamp: string): Uint8Array => serialize({ stamp, cache });

/** Empty for bytes of another build or of no cache at all. */
export const loadCache = (bytes: Uint8Array | null, stamp: string): FileCache => {
	if (bytes === null) return new Map();
	try {
		const stored: unknown = deserialize(bytes);
		if (typeof stored !== 'object' || stored === null) return new Map();
		if (!('stamp' in stored) || stored.stamp !== stamp || !('cache' in stored)) return new Map();
		return stored.cache instanceof Map ? stored.cache : new Map();
	} catch {
		return new Map();
	}
};
