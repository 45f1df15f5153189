import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { numberOf, resolve } from '../../../core/template/resolve.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources } from '../../../core/template/stacks.ts';
import {
	deadLetterQueuesOf,
	defaultRetention,
	isFifo,
	queueNeeds,
	queueType,
	terraformQueues,
} from './queues.ts';

/** Seconds; null where the template does not tell. */
const retentionOf = ({ properties }: Resource, { template }: Stack): number | null => {
	const [first, ...others] = resolve(properties['MessageRetentionPeriod'], template.value);
	if (others.length > 0 || first.state === 'unknown') return null;
	return first.state === 'absent' ? defaultRetention : numberOf(first.value);
};

const judge = (queue: Resource, stack: Stack): readonly Finding[] =>
	deadLetterQueuesOf(queue, stack).flatMap((other): readonly Finding[] => {
		// FIFO queues count from when the message arrives in the dead-letter queue.
		if (other.id === queue.id || isFifo(queue, stack, 'FifoQueue') !== false) return [];
		const own = retentionOf(queue, stack);
		const kept = retentionOf(other, stack);
		if (own === null || kept === null || kept >= own) return [];
		const message = `\`${other.id}\` keeps messages for ${kept} seconds and \`${queue.id}\` for ${own}, so that a message may expire as it is given up`;
		return [
			{
				level: 'warn',
				message,
				confidence: 'certain',
				at: other.at,
				found: `${kept} s`,
				expected: `at least ${own} s`,
				key: `short:${queue.id}:${other.id}`,
			},
		];
	});

export default defineCheck({
	id: 'retention',
	spec: '4.3/dlq-retention',
	title: 'Dead-letter queues keep messages at least as long as the queues before them',
	failTitle: 'A dead-letter queue drops messages before the queue in front of it would',
	severity: 'low',
	scope: 'project',
	needs: queueNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'message-queues/retention',
			types: queueType,
			terraform: terraformQueues,
			subject: 'SQS queues with a dead-letter queue beside them',
			question: 'Do dead-letter queues keep messages at least as long as the queues before them?',
			good: 'gives messages up to a queue that keeps them as long',
			asks: (queue, stack) => deadLetterQueuesOf(queue, stack).length > 0,
			judge,
		}),
});
