import type { Practice } from '../core/practice.ts';

/** Every practice, in checklist order. */
export const practices: readonly Practice[] = [];
