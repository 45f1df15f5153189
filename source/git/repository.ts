import { existsSync, realpathSync, statSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf, ToolError, UserError } from '../core/errors.ts';
import type { FileChange, Tree } from '../core/tree.ts';
import type { Access } from './access.ts';
import type { Branch } from './branch.ts';
import { checkOut } from './checkout.ts';
import type { Checkout } from './checkout.ts';
import { discover } from './discover.ts';
import type { Place } from './discover.ts';
import { readFolder } from './folder.ts';
import { bannersOf, findLink, isWritable } from './guards.ts';
import { pastVersions } from './history.ts';
import type { PastOptions, PastVersions } from './history.ts';
import { findIdentity } from './identity.ts';
import type { Identity } from './identity.ts';
import { textPathOf } from './paths.ts';
import { copyHead, formatOf, makePrivateDir, readConfig, refuseOddFile } from './private.ts';
import { findGit, isNewEnough, trustedFolders } from './program.ts';
import type { Environment } from './program.ts';
import { changedPaths, readCommitTree, resolveCommit, TooManyFiles } from './read.ts';
import type { CommitTree } from './read.ts';
import { createRunner } from './run.ts';
import { findBranches, startBranch } from './start-branch.ts';
import type { BranchRequest, KnownBranch } from './start-branch.ts';
import { keyOf, openRun, openStateFolder } from './state-folder.ts';
import { dirtyPaths, readWorkingTree, untrackedPaths } from './working-tree.ts';
import { diffOf, diffOn } from './write.ts';

/** What git says about a repository, at the moment it was opened. */
export interface GitState {
	/** The commit checked out; null before the first one. */
	readonly head: string | null;
	/** Null when detached. */
	readonly branch: string | null;
	/** Things to know first, one sentence each. */
	readonly banners: readonly string[];
	/** Whether a branch of fixes can be made. */
	readonly canWrite: { readonly ok: true } | { readonly ok: false; readonly reason: string };
}

/** Which part of a tree to list. */
export interface TreeOptions {
	/** A folder relative to the root, for repositories too big to list whole; paths count from the root still. */
	readonly within?: string;
}

/**
 * A folder to audit, with git or without. Nothing of it is ever executed, and nothing is written to its working
 * tree, index, configuration, `HEAD` or stash.
 */
export interface Repository {
	/** The top of the working tree; real and absolute. */
	readonly root: string;
	/** The root's own name. */
	readonly name: string;
	/** The folder that was asked for, relative to the root; empty for the root itself. */
	readonly within: string;
	/** Tells the repository from all others on this machine; hex. */
	readonly key: string;
	/** Null where git is not used. */
	readonly git: GitState | null;
	/** Why a folder that has a `.git` is opened without git, one sentence; null else. */
	readonly withoutGit: string | null;
	/**
	 * A commit's files. Where they are more than 200,000: those below {@link Repository.within}, else a `UserError`.
	 */
	commitTree(rev: string, options?: TreeOptions): Promise<CommitTree>;
	/**
	 * The files on disk that git tracks or would not ignore; without git, those outside folders of made files.
	 * Limited as {@link Repository.commitTree} is.
	 */
	workingTree(options?: TreeOptions): Promise<Tree>;
	/** Tracked files that differ from the commit checked out, in order; 1,000 of them mean that there are more. */
	dirtyPaths(): Promise<readonly string[]>;
	/**
	 * Files changed since the last commit that is common with a revision: up to a commit where one is given, else
	 * up to the working tree with its new files.
	 */
	changedSince(rev: string, until?: string): Promise<readonly string[]>;
	/** Who commits would be by; null where git does not know. */
	identity(): Promise<Identity | null>;
	/** Versions of files in the history; null without git, or before the first commit. */
	history(options: PastOptions): Promise<(PastVersions & { readonly isShallow: boolean }) | null>;
	/** The patch that the changes would make on a commit, `HEAD` unless said; starts `diff --git`, writes nothing. */
	diff(changes: readonly FileChange[], rev?: string): Promise<string>;
	/** The same on any tree, such as one that holds earlier changes already. */
	diffOn(tree: Tree, changes: readonly FileChange[]): Promise<string>;
	startBranch(request: BranchRequest): Promise<Branch>;
	/** Branches that sessions on this machine worked on, last changed first. */
	findBranches(): Promise<readonly KnownBranch[]>;
	/** A commit's files in a temporary folder of their own. */
	checkOut(commit: string): Promise<Checkout>;
	/** Removes what was kept for this process. */
	close(): void;
}

export interface OpenOptions {
	readonly env: Environment;
	/** Instead of `$XDG_STATE_HOME` or `~/.local/state`. */
	readonly stateHome?: string;
	readonly now: () => Date;
}

const openAccess = async (place: Place, { env, stateHome }: OpenOptions): Promise<Access> => {
	const program = findGit(place.root, env);
	if (program === null) throw new UserError('git was not found');
	const searchPath = trustedFolders(place.root, env);
	const bare = createRunner({ program, searchPath, cwd: tmpdir(), gitDir: devNull, env });
	if (!isNewEnough(await bare.text(['version']))) throw new UserError('git is older than version 2.30');
	const config = path.join(place.commonDir, 'config');
	refuseOddFile(config);
	const format = formatOf(await readConfig(bare, config));
	if (format.refs === 'reftable' && place.gitDir !== place.commonDir) {
		throw new UserError('a linked worktree of a repository with reftables cannot be read');
	}
	const state = openStateFolder(keyOf(place.commonDir), env, stateHome);
	const run = openRun(state);
	const privateDir = path.join(run.path, 'git');
	makePrivateDir(place, privateDir, format);
	const runner = createRunner({ program, searchPath, cwd: run.path, gitDir: privateDir, env });
	return { place, privateDir, format, state, run, runner, hash: format.hash, scratch: run.path };
};

const whyReadOnly = ({ place, state }: Access, head: string | null): string | null => {
	if (head === null) return 'there is no commit yet';
	if (!state.lasting) return 'the state folder cannot be written, so nothing could be undone';
	const link = findLink(place, 'refs/heads/bp-audit');
	if (link !== null) return `\`.git/${link}\` is a symbolic link`;
	return isWritable(place) ? null : 'the repository cannot be written';
};

const stateOf = async (access: Access): Promise<GitState> => {
	const { runner, place } = access;
	const head = await runner.text(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], {
		okCodes: [0, 1, 128],
	});
	const branch = await runner.text(['symbolic-ref', '--quiet', '--short', 'HEAD'], { okCodes: [0, 1, 128] });
	const found = { head: head === '' ? null : head, branch: branch === '' ? null : branch };
	const reason = whyReadOnly(access, found.head);
	return {
		...found,
		banners: bannersOf(place, found),
		canWrite: reason === null ? { ok: true } : { ok: false, reason },
	};
};

/** Lists the part asked for, or the whole, or the folder that was opened where the whole is too big. */
const inLimits = async <T>(
	list: (part: string) => Promise<T>,
	opened: string,
	{ within }: TreeOptions = {},
): Promise<T> => {
	try {
		return await list(within ?? '');
	} catch (error) {
		if (!(error instanceof TooManyFiles) || within !== undefined || opened === '') throw error;
		return list(opened);
	}
};

const sorted = (paths: Iterable<string>): readonly string[] => [...new Set(paths)].toSorted();

const withGit = async (access: Access, within: string, { env, now }: OpenOptions): Promise<Repository> => {
	const { place, runner, privateDir } = access;
	const git = await stateOf(access);
	const resolve = (rev: string): Promise<string> => {
		copyHead(place, privateDir);
		return resolveCommit(runner, rev);
	};
	const commitTree = async (rev: string, options: TreeOptions = {}): Promise<CommitTree> => {
		const commit = await resolve(rev);
		return inLimits(part => readCommitTree(runner, commit, part), within, options);
	};
	const identity = (): Promise<Identity | null> => findIdentity(runner, place, privateDir, env);
	const dirty = async (): Promise<readonly string[]> =>
		git.head === null ? [] : dirtyPaths(access, await commitTree('HEAD'));
	return {
		root: place.root,
		name: path.basename(place.root),
		within,
		key: keyOf(place.commonDir),
		git,
		withoutGit: null,
		commitTree,
		workingTree: options => inLimits(part => readWorkingTree(access, part), within, options),
		dirtyPaths: dirty,
		async changedSince(rev, until) {
			const [from, to] = [await resolve(rev), await resolve(until ?? 'HEAD')];
			const common = await runner.text(['merge-base', from, to], { okCodes: [0, 1] });
			const committed = await changedPaths(runner, common.split('\n')[0] || from, to);
			const inCommits = committed.flatMap(raw => textPathOf(raw) ?? []);
			if (until !== undefined) return sorted(inCommits);
			return sorted([...inCommits, ...(await dirty()), ...(await untrackedPaths(access))]);
		},
		identity,
		async history(wanted) {
			if (git.head === null) return null;
			const isShallow = existsSync(path.join(privateDir, 'shallow'));
			return { ...(await pastVersions(runner, git.head, wanted)), isShallow };
		},
		diff: async (changes, rev = 'HEAD') => diffOf(access, await resolve(rev), changes),
		diffOn: (tree, changes) => diffOn(access, tree, changes),
		async startBranch(request) {
			if (!git.canWrite.ok) throw new UserError(`no branch can be made: ${git.canWrite.reason}`);
			const base = await resolve(request.base);
			return startBranch({ ...request, base }, { access, now, findIdentity: identity });
		},
		findBranches: () => findBranches(access),
		checkOut: commit => checkOut(runner, commit),
		close: () => access.run.remove(),
	};
};

const withoutGit = (root: string, within: string, reason: string | null): Repository => {
	const refuse = async (): Promise<never> => {
		throw new UserError(reason ?? 'this folder is not in a git repository');
	};
	return {
		root,
		name: path.basename(root),
		within,
		key: keyOf(root),
		git: null,
		withoutGit: reason,
		commitTree: refuse,
		workingTree: options => inLimits(part => readFolder(root, part), within, options),
		dirtyPaths: async () => [],
		changedSince: refuse,
		identity: async () => null,
		history: async () => null,
		diff: refuse,
		diffOn: refuse,
		startBranch: refuse,
		findBranches: async () => [],
		checkOut: refuse,
		close: () => {},
	};
};

const folderAt = (asked: string): string => {
	try {
		const folder = realpathSync(asked);
		if (statSync(folder).isDirectory()) return folder;
	} catch (error) {
		throw new UserError(`there is no folder \`${asked}\``, { cause: error });
	}
	throw new UserError(`\`${asked}\` is not a folder`);
};

/**
 * Opens the repository that a folder belongs to, or the folder alone where there is none. A `.git` that cannot
 * be trusted or read costs the fixes, not the audit: see {@link Repository.withoutGit}.
 */
export const openRepository = async (asked: string, options: OpenOptions): Promise<Repository> => {
	const folder = folderAt(asked);
	let place: Place | null;
	try {
		place = discover(folder);
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return withoutGit(folder, '', `Git is not used: ${error.message}.`);
	}
	if (place === null) return withoutGit(folder, '', null);
	const within = path.relative(place.root, folder).replaceAll(path.sep, '/');
	try {
		return await withGit(await openAccess(place, options), within, options);
	} catch (error) {
		if (!(error instanceof UserError) && !(error instanceof ToolError)) throw error;
		return withoutGit(place.root, within, `Git is not used: ${messageOf(error)}.`);
	}
};
