import { createHash } from 'node:crypto';
import { constants, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from './durable.ts';

/** One file of bytes that may be lost at any time. */
export interface Cache {
	/** What was written last; null where there is nothing, or it is damaged. */
	read(): Promise<Uint8Array | null>;
	/** Replaces it as a whole. Too many bytes, or a folder that cannot be written, change nothing. */
	write(bytes: Uint8Array): Promise<void>;
}

/** Bytes kept at most. */
export const maxCacheBytes = 64 << 20;
const magic = Buffer.from('bp-audit cache 1\n');
const digestLength = 32;

const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** The cache of one repository below a folder such as `~/.cache`; see `Repository.key`. */
export const openCache = (cacheHome: string, repositoryKey: string): Cache => {
	const folder = path.join(cacheHome, 'bp-audit');
	const file = path.join(folder, repositoryKey.replace(/[^\w.-]/g, '_'));
	return {
		async read() {
			try {
				const opened = await open(
					file,
					constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
				);
				try {
					const found = await opened.stat();
					if (!found.isFile() || found.size > maxCacheBytes + magic.length + digestLength) return null;
					const all = await opened.readFile();
					const body = all.subarray(magic.length + digestLength);
					const digest = all.subarray(magic.length, magic.length + digestLength);
					const isWhole = all.subarray(0, magic.length).equals(magic) && digestOf(body).equals(digest);
					return isWhole ? body : null;
				} finally {
					await opened.close();
				}
			} catch {
				return null;
			}
		},
		async write(bytes) {
			if (bytes.length > maxCacheBytes) return;
			try {
				mkdirSync(folder, { recursive: true, mode: 0o700 });
				writeWhole(file, Buffer.concat([magic, digestOf(bytes), bytes]));
			} catch {
				// The next run works without.
			}
		},
	};
};
