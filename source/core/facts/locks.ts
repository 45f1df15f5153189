/** A dependency as a lockfile repeats it from the manifest. */
export interface LockedRequirement {
	/** Normalised. */
	readonly name: string;
	readonly extras: readonly string[];
	readonly specifier: string;
	/** `extra == 'x'` of its marker; null where there is none. */
	readonly extra: string | null;
	/** From a repository, an address or a folder: its versions are not in the manifest. */
	readonly isDirect: boolean;
}

/** A project of the repository, as uv.lock has it. */
export interface LockedProject {
	readonly name: string;
	readonly version: string | null;
	/** Relative to the lockfile, `.` for its folder. */
	readonly folder: string;
	/** Null where the lock has no metadata to compare. */
	readonly metadata: {
		readonly requiresDist: readonly LockedRequirement[];
		/** Null in locks that do not list them. */
		readonly providesExtras: readonly string[] | null;
		readonly groups: Readonly<Record<string, readonly LockedRequirement[]>>;
	} | null;
}

/** A package that ships compiled wheels, and none for Linux on Python 3.13. */
export interface MissingWheel {
	readonly name: string;
	readonly version: string;
}

/** Locked versions by normalised name; several where they differ by platform or Python. */
export type LockedVersions = Readonly<Record<string, readonly string[]>>;

/** What the checks need of a lockfile. */
export type Lock =
	| {
			readonly kind: 'uv';
			readonly version: number;
			readonly requiresPython: string | null;
			/** Names of workspace members; null for a project on its own. */
			readonly members: readonly string[] | null;
			readonly projects: readonly LockedProject[];
			readonly versions: LockedVersions;
			readonly missingWheels: readonly MissingWheel[];
			/** Packages that ship compiled wheels for Linux, and none of them for arm64. */
			readonly missingArmWheels: readonly MissingWheel[];
	  }
	| {
			readonly kind: 'poetry';
			readonly contentHash: string | null;
			readonly versions: LockedVersions;
			readonly missingWheels: readonly MissingWheel[];
			/** Packages that ship compiled wheels for Linux, and none of them for arm64. */
			readonly missingArmWheels: readonly MissingWheel[];
	  }
	| {
			readonly kind: 'pdm' | 'pipenv';
			readonly contentHash: string | null;
			readonly versions: LockedVersions;
	  }
	| { readonly kind: 'pylock'; readonly versions: LockedVersions };
