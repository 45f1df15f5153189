import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { concludeHandlers, handlerNeeds, handlersIn } from '../powertools/judge.ts';

export default defineCheck({
	id: 'async-handler',
	spec: '5.6/async-handler',
	title: 'Handlers are plain functions',
	failTitle: 'A handler is a coroutine, which Lambda does not run',
	severity: 'high',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const judged = handlersIn(facts, project).filter(({ functions }) => functions.length > 0);
		const findings = judged.flatMap(({ handler }): readonly Finding[] => {
			// A decorator may run it.
			if (!handler.isAsync || handler.decorators.length > 0) return [];
			return [
				{
					level: 'fail',
					message: `Lambda does not await \`${handler.name}\`, so its body never runs`,
					confidence: 'certain',
					at: handler.at,
					found: `async def ${handler.name}`,
					expected: 'a plain function that calls `asyncio.run`',
					key: `async:${handler.name}`,
				},
			];
		});
		return concludeHandlers(
			judged.length,
			findings,
			judged.length === 1
				? 'The handler is a plain function'
				: `All ${judged.length} handlers are plain functions`,
			'No template names a handler of this project',
		);
	},
});
