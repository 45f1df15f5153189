import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atExit } from './at-exit.ts';
import { formatMark, lifeOf, ownMark, parseMark } from './living.ts';
import type { StateFolder } from './state-folder.ts';

/** Held while a session works on a branch. */
export interface SessionLock {
	release(): void;
}

const day = 86_400_000;

const fileOf = (state: StateFolder, branch: string): string =>
	path.join(state.path, 'locks', encodeURIComponent(branch));

const isHeld = (file: string): boolean => {
	try {
		const mark = parseMark(readFileSync(file, 'utf8'));
		if (mark === null) return false;
		const life = lifeOf(mark);
		return life === 'alive' || (life === 'elsewhere' && Date.now() - lstatSync(file).mtimeMs < day);
	} catch {
		return false;
	}
};

/** Whether a living session works on the branch. */
export const isLocked = (state: StateFolder, branch: string): boolean => isHeld(fileOf(state, branch));

/** Takes the lock, also from a dead session; null where a living one has it. */
export const lockSession = (state: StateFolder, branch: string): SessionLock | null => {
	const file = fileOf(state, branch);
	mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
	const aside = `${file}.${randomBytes(6).toString('hex')}`;
	const mark = formatMark(ownMark());
	writeFileSync(aside, mark, { mode: 0o600 });
	try {
		// A link appears with its content, so nobody ever sees an empty lock.
		for (let attempt = 0; attempt < 3; attempt++) {
			try {
				linkSync(aside, file);
				const release = (): void => {
					forget();
					try {
						if (readFileSync(file, 'utf8') === mark) rmSync(file, { force: true });
					} catch {
						// Taken away already.
					}
				};
				const forget = atExit(release);
				return { release };
			} catch {
				if (isHeld(file)) return null;
				takeAside(file);
			}
		}
		return null;
	} finally {
		rmSync(aside, { force: true });
	}
};

/** Removes a dead session's lock, unless another process took it over in this moment. */
const takeAside = (file: string): void => {
	const dead = `${file}.${randomBytes(6).toString('hex')}`;
	try {
		renameSync(file, dead);
		if (isHeld(dead)) linkSync(dead, file);
	} catch {
		// Gone, or taken over.
	} finally {
		rmSync(dead, { force: true });
	}
};
