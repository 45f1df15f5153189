import { practices } from '../practices/index.ts';

/** The union of ruff's codes that practices read. */
export const lintCodes: readonly string[] = [
	...new Set(practices.flatMap(({ ruff }) => ruff ?? [])),
].toSorted();
