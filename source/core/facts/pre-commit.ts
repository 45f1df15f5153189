/** Which paths a hook runs on: a Python regular expression, searched for anywhere, or globs as prek has them. */
export interface HookFilter {
	readonly kind: 'regex' | 'glob';
	readonly patterns: readonly string[];
	readonly line: number;
}

/**
 * One hook of a configuration, its defaults filled in.
 * https://pre-commit.com/#pre-commit-configyaml---hooks
 */
export interface Hook {
	readonly id: string;
	readonly name: string | null;
	/** As written: an address, or `local`, `meta`, `builtin`. */
	readonly repo: string;
	/** `github.com/owner/name` in lower case without `.git`; null for `local`, `meta` and `builtin`. */
	readonly repository: string | null;
	readonly rev: string | null;
	/** As the configuration has it; null where the hook's own repository says what runs. */
	readonly entry: string | null;
	/** As the configuration has them; null where it leaves the hook's own ones. */
	readonly args: readonly string[] | null;
	/**
	 * The words that run, arguments last and file names left out: from `entry`, else from what is known of the
	 * hook's repository. Null where neither says, and for languages whose entry is no command (`pygrep`, `fail`).
	 */
	readonly command: readonly string[] | null;
	/** Null where the hook's own repository says. */
	readonly language: string | null;
	/** Its own or the file's `default_stages`, in today's names; null where neither is set: every stage. */
	readonly stages: readonly string[] | null;
	readonly files: HookFilter | null;
	readonly exclude: HookFilter | null;
	readonly types: readonly string[];
	/** File names go to the command; null where the configuration does not say. */
	readonly passFilenames: boolean | null;
	readonly additionalDependencies: readonly string[];
	/** Of the hook's first line. */
	readonly line: number;
	/** That line, trimmed, at most 200 characters. */
	readonly source: string;
}

/** One entry of `repos`. */
export interface HookRepo {
	readonly repo: string;
	/** As {@link Hook.repository}. */
	readonly repository: string | null;
	readonly rev: string | null;
	readonly line: number;
	/** Of `rev`; of `repo` where there is none. */
	readonly revLine: number;
	readonly hooks: number;
}

/** What the service pre-commit.ci does with the file. https://pre-commit.ci/#configuration */
export interface HookService {
	readonly line: number;
	/** Ids of hooks that it leaves out. */
	readonly skip: readonly string[];
	/** It commits what hooks change; on unless the file says otherwise. */
	readonly autofix: boolean;
}

/** A `.pre-commit-config.yaml` or `.yml`, or a `prek.toml`. */
export interface PreCommitConfig {
	readonly path: string;
	readonly dialect: 'yaml' | 'toml';
	/** A list without `repos`, as before pre-commit 1.0; `pre-commit migrate-config` rewrites it. */
	readonly isOldList: boolean;
	readonly repos: readonly HookRepo[];
	/** Of all repositories, in the order of the file. */
	readonly hooks: readonly Hook[];
	readonly defaultStages: readonly string[] | null;
	readonly files: HookFilter | null;
	readonly exclude: HookFilter | null;
	/** The top-level `ci`; null where the file has none, which says nothing about the service. */
	readonly ci: HookService | null;
}

/** Which Python files hooks would be given, tests, documentation and scripts left out. */
export interface HookReach {
	/** Files that were tried: all of them, or an even sample of many. */
	readonly paths: number;
	/** For each of {@link PreCommitConfig.hooks}, how many of them it takes; null where its filters cannot be read. */
	readonly hooks: readonly (number | null)[];
	/** Python files that the hooks of ruff leave out by their filters; none where no hook runs it. */
	readonly leftOut: { readonly lint: readonly string[]; readonly format: readonly string[] };
}
