import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { importsOf } from '../../../core/project-files.ts';
import { concludeHandlers, handlerNeeds, handlersIn } from '../powertools/judge.ts';

export default defineCheck({
	id: 'fan-out',
	spec: '5.6/gather',
	title: 'Handlers use asyncio only for work that runs side by side',
	failTitle: 'A handler is or runs a coroutine, and nothing runs beside it',
	severity: 'low',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		// Libraries that are asynchronous throughout leave no choice.
		const isForced = importsOf(
			facts,
			project,
			/^(?:aiohttp|aioboto3|aiobotocore|asyncpg|anyio|openai|mcp|agents)(?:\.|$)/,
		);
		const judged = isForced ? [] : handlersIn(facts, project);
		const findings = judged.flatMap(({ handler }) =>
			handler.lonelyRuns.map((site): Finding => ({
				level: site.suppression ? 'info' : 'warn',
				message: `\`${handler.name}\` ${handler.isAsync ? 'is' : 'runs'} a coroutine, and nothing in its file runs beside it`,
				confidence: 'likely',
				at: site.at,
				found: site.code,
				expected: 'a plain call, or `asyncio.gather` and `TaskGroup` for several',
				key: `lonely:${handler.name}:${site.code}`,
			})),
		);
		return concludeHandlers(
			judged.length,
			findings,
			'No handler runs a coroutine with nothing beside it',
			isForced
				? 'The project uses libraries that are asynchronous throughout'
				: 'No handler of a Lambda function is in this project',
		);
	},
});
