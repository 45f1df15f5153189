import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { concludeHandlers, handlerNeeds, handlersIn, isDecorated } from './judge.ts';
import type { ProjectHandler } from './judge.ts';

// https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/
const idempotent = /^aws_lambda_powertools\.utilities\.idempotency(?:\.\w+)*\.idempotent$/;

const judge = ({ handler }: ProjectHandler): readonly Finding[] => {
	const at = handler.decorators.findIndex(({ name }) => idempotent.test(name));
	const found = handler.decorators[at];
	const inner = handler.decorators[at + 1];
	if (!found || !inner) return [];
	return [
		{
			level: 'fail',
			message: `\`@idempotent\` of \`${handler.name}\` stands outside another decorator, whose work is skipped or repeated`,
			confidence: 'certain',
			at: found.at,
			expected: '`@idempotent` right above `def`',
			key: `order:${handler.name}`,
		},
	];
};

export default defineCheck({
	id: 'decorator-order',
	spec: '5.3/decorator-order',
	title: 'The idempotency decorator is the innermost',
	failTitle: 'The idempotency decorator stands outside another one',
	severity: 'medium',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const judged = handlersIn(facts, project).filter(one => isDecorated(one, idempotent));
		return concludeHandlers(
			judged.length,
			judged.flatMap(judge),
			'`@idempotent` stands right above `def`',
			'No handler is decorated with `@idempotent`',
		);
	},
});
