import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Waits until a folder's list of names is on disk, where the system can tell. */
export const flushFolder = (folder: string): void => {
	if (process.platform === 'win32') return;
	const opened = openSync(folder, 'r');
	try {
		fsyncSync(opened);
	} finally {
		closeSync(opened);
	}
};

const flushFile = (file: string): void => {
	const opened = openSync(file, 'r+');
	try {
		fsyncSync(opened);
	} finally {
		closeSync(opened);
	}
};

/** Replaces a file as a whole: a reader, or the next start after a crash, sees the old or the new bytes. */
export const writeWhole = (file: string, bytes: string | Uint8Array, mode = 0o600): void => {
	const draft = `${file}.${process.pid}.tmp`;
	writeFileSync(draft, bytes, { mode, flush: true });
	renameSync(draft, file);
	flushFolder(path.dirname(file));
};

/** Copies a file as a whole, by way of a draft beside it; the mode is set before the name is. */
export const copyWhole = (from: string, to: string, draft: string, mode: number | null): void => {
	copyFileSync(from, draft);
	chmodSync(draft, 0o600);
	flushFile(draft);
	chmodSync(draft, mode ?? 0o444 & ~process.umask());
	renameSync(draft, to);
};
