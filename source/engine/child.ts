import { createEngines } from './engines.ts';
import { gatherers } from './gatherers.ts';
import { lintCodes } from './lint-codes.ts';
import type { Reply, Request } from './protocol.ts';
import { createWork } from './work.ts';
import { fixers } from '../../fixers/index.ts';

// The entry of an engine child: repository content is parsed here and nowhere else. Whatever throws past
// `work` ends the process; the pool sees which file it was on and starts a fresh one.

const work = createWork(gatherers, fixers, createEngines(lintCodes));
const reply = (message: Reply): void => {
	process.send?.(message);
};

process.on('message', (request: Request) => work(request, reply));
process.on('disconnect', () => process.exit(0));
// The terminal's Ctrl-C reaches the whole group; the parent decides when a child ends.
process.on('SIGINT', () => {});
