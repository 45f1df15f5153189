import type { AnyGatherer } from '../core/gather.ts';

/** Every gatherer; the engine orders them by wave and by need. */
export const gatherers: readonly AnyGatherer[] = [];
