import type { TriggerKind } from '../../../core/facts/functions.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import {
	concludeHandlers,
	handlerNeeds,
	handlersIn,
	hasOwnDecorators,
	isDecorated,
	isStartedBy,
	wholeName,
} from './judge.ts';

/** Triggers that deliver an event more than once. */
const repeating: readonly TriggerKind[] = ['sqs', 'sns', 'event-rule', 's3', 'stream'];

export default defineCheck({
	id: 'idempotency',
	spec: '5.3/idempotency',
	title: 'Handlers that may get an event twice write it once',
	failTitle: 'A handler may write the same event twice',
	severity: 'medium',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const judged = handlersIn(facts, project).filter(
			one => isStartedBy(one, repeating) && one.handler.writes.length > 0,
		);
		const findings = judged.flatMap((one): readonly Finding[] => {
			const { handler, imports, module } = one;
			const [write] = handler.writes;
			const isKept =
				module.hasConditionalWrites ||
				isDecorated(one, /(?:^|\.)idempotent$/) ||
				hasOwnDecorators(one) ||
				imports.some(imported => /idempoten/i.test(wholeName(imported)));
			if (isKept || !write) return [];
			return [
				{
					level: write.suppression ? 'info' : 'warn',
					message: `\`${handler.name}\` may get an event twice, and its file writes without a condition`,
					confidence: 'likely',
					at: write.at,
					found: write.code,
					expected: '`@idempotent`, `@idempotent_function` or a conditional write',
					key: `twice:${handler.name}`,
				},
			];
		});
		return concludeHandlers(
			judged.length,
			findings,
			'Handlers that may get an event twice are idempotent, or write under a condition',
			'No handler whose trigger may deliver twice is seen to write',
		);
	},
});
