import { existsSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from './cli/version.ts';
import type { AuditOptions, Environment, FixBench, Wiring, WorkbenchOptions } from './cli/wiring-types.ts';
import { UserError } from './core/errors.ts';
import type { Report } from './core/report.ts';
import type { Tree } from './core/tree.ts';
import { subtree } from './core/tree.ts';
import { createAnalyst } from './engine/analyst.ts';
import { decide } from './engine/decide.ts';
import type { FileCache } from './engine/file-cache.ts';
import { loadCache, storeCache } from './engine/file-cache.ts';
import { memoryBranch } from './engine/memory-branch.ts';
import type { Pool } from './engine/pool.ts';
import { createPool } from './engine/pool.ts';
import type { FixBranch } from './engine/ports.ts';
import { rootedBranch } from './engine/rooted-branch.ts';
import { createWorkbench } from './engine/workbench.ts';
import { fromSource, moduleOf, nodeFlags } from './entries.ts';
import { openCache } from './git/cache.ts';
import { editFile } from './git/edit-file.ts';
import type { Repository } from './git/repository.ts';
import { openRepository } from './git/repository.ts';
import { fixers } from '../fixers/index.ts';
import { practices } from './practices/index.ts';
import type { Target } from './session/ports.ts';
import { historyOf, noticesOfHistory } from './wiring-history.ts';
import { childEnvironment, executeFor, ranOn, rootOf, verifyFor } from './wiring-programs.ts';

// The only place that knows how the engine, git and the disk are joined; the commands see `Wiring`.

const childModule = moduleOf('engine/child.ts', 'engine-child.js');
const limitMs = 10_000;
const startMs = 30_000;

const jobsOf = (asked: number | null): number => asked ?? Math.min(4, Math.max(1, availableParallelism()));

const openPool = (env: Environment, jobs: number): Pool =>
	createPool({
		childModule,
		execArgv: nodeFlags,
		...(fromSource ? { threadLoader: fileURLToPath(new URL('../scripts/thread.mjs', import.meta.url)) } : {}),
		jobs,
		limitMs,
		startMs,
		env: childEnvironment(env),
	});

const isoDay = (date: Date): string => date.toISOString().slice(0, 10);

interface Store {
	load(): Promise<FileCache>;
	keep(cache: FileCache): Promise<void>;
}

/** The cache of one repository; a build of its own writes the stamp, so that old facts are never taken for new. */
const openStore = (repository: Repository, env: Environment, wanted: boolean): Store => {
	// Running from source there is no build to name, and a cache would outlive an edit.
	if (!wanted || fromSource) return { load: async () => new Map(), keep: async () => {} };
	// A relative one is to be ignored, says the standard; it would lie in whatever folder this runs in.
	const given = env['XDG_CACHE_HOME'] ?? '';
	const home = path.isAbsolute(given) ? given : path.join(env['HOME'] || homedir(), '.cache');
	const cache = openCache(
		home,
		`${repository.key}${rootOf(repository).replaceAll(/\W/g, '_')}`.slice(0, 120),
	);
	const stamp = `${version} ${process.env['BP_AUDIT_BUILD'] ?? ''}`;
	let kept: FileCache | null = null;
	return {
		async load() {
			kept = loadCache(await cache.read(), stamp);
			return kept;
		},
		async keep(files) {
			if (files === kept) return;
			kept = files;
			await cache.write(storeCache(files, stamp));
		},
	};
};

const analystFor = (
	repository: Repository,
	pool: Pool,
	options: { readonly jobs: number; readonly now: Date },
	selection: AuditOptions['selection'] = { only: [], skip: [] },
	within = rootOf(repository) === '' ? repository.within : '',
) =>
	createAnalyst({
		name: repository.name,
		version,
		pool,
		jobs: options.jobs,
		selection,
		within,
		today: isoDay(options.now),
		clock: () => performance.now(),
	});

const rooted = (repository: Repository, tree: Tree): Tree => {
	const folder = rootOf(repository);
	return folder === '' ? tree : subtree(tree, folder);
};

/** Paths from git as the audited tree has them; what lies outside of it is left out. */
const rootedPaths = (repository: Repository, paths: readonly string[]): readonly string[] => {
	const folder = rootOf(repository);
	if (folder === '') return paths;
	return paths.filter(each => each.startsWith(`${folder}/`)).map(each => each.slice(folder.length + 1));
};

/** Audits the working tree, or a commit, once. Throws a `UserError` for what the user can mend. */
export const auditOnce: Wiring['auditOnce'] = async (options): Promise<Report> => {
	const { env, now } = options;
	const repository = await openRepository(options.path, { env, now: () => now });
	const jobs = jobsOf(options.jobs);
	const pool = openPool(env, jobs);
	try {
		const store = openStore(repository, env, options.cache);
		const whole =
			options.rev === undefined ? await repository.workingTree() : await repository.commitTree(options.rev);
		const tree = rooted(repository, whole);
		const commit =
			'commit' in whole && typeof whole.commit === 'string' ? whole.commit : (repository.git?.head ?? null);
		const analyse = analystFor(repository, pool, { jobs, now }, options.selection);
		const [dirty, known] = await Promise.all([
			options.rev === undefined ? repository.dirtyPaths() : [],
			store.load(),
		]);
		const onProgress = (done: number, of: number, file: string): void =>
			options.onProgress({ done, of, path: file });
		const history = options.history ? await historyOf(repository, pool, tree, { jobs, onProgress }) : null;
		const analysis = await analyse(tree, { commit, dirty: dirty.length > 0, history }, known, onProgress);
		await store.keep(analysis.cache);
		const ran =
			options.run &&
			(await ranOn(
				repository,
				{ env, run: options.run, consent: { given: '--run' } },
				commit,
				analysis.facts,
			));
		const notices = [
			...(analysis.report.notices ?? []),
			...noticesOf(repository),
			...(options.history ? noticesOfHistory(history) : []),
			...(ran && dirty.length > 0
				? ['`--run` ran on the last commit, without the changes of the working tree.']
				: []),
		];
		const report = ran ? { ...analysis.report, ran } : analysis.report;
		return notices.length === 0 ? report : { ...report, notices };
	} finally {
		await pool.close();
		repository.close();
	}
};

/** Writes a decision to the user's own file; see `Wiring`. */
export const recordDecision: Wiring['recordDecision'] = async options => {
	const { env, now } = options;
	const repository = await openRepository(options.path, { env, now: () => now });
	const jobs = jobsOf(options.jobs);
	const pool = openPool(env, jobs);
	try {
		const store = openStore(repository, env, options.cache);
		const tree = rooted(repository, await repository.workingTree());
		// The whole repository, whatever folder was named: it has one file of decisions.
		const analyse = analystFor(repository, pool, { jobs, now }, { only: [], skip: [] }, '');
		const identity = { commit: repository.git?.head ?? null, dirty: false };
		const analysis = await analyse(tree, identity, await store.load(), (done, of, file) =>
			options.onProgress({ done, of, path: file }),
		);
		await store.keep(analysis.cache);
		const decided = await decide(options.decisionFor(analysis.bare), analysis, {
			pool,
			practices,
			today: isoDay(now),
			by: (await repository.identity())?.name ?? null,
		});
		if (decided.outcome === 'declined') throw new UserError(decided.reason);
		const { change, before, lines, matches, questions, replaces } = decided;
		const root = path.join(repository.root, rootOf(repository));
		editFile({ root, path: change.path, before, after: change.bytes });
		const how = before === null ? 'created' : replaces ? 'replaced' : 'added';
		return { path: change.path, root, lines, matches, questions, how };
	} finally {
		await pool.close();
		repository.close();
	}
};

const noticeOfFolder = (repository: Repository): readonly string[] => {
	if (repository.within === '') return [];
	const folder = `\`${repository.within}\``;
	return rootOf(repository) === ''
		? [`Only the projects in ${folder} are judged, or else the one around it.`]
		: [`${folder} is judged as if it were a repository of its own; paths count from there.`];
};

const noticesOf = (repository: Repository): readonly string[] => [
	...(repository.withoutGit === null ? [] : [repository.withoutGit]),
	...noticeOfFolder(repository),
	// npx runs what a repository plants before this program starts; all it can do is say so.
	...(existsSync(path.join(repository.root, 'node_modules/.bin/bp-audit'))
		? [
				'This repository has a `bp-audit` of its own in `node_modules/.bin`: run bp-audit from another folder.',
			]
		: []),
];

/** Why nothing can be written, or the branch that fixes go to. */
const branchFor = async (
	repository: Repository,
	options: WorkbenchOptions,
): Promise<{ readonly branch: FixBranch; readonly resumed: number } | { readonly reason: string }> => {
	const { git } = repository;
	if (git === null) return { reason: repository.withoutGit ?? 'this folder is not a git repository' };
	if (git.head === null) return { reason: 'there is no commit yet: make a first one' };
	const { head } = git;
	if (options.dryRun === true) {
		const tree = await repository.commitTree(head);
		const name = options.branch ?? 'bp-audit/dry-run';
		return {
			branch: memoryBranch({ commit: head, tree, name }, (on, changes) => repository.diffOn(on, changes)),
			resumed: 0,
		};
	}
	if (!git.canWrite.ok) return { reason: git.canWrite.reason };
	if ((await repository.identity()) === null) {
		return {
			reason: 'git does not know who you are: set `user.name` and `user.email`, then start bp-audit again',
		};
	}
	const known = options.branch === undefined ? await repository.findBranches() : [];
	// Work of an earlier session on the same commit goes on; anything else starts afresh.
	const earlier = known.find(
		({ status, base, commits }) =>
			status === 'ready' && commits > 0 && (options.resume === 'latest' || base === head),
	);
	const name = options.branch ?? earlier?.name;
	const branch = await repository.startBranch({ ...(name === undefined ? {} : { name }), base: head });
	return {
		branch: { ...branch, close: async () => branch.close() },
		resumed: branch.log().length,
	};
};

/** Opens the engine and git for a session or for headless fixing. */
export const openWorkbench: Wiring['openWorkbench'] = async (options): Promise<FixBench> => {
	const { env, now } = options;
	const repository = await openRepository(options.path, { env, now: () => now });
	const found = await branchFor(repository, options);
	const opened = 'branch' in found ? found.branch : null;
	const folder = rootOf(repository);
	const branch = opened === null || folder === '' ? opened : rootedBranch(opened, folder);
	const { git } = repository;
	const whole = git?.head == null ? await repository.workingTree() : await repository.commitTree(git.head);
	const base = rooted(repository, whole);
	const jobs = jobsOf(options.jobs);
	const pool = openPool(env, jobs);
	const store = openStore(repository, env, options.cache);
	const resumed =
		'branch' in found && found.resumed > 0
			? [`Going on with ${found.resumed} earlier ${found.resumed === 1 ? 'fix' : 'fixes'}.`]
			: [];
	// Told before the first key that would need it; what speaks against git itself is a notice already.
	const unfixable =
		'reason' in found && repository.withoutGit === null ? [`No fixes here: ${found.reason}.`] : [];
	const target: Target = {
		name: repository.name,
		root: path.join(repository.root, folder),
		branch: git?.branch ?? null,
		commit: git?.head ?? null,
		dirty: rootedPaths(repository, await repository.dirtyPaths()),
		fixes: 'branch' in found ? { branch: found.branch.name } : { reason: found.reason },
		banners: [...(git?.banners ?? []), ...noticesOf(repository), ...unfixable, ...resumed],
	};
	const bench = createWorkbench({
		target,
		pool,
		analyse: analystFor(repository, pool, { jobs, now }),
		fixers,
		execute: options.allowExec ? await executeFor(repository, env) : null,
		branch,
		base,
		cache: await store.load(),
		today: isoDay(now),
		user: (await repository.identity())?.name ?? null,
		keep: files => store.keep(files),
		tryOut: (commit, facts, run) => ranOn(repository, { env, run, consent: { given: 'key' } }, commit, facts),
		history: (tree, onProgress, signal) => historyOf(repository, pool, tree, { jobs, onProgress, signal }),
		async dispose() {
			await pool.close();
			repository.close();
		},
	});
	return {
		...bench,
		async verify(command, commit) {
			const verify = await verifyFor(repository, env, command);
			return verify(commit);
		},
	};
};

/** Paths that differ from a commit; see `Wiring`. */
export const changedPaths: Wiring['changedPaths'] = async ({ path: asked, since, rev, env }) => {
	const repository = await openRepository(asked, { env, now: () => new Date() });
	try {
		return new Set(rootedPaths(repository, await repository.changedSince(since, rev)));
	} finally {
		repository.close();
	}
};
