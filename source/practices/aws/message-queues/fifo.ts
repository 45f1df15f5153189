import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { refersTo } from '../../../core/template/references.ts';
import { resolve } from '../../../core/template/resolve.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources } from '../../../core/template/stacks.ts';
import { deadLetterQueuesOf, isFifo, queueNeeds, queueType, terraformQueues } from './queues.ts';

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html

const kindOf = (fifo: boolean): string => (fifo ? 'FIFO' : 'a standard queue');

/** Topics of the same template whose subscriptions deliver to the queue. */
const topicsOf = (queue: Resource, { resources }: Stack): readonly Resource[] => {
	const topics = resources.filter(({ type }) => type === 'AWS::SNS::Topic');
	const subscriptions = resources.filter(
		({ type, properties }) => type === 'AWS::SNS::Subscription' && refersTo(properties['Endpoint'], queue.id),
	);
	return topics.filter(
		({ id, properties }) =>
			refersTo(properties['Subscription'], queue.id) ||
			subscriptions.some(subscription => refersTo(subscription.properties['TopicArn'], id)),
	);
};

const judge = (queue: Resource, stack: Stack): readonly Finding[] => {
	const { id, at, properties } = queue;
	const fifo = isFifo(queue, stack, 'FifoQueue');
	if (fifo === null) return [];
	const finding = (what: string, message: string, expected: string): Finding => ({
		level: 'fail',
		message,
		confidence: 'certain',
		at,
		expected,
		key: `${what}:${id}`,
	});
	const names = resolve(properties['QueueName'], stack.template.value).flatMap(branch =>
		branch.state === 'known' && branch.via === null && typeof branch.value === 'string' ? [branch.value] : [],
	);
	const misnamed = names.some(name => name.endsWith('.fifo') !== fifo);
	const others = deadLetterQueuesOf(queue, stack).filter(other => {
		const kind = isFifo(other, stack, 'FifoQueue');
		return kind !== null && kind !== fifo;
	});
	const topics = fifo
		? topicsOf(queue, stack).filter(topic => isFifo(topic, stack, 'FifoTopic') === false)
		: [];
	return [
		...(misnamed
			? [
					finding(
						'name',
						fifo
							? `\`${id}\` is FIFO and its name does not end in \`.fifo\``
							: `The name of \`${id}\` ends in \`.fifo\` and it is no FIFO queue`,
						fifo ? 'a name that ends in `.fifo`, or none' : '`FifoQueue: true`, or another name',
					),
				]
			: []),
		...others.map(other =>
			finding(
				`dlq:${other.id}`,
				`\`${id}\` is ${kindOf(fifo)} and its dead-letter queue \`${other.id}\` is ${kindOf(!fifo)}`,
				'two queues of the same kind',
			),
		),
		...topics.map(topic =>
			finding(
				`topic:${topic.id}`,
				`\`${id}\` is FIFO and is subscribed to the standard topic \`${topic.id}\``,
				'`FifoTopic: true`',
			),
		),
	];
};

export default defineCheck({
	id: 'fifo',
	spec: '4.3/fifo',
	title: 'FIFO queues go with FIFO topics, FIFO dead-letter queues and names that say so',
	failTitle: 'A FIFO queue stands beside what is not FIFO, or is named otherwise',
	severity: 'high',
	scope: 'project',
	needs: queueNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'message-queues/fifo',
			types: queueType,
			terraform: terraformQueues,
			subject: 'SQS queues',
			question: 'Do FIFO queues go with FIFO topics and FIFO dead-letter queues?',
			good: 'goes with topics and queues of its kind',
			judge,
		}),
});
