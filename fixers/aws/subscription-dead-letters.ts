import { stringAt } from '../../source/core/data.ts';
import type { Table } from '../../source/core/facts/config.ts';
import { refersTo } from '../../source/core/template/references.ts';
import { truthOf } from '../../source/core/template/resolve.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { freeId, isAbout } from './buckets.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';
import { permissionFor } from './queue-policy.ts';
import type { ResourceCase } from './resources.ts';
import { resourceCases } from './resources.ts';

// https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html

/** Seconds; the longest that SQS keeps a message. */
const retention = 1_209_600;

/** A topic of this kind gives up messages to a queue of its kind only; null where the template does not tell. */
const isFifo = ({ resource, resources }: ResourceCase): boolean | null => {
	const { TopicArn: topic, Endpoint: endpoint } = resource.properties;
	if (stringAt(resource.properties, ['Protocol']) !== 'sqs') return false;
	const own = resources.find(({ id, type }) => type === 'AWS::SNS::Topic' && refersTo(topic, id));
	if (own) return truthOf(own.properties['FifoTopic'] ?? false);
	const queue = resources.find(({ id, type }) => type === 'AWS::SQS::Queue' && refersTo(endpoint, id));
	return queue ? truthOf(queue.properties['FifoQueue'] ?? false) : null;
};

const changeOf = (one: ResourceCase): Change | Left => {
	const { resource, template } = one;
	const { id, path, properties, attributes } = resource;
	const subject = `\`${id}\``;
	const fifo = isFifo(one);
	const { TopicArn: topic } = properties;
	if (fifo === null || topic === undefined)
		return { subject, reason: 'the template does not tell whether its topic is FIFO' };
	const resources = path.slice(0, -1);
	const queue = freeId(template, resources, `${id}Dlq`);
	const condition: Table =
		attributes['Condition'] === undefined ? {} : { Condition: attributes['Condition'] };
	const permission = permissionFor(one, queue, topic, queue, condition);
	if ('reason' in permission) return { subject, reason: permission.reason };
	return {
		path: template.path,
		subject,
		edits: [
			{
				kind: 'insert',
				path: [...path, 'Properties'],
				key: 'RedrivePolicy',
				value: { deadLetterTargetArn: { 'Fn::GetAtt': [queue, 'Arn'] } },
			},
			{
				kind: 'insert',
				path: resources,
				after: id,
				key: queue,
				value: {
					Type: 'AWS::SQS::Queue',
					...condition,
					Properties: { MessageRetentionPeriod: retention, ...(fifo ? { FifoQueue: true } : {}) },
				},
			},
			...permission.edits,
		],
	};
};

export default defineFixer({
	id: 'subscription-dead-letters',
	title: 'Keep what subscriptions cannot deliver',
	checks: ['message-queues/subscriptions'],
	safety: 'review',
	needs: ['templates'],
	touches: templateFiles,
	after: ['queue-topic'],
	safetyNote:
		'The subscription is updated in place; a queue and a policy that lets its topic write to it are added. Nothing else of the template changes.',
	takes: finding => isAbout(finding, 'dropped'),
	isReady: (finding, { facts }) =>
		resourceCases(facts, [finding]).some(
			one => isFifo(one) !== null && one.resource.properties['TopicArn'] !== undefined,
		),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(resourceCases(facts, findings), changeOf, texts, done => ({
			area: 'sns',
			summary: 'keep what subscriptions cannot deliver',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: what cannot be delivered goes to a queue of its own, which keeps it for 14 days.`,
			],
			atRunTime:
				'Messages whose receiver is gone or refuses them land in a queue instead of being dropped; the new queues cost what is put into them.',
			followUps: ['Set an alarm on the new queues, and decide who looks into them'],
		})),
});
