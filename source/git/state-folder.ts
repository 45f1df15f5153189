import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atExit } from './at-exit.ts';
import { formatMark, lifeOf, ownMark, parseMark } from './living.ts';
import { lookAt } from './look.ts';
import type { Environment } from './program.ts';
import { isFinishing } from './run.ts';

/** What bp-audit keeps of one repository, outside of it. */
export interface StateFolder {
	readonly path: string;
	/** False where no lasting folder could be made: nothing may be written that needs a memory. */
	readonly lasting: boolean;
}

/** A folder of this process alone, removed when it ends. */
export interface RunFolder {
	/** `run-` and hex. */
	readonly id: string;
	readonly path: string;
	remove(): void;
}

/** Tells one repository from all others on this machine; hex. */
export const keyOf = (folder: string): string => createHash('sha256').update(folder).digest('hex');

const homeOf = (env: Environment): string | null => {
	const { XDG_STATE_HOME: xdg, LOCALAPPDATA: local, HOME: home } = env;
	if (xdg !== undefined && path.isAbsolute(xdg)) return xdg;
	if (process.platform === 'win32' && local !== undefined) return local;
	return home !== undefined && path.isAbsolute(home) ? path.join(home, '.local', 'state') : null;
};

const makeOwn = (folder: string): boolean => {
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const found = lstatSync(folder);
		if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid()))
			return false;
		const probe = path.join(folder, `probe-${randomBytes(6).toString('hex')}`);
		writeFileSync(probe, '', { flag: 'wx', mode: 0o600 });
		rmSync(probe);
		return true;
	} catch {
		return false;
	}
};

/** Opens, and makes where needed, the folder for the repository with that key. */
export const openStateFolder = (key: string, env: Environment, stateHome?: string): StateFolder => {
	const home = stateHome ?? homeOf(env);
	const folder = home === null ? null : path.join(home, 'bp-audit', key);
	if (folder !== null && makeOwn(folder)) return { path: folder, lasting: true };
	return { path: mkdtempSync(path.join(tmpdir(), 'bp-audit-')), lasting: false };
};

const ownerFile = 'owner';
const hour = 3_600_000;

/** Whether the process of a run folder may still be at work. */
export const isRunAlive = (state: string, id: string): boolean => {
	const folder = path.join(state, id);
	const found = lookAt(folder);
	if (!found) return false;
	const age = Date.now() - found.mtimeMs;
	try {
		const mark = parseMark(readFileSync(path.join(folder, ownerFile), 'utf8'));
		const life = mark === null ? 'dead' : lifeOf(mark);
		return life === 'alive' || (life === 'elsewhere' && age < 7 * 24 * hour);
	} catch {
		// Its owner may be about to write the mark.
		return age < hour;
	}
};

/** Makes this process its own folder, and removes those that dead processes left. */
export const openRun = (state: StateFolder): RunFolder => {
	for (const name of readdirSync(state.path)) {
		if (!name.startsWith('run-') || isRunAlive(state.path, name)) continue;
		// A git of its own may outlive it by a moment.
		if (Date.now() - (lookAt(path.join(state.path, name))?.mtimeMs ?? 0) < 10_000) continue;
		rmSync(path.join(state.path, name), { recursive: true, force: true });
	}
	const id = `run-${randomBytes(8).toString('hex')}`;
	const folder = path.join(state.path, id);
	mkdirSync(folder, { mode: 0o700 });
	writeFileSync(path.join(folder, ownerFile), formatMark(ownMark()), { mode: 0o600 });
	const remove = (): void => {
		forget();
		if (isFinishing()) return;
		rmSync(state.lasting ? folder : state.path, { recursive: true, force: true });
	};
	const forget = atExit(remove);
	return { id, path: folder, remove };
};
