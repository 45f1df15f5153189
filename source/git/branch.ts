import { Bug, ToolError, UserError } from '../core/errors.ts';
import type { FileChange } from '../core/tree.ts';
import type { Access } from './access.ts';
import type { PathChanges } from './edit-tree.ts';
import type { Identity } from './identity.ts';
import { tipOf, writeLog } from './oplog.ts';
import type { BranchLog, History, LogEntry } from './oplog.ts';
import { escapedPathOf } from './paths.ts';
import { publish } from './publish.ts';
import { changedPaths, readCommitTree } from './read.ts';
import type { CommitTree } from './read.ts';
import type { SessionLock } from './session-lock.ts';
import { buildCommit, diffOf, patchBetween, pathChangesOf } from './write.ts';

/**
 * A remediation branch. It comes into being with its first commit, moves only by compare-and-swap, and remembers
 * what was done and undone across processes. Calls must not overlap; a call that throws changed nothing.
 */
export interface Branch {
	/** Without `refs/heads/`. */
	readonly name: string;
	/** The commit that the branch starts from. */
	readonly base: string;
	/** The last commit, or the base while there is none. */
	tip(): string;
	tree(): Promise<CommitTree>;
	/** Adds a commit and gives its id. Throws a `UserError` when the branch moved meanwhile. */
	commit(commit: {
		readonly changes: readonly FileChange[];
		readonly message: string;
		/** Plain JSON. */
		readonly record: unknown;
	}): Promise<string>;
	/** Takes the last commit back; null when there is none. */
	undo(): Promise<LogEntry | null>;
	/**
	 * Brings an undone commit back, the last one where none is named; null when there is none. On another tip than
	 * it was made on it is built anew; throws a `UserError` where a file that it changes has changed since.
	 */
	redo(commit?: string): Promise<LogEntry | null>;
	/** Takes all commits back, and the branch with them; gives them newest first. */
	dropAll(): Promise<readonly LogEntry[]>;
	/**
	 * Takes one commit out of the middle by building the later ones anew. Throws a `UserError` where a later one
	 * touches the same file. It can be redone.
	 */
	drop(commit: string): Promise<LogEntry>;
	/** The patch of a commit that was made here, also of one that was undone. */
	show(commit: string): Promise<string>;
	/** The paths that a commit changes. */
	changed(commit: string): Promise<readonly string[]>;
	/** The trees before and after such a commit. */
	sides(commit: string): Promise<readonly [before: CommitTree, after: CommitTree]>;
	/** Commits on the branch, oldest first. */
	log(): readonly LogEntry[];
	/** The patch that the changes would make on the tip, starting `diff --git`; writes nothing. */
	diff(changes: readonly FileChange[]): Promise<string>;
	/** Lets another session work on the branch. */
	close(): Promise<void>;
}

/** What a branch needs beside the repository. */
export interface BranchSettings {
	readonly access: Access;
	/** As settled with the ref. */
	readonly log: BranchLog;
	readonly lock: SessionLock;
	readonly now: () => Date;
	readonly findIdentity: () => Promise<Identity | null>;
}

/** A commit's own changes, as blobs that exist. */
const changesOf = async ({ runner }: Access, commit: string): Promise<PathChanges> => {
	const raw = await runner.bytes([
		'diff-tree',
		'-r',
		'-z',
		'--no-renames',
		'--no-abbrev',
		`${commit}^`,
		commit,
	]);
	const fields = raw.toString('latin1').split('\0');
	const changes = new Map<string, { readonly mode: string; readonly id: string } | null>();
	for (let at = 0; at + 1 < fields.length; at += 2) {
		const [, mode, , id, status] = (fields[at] ?? '').split(' ');
		const path = fields[at + 1];
		if (mode === undefined || id === undefined || path === undefined)
			throw new Bug('unexpected line of diff-tree');
		changes.set(path, status === 'D' ? null : { mode, id });
	}
	return changes;
};

export const openBranch = ({ access, log: opened, lock, now, findIdentity }: BranchSettings): Branch => {
	const { branch: name, base } = opened;
	let log = opened;
	let isOpen = true;

	const tip = (): string => tipOf(log) ?? base;

	/** Moves the ref; the intent is on disk before, and the result after. */
	const move = async (next: History, known: string, reason: string): Promise<void> => {
		if (!isOpen) throw new Bug('the branch is closed');
		const changed = now().toISOString();
		writeLog(access.state, { ...log, changed, pending: next });
		try {
			await publish(access, { branch: name, from: tipOf(log), to: tipOf(next), base: known, reason });
		} catch (error) {
			writeLog(access.state, log);
			throw error;
		}
		log = { ...log, ...next, changed, pending: null };
		writeLog(access.state, log);
	};

	const authorship = async () => {
		const identity = await findIdentity();
		if (identity !== null) return { identity, date: now() };
		throw new UserError('git does not know who you are', {
			tryThis: 'Set `git config --global user.name` and `user.email`.',
		});
	};

	/** The commit itself where the tip is its parent, else its changes and message as a commit on the tip. */
	const onTip = async (commit: string): Promise<string> => {
		const { runner } = access;
		const parent = await runner.text(['rev-parse', '--verify', `${commit}^`]);
		if (parent === tip()) return commit;
		const changes = await changesOf(access, commit);
		const shared = (await changedPaths(runner, parent, tip())).find(path => changes.has(path));
		if (shared !== undefined) {
			throw new UserError(`\`${escapedPathOf(shared)}\` has changed since`, {
				tryThis: 'Make the fix again instead.',
			});
		}
		const message = await runner.text(['log', '-1', '--format=%B', commit]);
		return buildCommit(access, tip(), changes, message, await authorship());
	};

	return {
		name,
		base,
		tip,
		tree: () => readCommitTree(access.runner, tip()),
		log: () => log.done,
		diff: changes => diffOf(access, tip(), changes),
		async commit({ changes, message, record }) {
			const parent = tip();
			const commit = await buildCommit(access, parent, pathChangesOf(changes), message, await authorship());
			await move({ done: [...log.done, { commit, record }], undone: [] }, parent, 'commit');
			return commit;
		},
		async undo() {
			const last = log.done.at(-1);
			if (!last) return null;
			const next = { done: log.done.slice(0, -1), undone: [...log.undone, last] };
			await move(next, tipOf(next) ?? base, 'undo');
			return last;
		},
		async redo(commit) {
			const next = commit === undefined ? log.undone.at(-1) : log.undone.find(each => each.commit === commit);
			if (!next) return null;
			const undone = log.undone.filter(each => each !== next);
			try {
				const again = { commit: await onTip(next.commit), record: next.record };
				await move({ done: [...log.done, again], undone }, tip(), 'redo');
				return again;
			} catch (error) {
				if (!(error instanceof ToolError)) throw error;
				throw new UserError('the undone commit is no longer in the repository', { cause: error });
			}
		},
		show: commit => patchBetween(access, `${commit}^`, commit),
		changed: async commit =>
			(await changedPaths(access.runner, `${commit}^`, commit)).map(path => escapedPathOf(path)),
		async sides(commit) {
			const parent = await access.runner.text(['rev-parse', '--verify', `${commit}^`]);
			return [await readCommitTree(access.runner, parent), await readCommitTree(access.runner, commit)];
		},
		async dropAll() {
			const dropped = log.done.toReversed();
			if (dropped.length > 0) await move({ done: [], undone: [...log.undone, ...dropped] }, base, 'drop all');
			return dropped;
		},
		async drop(commit) {
			const at = log.done.findIndex(entry => entry.commit === commit);
			const entry = log.done[at];
			if (!entry) throw new UserError(`\`${commit}\` is not a commit that bp-audit made on \`${name}\``);
			const paths = new Set(await changedPaths(access.runner, `${commit}^`, commit));
			const who = await authorship();
			const done = log.done.slice(0, at);
			let parent = done.at(-1)?.commit ?? base;
			for (const later of log.done.slice(at + 1)) {
				const changes = await changesOf(access, later.commit);
				const shared = [...changes.keys()].find(path => paths.has(path));
				if (shared !== undefined) {
					throw new UserError(`a later commit changes \`${escapedPathOf(shared)}\` too`, {
						tryThis: 'Undo the later commits first.',
					});
				}
				const message = await access.runner.text(['log', '-1', '--format=%B', later.commit]);
				parent = await buildCommit(access, parent, changes, message, who);
				done.push({ commit: parent, record: later.record });
			}
			await move({ done, undone: [...log.undone, entry] }, done[at - 1]?.commit ?? base, 'drop');
			return entry;
		},
		async close() {
			isOpen = false;
			lock.release();
		},
	};
};
