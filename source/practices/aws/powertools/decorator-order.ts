import type { HandlerDecorator } from '../../../core/facts/handlers.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { concludeHandlers, handlerNeeds, handlersIn, isDecorated } from './judge.ts';
import type { ProjectHandler } from './judge.ts';

// https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/
const idempotent = /^aws_lambda_powertools\.utilities\.idempotency(?:\.\w+)*\.idempotent$/;

// https://docs.aws.amazon.com/powertools/python/latest/utilities/parser/
const parsing = /^aws_lambda_powertools\.utilities\.parser(?:\.\w+)*\.event_parser$/;

// https://docs.aws.amazon.com/powertools/python/latest/utilities/validation/
const reading =
	/^aws_lambda_powertools\.utilities\.(?:validation(?:\.\w+)*\.validator|data_classes(?:\.\w+)*\.event_source)$/;

/** It reads the event as the dictionary that Lambda hands over. */
const needsDictionary = ({ name, keywords }: HandlerDecorator): boolean =>
	reading.test(name) || (name.endsWith('.inject_lambda_context') && keywords.includes('correlation_id_path'));

/** What the decorators inside of `@event_parser` get is a model. */
const judgeParser = ({ handler }: ProjectHandler): readonly Finding[] => {
	const at = handler.decorators.findIndex(({ name }) => parsing.test(name));
	const found = handler.decorators[at];
	const reader = handler.decorators.slice(at + 1).find(needsDictionary);
	if (!found || !reader) return [];
	return [
		{
			level: 'fail',
			message: `\`@event_parser\` of \`${handler.name}\` stands outside \`@${reader.name.slice(reader.name.lastIndexOf('.') + 1)}\`, which needs the event as it came`,
			confidence: 'certain',
			at: found.at,
			expected: '`@event_parser` below decorators that read the event',
			key: `parser:${handler.name}`,
		},
	];
};

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
	title: 'Decorators that change the event or repeat the work stand inside the others',
	failTitle: 'A decorator stands outside another one that needs what it takes away',
	severity: 'medium',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const judged = handlersIn(facts, project).filter(
			one => isDecorated(one, idempotent) || isDecorated(one, parsing),
		);
		return concludeHandlers(
			judged.length,
			judged.flatMap(one => [...judge(one), ...judgeParser(one)]),
			'`@idempotent` stands right above `def`, and `@event_parser` below what reads the event',
			'No handler is decorated with `@idempotent` or `@event_parser`',
		);
	},
});
