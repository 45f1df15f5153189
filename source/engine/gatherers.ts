import type { AnyGatherer } from '../core/gather.ts';
import modules from '../facts/python/modules.ts';

/** Every gatherer; the engine orders them by wave and by need. */
export const gatherers: readonly AnyGatherer[] = [modules];
