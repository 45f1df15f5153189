import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bug, messageOf, ToolError, UserError } from '../core/errors.ts';
import type { Access } from './access.ts';
import { copyWhole, flushFolder } from './durable.ts';
import { findLink, isCheckedOut } from './guards.ts';
import { lookAt } from './look.ts';
import { readRef } from './read.ts';
import { isRunAlive } from './state-folder.ts';

const heads = 'refs/heads/';
const plainName = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const waits = [50, 200, 800] as const;
/** Milliseconds; a running git holds a ref's lock for a fraction of it. */
const staleLock = 2000;

/** Where a branch is to move. */
export interface Move {
	/** Without `refs/heads/`. */
	readonly branch: string;
	/** Null: the branch is not there. */
	readonly from: string | null;
	/** Null: the branch goes. */
	readonly to: string | null;
	/** Commits reachable from here are in the repository already. */
	readonly base: string;
	/** For the reflog. */
	readonly reason: string;
}

export const refOf = (branch: string): string => `${heads}${branch}`;

/** Whether a branch may be called so: stricter than git, so that no name means anything else to anyone. */
export const isPlainName = (branch: string): boolean =>
	plainName.test(branch) && branch !== 'HEAD' && !/\.\.|\/\/|\.lock(?:\/|$)|\/\.|[./]$/.test(branch);

const packFolder = ({ place }: Access): string => path.join(place.commonDir, 'objects', 'pack');

/** A file that is not whole yet. Not called `tmp_…`: `git prune` removes those, whoever is writing them. */
const draftOf = (access: Access, part: string): string =>
	path.join(packFolder(access), `bp-audit-${access.run.id}-${part}`);

const modeFor = (shared: string | null): number | null => {
	if (shared === null) return null;
	return /^(?:group|true|1)$/.test(shared) ? 0o440 : 0o444;
};

/** Packs what the repository lacks, and gives the pack's id; null where it lacks nothing. */
const pack = async ({ runner, privateDir }: Access, to: string, base: string): Promise<string | null> => {
	const list = await runner.bytes(['rev-list', '--objects', '--no-object-names', to, '--not', base]);
	if (list.length === 0) return null;
	const folder = path.join(privateDir, 'objects', 'pack');
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	return runner.text(['pack-objects', '-q', '--threads=1', path.join(folder, 'pack')], { input: list });
};

/**
 * Brings a pack into the user's store in the order of git's own receive-pack: a `.keep` file first, so that no
 * `git gc` takes it before a ref holds it, and the index last, which makes it visible. Gives a way to let go.
 *
 * Each pack gets a name of its own, because to hold a pack that is there already is no help: a `git repack` that
 * is under way may have listed it for deletion, and then leaves its objects out of the new pack as held.
 */
const install = (access: Access, id: string): (() => void) => {
	const from = path.join(access.privateDir, 'objects', 'pack', `pack-${id}`);
	const name = randomBytes(access.hash === 'sha1' ? 20 : 32).toString('hex');
	const to = path.join(packFolder(access), `pack-${name}`);
	const drafts = ['keep', 'pack', 'idx'].map(suffix => draftOf(access, suffix));
	const release = (): void => rmSync(`${to}.keep`, { force: true });
	try {
		mkdirSync(packFolder(access), { recursive: true });
		const mode = modeFor(access.format.shared);
		// Under its name only when it is whole: an empty one could not be told from somebody else's.
		writeFileSync(draftOf(access, 'keep'), `bp-audit ${access.run.id}\n`);
		renameSync(draftOf(access, 'keep'), `${to}.keep`);
		copyWhole(`${from}.pack`, `${to}.pack`, draftOf(access, 'pack'), mode);
		copyWhole(`${from}.idx`, `${to}.idx`, draftOf(access, 'idx'), mode);
		flushFolder(packFolder(access));
		return release;
	} catch (error) {
		for (const each of [...drafts, `${to}.idx`, `${to}.pack`]) rmSync(each, { force: true });
		release();
		throw new UserError(`the fix could not be written: ${messageOf(error)}`, { cause: error });
	}
};

const ownerOfKeep = (file: string): string | null => {
	try {
		return /^bp-audit (run-[0-9a-f]+)\n$/.exec(readFileSync(file, 'utf8'))?.[1] ?? null;
	} catch {
		return null;
	}
};

/** Removes what a process that died while publishing left in the repository. */
export const sweepPacks = (access: Access): void => {
	const folder = packFolder(access);
	if (lookAt(folder)?.isDirectory() !== true) return;
	const names = readdirSync(folder);
	for (const name of names) {
		const file = path.join(folder, name);
		const owner = name.endsWith('.keep')
			? ownerOfKeep(file)
			: (/^bp-audit-(run-[0-9a-f]+)-/.exec(name)?.[1] ?? null);
		if (owner === null || owner === access.run.id || isRunAlive(access.state.path, owner)) continue;
		// A pack whose index never came is invisible to git.
		const half = name.replace(/\.keep$/, '.pack');
		if (name.endsWith('.keep') && !names.includes(name.replace(/\.keep$/, '.idx'))) {
			rmSync(path.join(folder, half), { force: true });
		}
		rmSync(file, { force: true });
	}
};

/** Removes the lock that a killed git left on one of our refs; waits while it may be a live one. */
export const sweepLock = async ({ place }: Access, branch: string): Promise<void> => {
	const lock = path.join(place.commonDir, `${refOf(branch)}.lock`);
	for (;;) {
		const found = lookAt(lock);
		if (!found) return;
		const left = staleLock - (Date.now() - found.mtimeMs);
		if (left <= 0) {
			rmSync(lock, { force: true });
			return;
		}
		await sleep(Math.min(left + 10, 100));
	}
};

const movedOutside = (branch: string, cause?: unknown): UserError =>
	new UserError(`\`${branch}\` was changed outside bp-audit`, {
		tryThis: `Look at it with \`git log ${branch}\`; bp-audit leaves it as it is.`,
		cause,
	});

const swap = async ({ runner, place, hash }: Access, { branch, from, to, reason }: Move): Promise<void> => {
	const ref = refOf(branch);
	const none = '0'.repeat(hash === 'sha1' ? 40 : 64);
	const command = to === null ? `delete ${ref} ${from ?? none}` : `update ${ref} ${to} ${from ?? none}`;
	await runner.bytes(['update-ref', '--create-reflog', '-m', `bp-audit: ${reason}`, '--stdin'], {
		// A ref of ours that is really a pointer to another one must not move that one.
		input: `start\noption no-deref\n${command}\nprepare\ncommit\n`,
		mustFinish: true,
		env: {
			// What the ref is to name has to be in the user's store by now, not only in ours.
			GIT_OBJECT_DIRECTORY: path.join(place.commonDir, 'objects'),
			GIT_COMMITTER_NAME: 'bp-audit',
			GIT_COMMITTER_EMAIL: 'bp-audit@localhost',
		},
	});
};

/** Throws a `UserError` where a branch must not be moved now. */
const refuse = ({ place }: Access, branch: string): void => {
	if (!isPlainName(branch)) throw new Bug(`${branch} is not a branch of ours`);
	if (isCheckedOut(place, refOf(branch))) {
		throw new UserError(`\`${branch}\` is checked out, so bp-audit does not move it`, {
			tryThis: 'Switch to another branch, or start a new one for the fixes.',
		});
	}
	const link = findLink(place, refOf(branch));
	if (link !== null)
		throw new UserError(`\`.git/${link}\` is a symbolic link, so nothing is written through it`);
};

/** Moves a branch of ours by compare-and-swap, after everything it is to reach is in the user's store. */
export const publish = async (access: Access, move: Move): Promise<void> => {
	const { branch, from, to, base } = move;
	for (let attempt = 0; ; attempt++) {
		refuse(access, branch);
		let release: (() => void) | null = null;
		try {
			const id = to === null ? null : await pack(access, to, base);
			if (id !== null) release = install(access, id);
			await swap(access, move);
			return;
		} catch (error) {
			if (!(error instanceof ToolError)) throw error;
			const now = await readRef(access.runner, refOf(branch));
			// Git may have been killed after it had done its work.
			if (now === to) return;
			if (now !== from) throw movedOutside(branch, error);
			const wait = waits[attempt];
			if (wait === undefined) throw error;
			await sleep(wait);
		} finally {
			release?.();
		}
	}
};
