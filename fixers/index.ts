import type { AnyFixer } from '../source/core/fixer.ts';

/** Every fixer; the order is the one in which a batch runs them where `after` does not say. */
export const fixers: readonly AnyFixer[] = [];
