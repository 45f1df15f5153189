/** A system that builds and tests changes, as far as its configuration lies in the repository. */
export type CiProvider =
	| 'github'
	| 'gitlab'
	| 'codebuild'
	| 'circleci'
	| 'azure'
	| 'bitbucket'
	| 'travis'
	| 'jenkins'
	| 'cdk-pipelines'
	| 'pre-commit-ci';

/**
 * What starts a source. `push` is a push of commits to a branch; one of tags is `release`. Systems whose files do not
 * say have `push`. `called` is a reusable workflow that other repositories, or nobody, may call.
 */
export type CiTrigger = 'pull-request' | 'push' | 'schedule' | 'manual' | 'release' | 'called' | 'other';

/** A file that starts jobs by itself; what it includes or calls is not listed again. */
export interface CiSource {
	readonly provider: CiProvider;
	readonly path: string;
	/** Its `name:`, else its path. */
	readonly name: string;
	readonly triggers: readonly CiTrigger[];
}

/** A place that a command was reached through, and what stands there. */
export interface CiHop {
	readonly path: string;
	/** From 1. */
	readonly line: number;
	/** As written, at most 200 characters: `make lint`. */
	readonly text: string;
}

/** Why the failure of a command does not fail the build. */
export type CiSoftenerKind =
	/** `|| true`, `|| echo …`, `; true`. */
	| 'fallback'
	/** `set +e` before it, or a shell that goes on after a failure. */
	| 'errexit-off'
	/** Its output goes through a pipe and the shell has no `pipefail`. */
	| 'pipe'
	/** It is the condition of an `if` or a loop, or negated. */
	| 'condition-of-shell'
	/** `--exit-zero`, `--exit-zero-even-if-changed`. */
	| 'exit-zero'
	/** It mends the files and then succeeds: `ruff check --fix`, `ruff format` without `--check`. */
	| 'mends'
	/** `continue-on-error`, `allow_failure`, `continueOnError`, `catchError`, `on-failure: CONTINUE`. */
	| 'continue-on-error'
	/** A condition that never holds for a change: `if: false`, `when: manual`, `if: github.event_name == 'schedule'`. */
	| 'never-runs'
	/** Nothing that a change starts leads here. */
	| 'trigger'
	/** A recipe line that starts with `-`, `.IGNORE`, `.ONESHELL` without `-e`. */
	| 'make'
	/** A tox command that starts with `-`, `ignore_outcome`, `ignore_errors`; `success_codes` of nox. */
	| 'tox'
	/** A hook that `SKIP` leaves out, or of the stage `manual`. */
	| 'skipped-hook'
	/** An input of an action, such as `fail-on-vuln: false`. */
	| 'input';

export interface CiSoftener {
	readonly kind: CiSoftenerKind;
	readonly path: string;
	/** From 1. */
	readonly line: number;
	/** What softens, as written: `continue-on-error: true`. */
	readonly text: string;
}

/** A command that a source leads to. */
export interface CiCommand {
	/**
	 * What runs, runners and folders taken off: `ruff` of `uv run .venv/bin/ruff check`. Of an action that is a tool,
	 * and of a hook, the command that it runs.
	 */
	readonly program: string;
	/** Variables that are known are put in. */
	readonly args: readonly string[];
	/** The words before the program that run it: `['uv', 'run', '--locked']`; empty for none. */
	readonly runner: readonly string[];
	/** Variables of the environment that its step or its line sets and that tools of Python read, such as `UV_LOCKED`. */
	readonly env: Readonly<Record<string, string>>;
	/** The command alone, as written where it stands, at most 400 characters. */
	readonly text: string;
	/** Where it is written: the workflow, or the Makefile, script, hook … that it was reached through. */
	readonly path: string;
	/** From 1. */
	readonly line: number;
	/** Of its first character, from 1; 0 where the file does not hold it literally. */
	readonly column: number;
	/** The step in the source that leads here, and what it was reached through; empty when it stands in the step itself. */
	readonly via: readonly CiHop[];
	readonly provider: CiProvider;
	/** Path of the {@link CiSource}. */
	readonly source: string;
	/** The file that holds the step: the source, or what it includes or calls. */
	readonly stepPath: string;
	/** Line of the step's command, or of its `uses`, in {@link CiCommand.stepPath}. */
	readonly stepLine: number;
	/** The job's key or name; empty where the system has none. */
	readonly job: string;
	/** Position of the step in the job, from 0. */
	readonly step: number;
	/** The action that stands for the command, such as `astral-sh/ruff-action@v3`; null for a command of a shell. */
	readonly action: string | null;
	/** The hook of pre-commit that stands for the command; null otherwise. */
	readonly hook: { readonly repo: string; readonly id: string } | null;
	readonly triggers: readonly CiTrigger[];
	/** The folder it runs in, from the root, `.` for the root; null where that cannot be known. */
	readonly directory: string | null;
	/** Why it is not a gate, in the order of its way; empty for one that fails the build. */
	readonly softeners: readonly CiSoftener[];
	/** Variables and expressions left in its words, as written: `$TESTS`. */
	readonly unresolved: readonly string[];
	/** The file that its output goes to, as written; only of commands of a shell. */
	readonly writesTo?: string;
	/** Its step has a condition, so that other steps of the job run without it. */
	readonly isConditional?: true;
}

/** A step that uses an action, an orb, a task or a pipe: what it does is written elsewhere. */
export interface CiAction {
	/** As written: `astral-sh/setup-uv@v6`. */
	readonly uses: string;
	/** Its inputs as text. */
	readonly inputs: Readonly<Record<string, string>>;
	readonly path: string;
	readonly line: number;
	readonly provider: CiProvider;
	readonly source: string;
	readonly job: string;
	readonly step: number;
	readonly triggers: readonly CiTrigger[];
	readonly softeners: readonly CiSoftener[];
}

/** Part of the pipeline that lies outside this repository, or in a system whose files are not read. */
export interface CiOutOfSight {
	readonly kind: 'reusable-workflow' | 'action' | 'include' | 'orb' | 'template' | 'system';
	/** `org/repo/.github/workflows/ci.yml@v1`, `Buildkite`. */
	readonly name: string;
	readonly path: string;
	/** From 1; 0 for the file as a whole. */
	readonly line: number;
	readonly triggers: readonly CiTrigger[];
}

/** A command that may lead to checks and could not be followed. */
export interface CiUnresolved {
	/**
	 * `variable`: what runs is in a variable; `target`: no such target, environment or file; `program`: a program of
	 * the repository that is not read; `limit`: too deep or too much.
	 */
	readonly reason: 'variable' | 'target' | 'program' | 'limit';
	readonly text: string;
	readonly path: string;
	readonly line: number;
	readonly source: string;
	readonly triggers: readonly CiTrigger[];
}

/** What the repository's pipelines run, as far as its files tell. */
export interface Ci {
	/** Empty where no pipeline was found; {@link Ci.outOfSight} may then still name one. */
	readonly sources: readonly CiSource[];
	/** In the order of sources, jobs and steps; those that set up a shell (`cd`, `echo`, `export` …) are left out. */
	readonly commands: readonly CiCommand[];
	readonly actions: readonly CiAction[];
	readonly outOfSight: readonly CiOutOfSight[];
	readonly unresolved: readonly CiUnresolved[];
	/** Pipelines that do not parse; what they run is not known. */
	readonly broken: readonly { readonly path: string; readonly line: number; readonly message: string }[];
	/** Places that were searched, to be named where nothing was found. */
	readonly searched: readonly string[];
}
