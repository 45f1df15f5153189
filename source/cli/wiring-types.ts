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
}

/** The bundled sample as a repository; `env` keeps all that is stored inside its folder. */
export interface Sample {
	readonly path: string;
	readonly env: Environment;
	close(): Promise<void>;
}

/** What the commands need of the engine and of git. */
export interface Wiring {
	readonly openWorkbench: (options: WorkbenchOptions) => Promise<Workbench>;
	readonly auditOnce: (options: AuditOptions) => Promise<Report>;
	/** Paths that differ between a commit and the working tree, or another commit; untracked files too. */
	readonly changedPaths: (options: {
		readonly path: string;
		readonly since: string;
		readonly rev?: string;
		readonly env: Environment;
	}) => Promise<ReadonlySet<string>>;
	/** Makes a repository of the bundled sample in a temporary folder. */
	readonly openSample: (env: Environment) => Promise<Sample>;
}
