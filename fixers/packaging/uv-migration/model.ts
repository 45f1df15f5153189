import type { Data } from '../../../source/core/facts/config.ts';

/** Comment lines above something and the comment on its line, each as in the file, `#` included. */
export interface Remarks {
	readonly above: readonly string[];
	readonly beside: string | null;
}

/** A dependency as PEP 508 writes it, or a group that another takes in. */
export interface Wanted extends Remarks {
	readonly requirement: string | { readonly 'include-group': string };
}

/** A list of dependencies, and the comment lines around it. */
export interface WantedList {
	readonly above: readonly string[];
	readonly items: readonly Wanted[];
	/** Comment lines after the last item. */
	readonly after: readonly string[];
}

/** `key = value` as TOML text. */
export interface Pair extends Remarks {
	readonly key: string;
	/** The value as TOML. */
	readonly text: string;
}

/** A table of plain pairs, such as `[project.scripts]`. */
export interface PairTable {
	readonly path: readonly string[];
	readonly above: readonly string[];
	readonly pairs: readonly Pair[];
}

/** What a project says of itself, in the terms of PEP 621, PEP 735 and uv. */
export interface Migrated {
	/** Of `[project]`, without its lists of dependencies. */
	readonly project: readonly Pair[];
	/** Comment lines above the table. */
	readonly heading: readonly string[];
	readonly dependencies: WantedList;
	/** `[project.urls]`, `[project.scripts]` and entry points. */
	readonly tables: readonly PairTable[];
	readonly extras: ReadonlyMap<string, WantedList>;
	readonly groups: ReadonlyMap<string, WantedList>;
	/** Of `[tool.uv]`. */
	readonly settings: Readonly<Record<string, Data>>;
	/** Of `[tool.uv.sources]`, by name as written in the requirements. */
	readonly sources: ReadonlyMap<string, Data>;
	/** Each a `[[tool.uv.index]]`. */
	readonly indexes: readonly Readonly<Record<string, Data>>[];
	/** What has no counterpart, or is for a person to look at; sentences. */
	readonly notes: readonly string[];
}

/** Why a project cannot be moved; sentences without a full stop. */
export interface Obstacles {
	readonly problems: readonly [string, ...string[]];
}

export const noRemarks: Remarks = { above: [], beside: null };

export const emptyList: WantedList = { above: [], items: [], after: [] };
