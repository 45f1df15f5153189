import type { Place } from '../finding.ts';
import type { ProjectKind } from '../facts.ts';
import type { Minors } from '../python-versions.ts';
import type { MissingWheel } from './locks.ts';

/** Whether a lockfile still fits its manifest. */
export type Freshness =
	| { readonly state: 'fresh' }
	/** Each difference as a clause: `` `httpx` is not in the lock ``. */
	| { readonly state: 'stale'; readonly differences: readonly [string, ...string[]] }
	| { readonly state: 'undecided'; readonly reason: string };

/** A manifest's word on which Pythons the project runs on. */
export interface DeclaredPython {
	/** What the manifest calls it: `requires-python`. */
	readonly key: string;
	/** As written, such as `>=3.10,<4`. */
	readonly specifier: string;
	/** Null where the specifier is not understood. */
	readonly minors: Minors | null;
	readonly at: Place;
	readonly source: string;
}

/** Another place that names a Python. */
export interface NamedPython {
	/** `deploy` where the program runs; `target` what a tool takes for granted; `classifier` what is advertised. */
	readonly use: 'deploy' | 'environment' | 'ci' | 'target' | 'classifier';
	/** What it is, to be read in a sentence: `base image`. */
	readonly what: string;
	readonly minor: number;
	/** As written. */
	readonly version: string;
	readonly at: Place;
	readonly source: string;
}

export type LockKind = 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'pylock' | 'conda' | 'compiled' | 'exported';

export interface ProjectLock {
	readonly path: string;
	readonly kind: LockKind;
	readonly freshness: Freshness;
	readonly missingWheels: readonly MissingWheel[];
	/** Where the manifest and the lock differ, for the finding: the manifest. */
	readonly manifest: string;
	/** Only tools of development are compiled: it leaves out what the project itself needs. */
	readonly isPartial: boolean;
}

/** A dependency as a manifest or a requirements file of the project writes it. */
export interface DeclaredRequirement {
	readonly name: string;
	readonly pin: 'exact' | 'range' | 'any';
	readonly isHashed: boolean;
	/** Needed to run, rather than to develop. */
	readonly isRuntime: boolean;
	readonly at: Place;
	readonly source: string;
}

/** A line of a `.gitignore` that hides a lockfile. */
export interface IgnoredLock {
	readonly lock: string;
	readonly pattern: string;
	readonly at: Place;
}

/** What a project says of Python and of its dependencies, joined from all its files. */
export interface Packaging {
	readonly kinds: readonly ProjectKind[];
	/** Most telling first; empty where nothing declares a range. */
	readonly declared: readonly DeclaredPython[];
	/** Where a range is computed by code, so that only running it would tell. */
	readonly computed: Place | null;
	/** Where a manifest says that the code runs on Python 2 too. */
	readonly pythonTwo: Place | null;
	readonly named: readonly NamedPython[];
	/** Most telling first. */
	readonly locks: readonly ProjectLock[];
	readonly ignored: readonly IgnoredLock[];
	readonly requirements: readonly DeclaredRequirement[];
	/** The manifest computes its dependencies by code. */
	readonly hasComputedRequirements: boolean;
	/** The manifest's `[project]`, or the like, with `uv` able to lock it. */
	readonly canLockWithUv: boolean;
}
