import { Bug, UserError } from '../core/errors.ts';
import type { Access } from './access.ts';
import { openBranch } from './branch.ts';
import type { Branch, BranchSettings } from './branch.ts';
import { isCheckedOut } from './guards.ts';
import { readLog, readLogs, settle } from './oplog.ts';
import type { BranchLog } from './oplog.ts';
import { isPlainName, refOf, sweepLock, sweepPacks } from './publish.ts';
import { readRef } from './read.ts';
import { isLocked, lockSession } from './session-lock.ts';
import type { SessionLock } from './session-lock.ts';

/** A branch that an earlier session worked on. */
export interface KnownBranch {
	readonly name: string;
	readonly base: string;
	/** Commits that can be undone. */
	readonly commits: number;
	/** Commits that can be redone. */
	readonly undone: number;
	/** ISO time of the last change. */
	readonly changed: string;
	/**
	 * `ready` to be opened; `in use` by another session; `checked out`, so it can be read but not moved; `moved` by
	 * somebody else, or `gone`, so that it can neither be resumed nor undone.
	 */
	readonly status: 'ready' | 'in use' | 'checked out' | 'moved' | 'gone';
}

export interface BranchRequest {
	/** A branch to resume, or the name of a new one. `bp-audit/<date>` and a number unless said. */
	readonly name?: string;
	/** What a new branch starts from; any name of a commit. */
	readonly base: string;
}

/** Branches whose names start like this one, by name. */
const branchesLike = async ({ runner }: Access, first: string): Promise<ReadonlyMap<string, string>> => {
	const simple = await runner.simple();
	const patterns = [refOf(first), `${refOf(first)}-*`];
	const listing = await simple.raw('for-each-ref', '--format=%(refname:lstrip=2) %(objectname)', ...patterns);
	return new Map(
		listing
			.split('\n')
			.map(line => line.split(' '))
			.flatMap(([name, id]) => (name === undefined || id === undefined ? [] : [[name, id] as const])),
	);
};

/** A branch is a file in a folder of branches: `a` and `a/b` exclude each other. */
const clashes = (name: string, others: ReadonlyMap<string, string>): string | undefined =>
	[...others.keys()].find(other => other.startsWith(`${name}/`) || name.startsWith(`${other}/`));

const two = (part: number): string => String(part).padStart(2, '0');

const dayOf = (date: Date): string =>
	`${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

const freshLog = (branch: string, base: string, now: Date): BranchLog => ({
	branch,
	base,
	changed: now.toISOString(),
	done: [],
	undone: [],
	pending: null,
});

const maxTries = 1000;

/** The first free name of the day, and its lock. */
const lockFreeName = async (
	access: Access,
	date: Date,
): Promise<{ readonly name: string; readonly lock: SessionLock }> => {
	const taken = await branchesLike(access, 'bp-audit');
	const prefix = taken.has('bp-audit') ? 'bp-audit-' : 'bp-audit/';
	for (let number = 1; number < maxTries; number++) {
		const name = `${prefix}${dayOf(date)}${number === 1 ? '' : `-${number}`}`;
		if (taken.has(name) || clashes(name, taken) !== undefined) continue;
		const lock = lockSession(access.state, name);
		if (lock === null) continue;
		// Another session may have made it between the list and the lock.
		if ((await readRef(access.runner, refOf(name))) === null) return { name, lock };
		lock.release();
	}
	throw new Bug('no branch name is free');
};

/** The log to go on with, for a branch the user named. */
const logFor = async (access: Access, name: string, base: string, now: Date): Promise<BranchLog> => {
	await sweepLock(access, name);
	const tip = await readRef(access.runner, refOf(name));
	const known = readLog(access.state, name);
	const settled = known === null ? null : settle(known, tip);
	if (settled !== null && settled.done.length + settled.undone.length > 0) return settled;
	if (tip === null) {
		const clash = clashes(name, await branchesLike(access, name.split('/')[0] ?? name));
		if (clash === undefined) return freshLog(name, base, now);
		throw new UserError(`there is a branch \`${clash}\`, so there cannot be one called \`${name}\``);
	}
	throw new UserError(
		known === null
			? `the branch \`${name}\` exists and was not made by bp-audit here`
			: `\`${name}\` was changed outside bp-audit`,
		{ tryThis: 'Choose another name, or leave it out.' },
	);
};

/** Starts a branch, or goes on with one that a session before worked on. The ref comes with the first commit. */
export const startBranch = async (
	{ name: wanted, base }: BranchRequest,
	settings: Omit<BranchSettings, 'log' | 'lock'>,
): Promise<Branch> => {
	const { access, now } = settings;
	sweepPacks(access);
	if (wanted === undefined) {
		const { name, lock } = await lockFreeName(access, now());
		return openBranch({ ...settings, lock, log: freshLog(name, base, now()) });
	}
	if (!isPlainName(wanted)) throw new UserError(`\`${wanted}\` is not a branch name that bp-audit uses`);
	const lock = lockSession(access.state, wanted);
	if (lock === null)
		throw new UserError(`another session works on \`${wanted}\``, { tryThis: 'End it first.' });
	try {
		return openBranch({ ...settings, lock, log: await logFor(access, wanted, base, now()) });
	} catch (error) {
		lock.release();
		throw error;
	}
};

/** Branches that sessions on this machine worked on, last changed first. */
export const findBranches = async (access: Access): Promise<readonly KnownBranch[]> => {
	const known: KnownBranch[] = [];
	for (const log of readLogs(access.state)) {
		const tip = await readRef(access.runner, refOf(log.branch));
		const settled = settle(log, tip);
		const { done, undone } = settled ?? log;
		if (done.length + undone.length === 0) continue;
		const status = isLocked(access.state, log.branch)
			? 'in use'
			: settled === null
				? tip === null
					? 'gone'
					: 'moved'
				: isCheckedOut(access.place, refOf(log.branch))
					? 'checked out'
					: 'ready';
		known.push({
			name: log.branch,
			base: log.base,
			commits: done.length,
			undone: undone.length,
			changed: log.changed,
			status,
		});
	}
	return known;
};
