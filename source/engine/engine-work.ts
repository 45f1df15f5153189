import { fixers } from '../../fixers/index.ts';
import { createEngines } from './engines.ts';
import { gatherers } from './gatherers.ts';
import { lintCodes } from './lint-codes.ts';
import { createWork } from './work.ts';

/** The work of one lane, with engines of its own. A module apart, so that a process that only passes on stays bare. */
export const engineWork = createWork(gatherers, fixers, createEngines(lintCodes));
