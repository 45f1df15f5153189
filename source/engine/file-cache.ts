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

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What the facts' own values hold is taken on trust: the bytes carry a digest and the stamp of this very build. */
const isFact = (entry: unknown): boolean => {
	if (!isObject(entry) || !('key' in entry) || typeof entry.key !== 'string' || !('value' in entry))
		return false;
	const { value } = entry;
	if (value === null) return true;
	if (!isObject(value) || !('ok' in value)) return false;
	if (value.ok === true) return 'value' in value;
	return (
		value.ok === false &&
		'message' in value &&
		typeof value.message === 'string' &&
		'line' in value &&
		typeof value.line === 'number'
	);
};

const isFile = (path: unknown, file: unknown): boolean => {
	if (typeof path !== 'string' || !isObject(file)) return false;
	if (!('id' in file) || typeof file.id !== 'string') return false;
	if (!('skipped' in file) || !(file.skipped === null || typeof file.skipped === 'string')) return false;
	if (!('facts' in file) || !(file.facts instanceof Map)) return false;
	return [...file.facts].every(([fact, entry]) => typeof fact === 'string' && isFact(entry));
};

const isCache = (value: unknown): value is FileCache =>
	value instanceof Map && [...value].every(([path, file]) => isFile(path, file));

/** Empty for bytes of another build, and for anything that is no cache: it is dropped as a whole. */
export const loadCache = (bytes: Uint8Array | null, stamp: string): FileCache => {
	if (bytes === null) return new Map();
	try {
		const stored: unknown = deserialize(bytes);
		if (!isObject(stored) || !('stamp' in stored) || stored.stamp !== stamp) return new Map();
		return 'cache' in stored && isCache(stored.cache) ? stored.cache : new Map();
	} catch {
		return new Map();
	}
};
