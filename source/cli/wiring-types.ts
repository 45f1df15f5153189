import type { Decision } from '../core/decision.ts';
import type { Report } from '../core/report.ts';
import type { Progress, Workbench } from '../session/ports.ts';

/** Environment variables as the user set them, before we changed any for our own libraries. */
export type Environment = Readonly<Record<string, string | undefined>>;

interface Common {
	/** As the user wrote it, relative to the working directory. */
	readonly path: string;
	readonly env: Environment;
	/** Engine children; null leaves the number to the engine. */
	readonly jobs: number | null;
	readonly cache: boolean;
	readonly now: Date;
}

export interface WorkbenchOptions extends Common {
	readonly branch?: string;
	/**
	 * Which earlier branch goes on when none is named: `same-base`, the default, only one made from the commit
	 * checked out; `latest` the last one, whatever it was made from.
	 */
	readonly resume?: 'same-base' | 'latest';
	readonly allowExec: boolean;
	/** Commits stay in memory; nothing is written anywhere. */
	readonly dryRun?: boolean;
}

export interface AuditOptions extends Common {
	/** A commit to audit; the working tree without it. */
	readonly rev?: string;
	/** Ids of sections, practices and checks; an empty `only` means all. */
	readonly selection: { readonly only: readonly string[]; readonly skip: readonly string[] };
	readonly onProgress: (progress: Progress) => void;
	/** Runs tools on the commit too, with the consent that the flag is; null for none. */
	readonly run: RunOptions | null;
	/** Looks for secrets in the history too. */
	readonly history: boolean;
}

/** What `--run` asks for. */
export interface RunOptions {
	/** A commit to run the same on, so that what was red before is told apart. */
	readonly against: string | null;
	/** Before each run: the command, and the project's path. */
	readonly onStart: (command: string, project: string) => void;
	/** Ends what is under way. */
	readonly signal?: AbortSignal;
}

/** The bundled sample as a repository; `env` keeps all that is stored inside its folder. */
export interface Sample {
	readonly path: string;
	readonly env: Environment;
	close(): Promise<void>;
}

export interface DecideOptions extends Common {
	/** Makes the decision of what was found; the report is without decisions. Throws a `UserError`. */
	readonly decisionFor: (report: Report) => Decision;
	readonly onProgress: (progress: Progress) => void;
}

/** A decision that was written to the user's own file. */
export interface DecisionWritten {
	/** Relative to the root. */
	readonly path: string;
	/** The repository's root. */
	readonly root: string;
	/** The entry as it stands in the file. */
	readonly lines: readonly string[];
	/** Open findings that a waiver takes in, or questions that an attestation answers. */
	readonly matches: number;
	readonly questions: readonly string[];
	/** `added` to a file that was there, `created` with it, or `replaced` an entry about the same. */
	readonly how: 'added' | 'created' | 'replaced';
}

/** A workbench that can try the user's own command on its commits. */
export interface FixBench extends Workbench {
	/** Gives why the command fails on a commit; null when it ends well. */
	verify(command: string, commit: string): Promise<string | null>;
}

/** What the commands need of the engine and of git. */
export interface Wiring {
	readonly openWorkbench: (options: WorkbenchOptions) => Promise<FixBench>;
	readonly auditOnce: (options: AuditOptions) => Promise<Report>;
	/**
	 * Writes a decision to `bp-audit.toml` of the working tree, or to `pyproject.toml` where its table stands. Throws
	 * a `UserError` where there is nothing that it is about.
	 */
	readonly recordDecision: (options: DecideOptions) => Promise<DecisionWritten>;
	/** Paths that differ between a commit and the working tree, or another commit; untracked files too. */
	readonly changedPaths: (options: {
		readonly path: string;
		readonly since: string;
		readonly rev?: string;
		readonly env: Environment;
	}) => Promise<ReadonlySet<string>>;
}
