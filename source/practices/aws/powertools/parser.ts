import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import {
	concludeHandlers,
	handlerNeeds,
	handlersIn,
	hasOwnDecorators,
	noHandlers,
	wholeName,
} from './judge.ts';

const mostKeys = 3;

/** What gives an event a shape, or checks it. */
const shaping =
	/^(?:aws_lambda_powertools\.(?:utilities\.(?:parser|validation|data_classes|typing\.dict)|event_handler)|pydantic|jsonschema|fastjsonschema|marshmallow|msgspec|attrs?|cattrs|cerberus|voluptuous|mangum|dataclasses)(?:\.|$)/;

export default defineCheck({
	id: 'parser',
	spec: '5.3/parser',
	title: 'Events are parsed before they are used',
	failTitle: 'A handler takes many keys from an event that nothing has checked',
	severity: 'low',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const handlers = handlersIn(facts, project);
		const findings = handlers.flatMap((one): readonly Finding[] => {
			const { handler, imports } = one;
			const { name, at, eventKeys } = handler;
			const isShaped = imports.some(imported => shaping.test(wholeName(imported))) || hasOwnDecorators(one);
			if (eventKeys.length <= mostKeys || isShaped) return [];
			return [
				{
					level: 'warn',
					message: `\`${name}\` takes ${eventKeys.length} keys from its event, and nothing checks them`,
					confidence: 'likely',
					at,
					found: eventKeys.slice(0, 6).join(', '),
					expected: 'a model: `parse(event=…, model=…)`',
					key: `keys:${name}`,
				},
			];
		});
		return concludeHandlers(
			handlers.length,
			findings,
			`Handlers parse their event, or take at most ${mostKeys} keys from it`,
			noHandlers,
		);
	},
});
