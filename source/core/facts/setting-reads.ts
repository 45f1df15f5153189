import type { CodeSite } from './code-site.ts';

/** How long a value that was read is kept: not at all, until its age is asked, or as long as the process lives. */
export type Keeping = 'not' | 'for-a-while' | 'for-ever';

/** A call that reads Parameter Store, Secrets Manager or AppConfig. */
export interface StoreRead extends CodeSite {
	/** `path` takes all parameters below one. */
	readonly what: 'parameter' | 'path' | 'secret' | 'app-config';
	readonly by: 'sdk' | 'powertools';
	/** Its name sounds like something secret. */
	readonly isSecret: boolean;
	/** Null where arguments hide it. */
	readonly decrypts: boolean | null;
	/** Seconds that Powertools keeps it, where they are written. */
	readonly maxAge: number | null;
	/** Powertools is told to read it again whatever it keeps. */
	readonly isForced: boolean;
	/** What is behind the first ten parameters is read too. */
	readonly isPaged: boolean;
	readonly keeping: Keeping;
	/** It stands in the body of the module, and runs when the module is loaded. */
	readonly isAtLoad: boolean;
	/** Functions of the module that it runs in: the one around it, and those that call that one; outermost first. */
	readonly within: readonly string[];
	/** What is read is chosen by the event. */
	readonly isFromEvent: boolean;
}

/** A read of an environment variable whose name speaks of a secret or a switch. */
export interface EnvironmentRead extends CodeSite {
	readonly name: string;
	readonly what: 'secret' | 'flag';
	/** It stands in a condition, or in what a condition asks by name. */
	readonly isAsked: boolean;
}

/** A way to feature flags. */
export interface FlagSource extends CodeSite {
	/** `outdated` is the call of AppConfig that AWS replaced. */
	readonly kind: 'app-config' | 'outdated' | 'other';
	/** `Powertools`, `LaunchDarkly`, … */
	readonly product: string;
}

/** Where a Python file takes its configuration from. */
export interface SettingReads {
	readonly stores: readonly StoreRead[];
	readonly environment: readonly EnvironmentRead[];
	readonly flags: readonly FlagSource[];
	/** Threads and timers whose function reads a store. */
	readonly refreshers: readonly CodeSite[];
	/** The reads are what the file is for: it rotates secrets, writes parameters or sets up resources. */
	readonly isUpkeep: boolean;
}
