import type { CodeSite } from './code-site.ts';

/** An import of a library that takes long to load, at module level. */
export interface HeavyImport extends CodeSite {
	/** Top-level package, such as `pandas`. */
	readonly package: string;
	/**
	 * Where its names are used: `always` on the way of each call of the handler, or while the module loads;
	 * `sometimes` only in branches, or in functions that the handler does not always call; `never` at all.
	 */
	readonly used: 'always' | 'sometimes' | 'never';
}
