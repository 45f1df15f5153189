import { fixers } from '../../fixers/index.ts';
import { createEngines } from '../../source/engine/engines.ts';
import { gatherers } from '../../source/engine/gatherers.ts';
import { lintCodes } from '../../source/engine/lint-codes.ts';
import type { Pool } from '../../source/engine/pool.ts';
import type { Reply } from '../../source/engine/protocol.ts';
import { createWork } from '../../source/engine/work.ts';

/** The children's work in this process: no start-up, no limits. Fixtures are ours, so nothing needs killing. */
export const localPool = (): Pool => {
	const work = createWork(gatherers, fixers, createEngines(lintCodes));
	return {
		async gather(tasks, _lanes, onResult) {
			for await (const task of tasks) {
				work({ kind: 'gather', files: [task] }, reply => {
					if (reply.kind === 'file') onResult(reply.result);
				});
			}
		},
		async ask(request) {
			const replies: Reply[] = [];
			// What crosses to a child must survive a structured clone; a fact that does not would fail only there.
			work(structuredClone(request), reply => replies.push(structuredClone(reply)));
			const [reply] = replies;
			if (!reply) throw new Error('no reply');
			return reply;
		},
		async close() {},
	};
};
