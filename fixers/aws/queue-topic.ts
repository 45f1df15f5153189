import { isTable } from '../../source/core/data.ts';
import type { Table } from '../../source/core/facts/config.ts';
import type { Answers } from '../../source/core/fixer.ts';
import type { Resource } from '../../source/core/facts/templates.ts';
import { referencesOf, refersTo } from '../../source/core/template/references.ts';
import { truthOf } from '../../source/core/template/resolve.ts';
import type { TemplateEdit } from '../../source/edit/template.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { freeId, isAbout } from './buckets.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';
import { permissionFor } from './queue-policy.ts';
import type { ResourceCase } from './resources.ts';
import { pick, resourceCases } from './resources.ts';

// https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
// https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html

/** Seconds; the longest that SQS keeps a message. */
const retention = 1_209_600;

/** The queue of the same template that this queue alone gives up messages to; one policy of it is enough then. */
const deadLettersOf = ({ resource, resources }: ResourceCase): Resource | null => {
	const { RedrivePolicy: redrive } = resource.properties;
	const targets = isTable(redrive) ? referencesOf(redrive['deadLetterTargetArn'] ?? null) : [];
	const found = resources.find(({ id, type }) => type === 'AWS::SQS::Queue' && targets.includes(id));
	const isShared = resources.some(
		({ id, properties }) => id !== resource.id && found && refersTo(properties['RedrivePolicy'], found.id),
	);
	return isShared ? null : (found ?? null);
};

const arnOf = (id: string): Table => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** Why a topic cannot stand in front of the queue without a person; null where it can. */
const obstacleOf = (one: ResourceCase, deadLetters: Resource | null): string | null => {
	for (const queue of deadLetters ? [one.resource, deadLetters] : [one.resource]) {
		if (queue.properties['KmsMasterKeyId'] !== undefined)
			return `\`${queue.id}\` is encrypted with a key that SNS has to be let use first`;
		const { FifoQueue: fifo } = queue.properties;
		if (fifo !== undefined && truthOf(fifo) === null) return 'whether it is a FIFO queue is computed';
	}
	return null;
};

const changeOf = (one: ResourceCase, answers: Answers): Change | Left => {
	const { resource, template } = one;
	const { id, path, properties, attributes } = resource;
	const subject = `\`${id}\``;
	const own = deadLettersOf(one);
	const obstacle = obstacleOf(one, own);
	if (obstacle !== null) return { subject, reason: obstacle };
	const resources = path.slice(0, -1);
	const topic = freeId(template, resources, `${id}Topic`);
	const subscription = freeId(template, resources, `${topic}Subscription`);
	const kept = own?.id ?? freeId(template, resources, `${topic}Dlq`);
	const fifo = truthOf(properties['FifoQueue'] ?? false) === true;
	const condition = pick(attributes, ['Condition']);
	const insert = (key: string, after: string, value: Table): TemplateEdit => ({
		kind: 'insert',
		path: resources,
		after,
		key,
		value,
	});
	const permissions = [id, kept].map((queue, index) =>
		permissionFor(one, queue, { Ref: topic }, index === 0 ? subscription : `${subscription}Dlq`, condition),
	);
	const undone = permissions.find(permission => 'reason' in permission);
	if (undone) return { subject, reason: undone.reason };
	return {
		path: template.path,
		subject,
		edits: [
			insert(topic, id, {
				Type: 'AWS::SNS::Topic',
				...condition,
				...(fifo
					? {
							Properties: {
								// CloudFormation makes up a name without the ending that a FIFO topic has to have.
								TopicName: { 'Fn::Sub': `\${AWS::StackName}-${topic}.fifo` },
								FifoTopic: true,
								...pick(properties, ['ContentBasedDeduplication']),
							},
						}
					: {}),
			}),
			insert(subscription, id, {
				Type: 'AWS::SNS::Subscription',
				...condition,
				Properties: {
					TopicArn: { Ref: topic },
					Protocol: 'sqs',
					Endpoint: arnOf(id),
					RawMessageDelivery: answers['raw-delivery'] !== 'no',
					RedrivePolicy: { deadLetterTargetArn: arnOf(kept) },
				},
			}),
			...(own
				? []
				: [
						insert(kept, id, {
							Type: 'AWS::SQS::Queue',
							...condition,
							Properties: {
								MessageRetentionPeriod: retention,
								...pick(properties, ['FifoQueue', 'SqsManagedSseEnabled', 'Tags']),
							},
						}),
					]),
			...permissions.flatMap(permission => ('edits' in permission ? permission.edits : [])),
		],
	};
};

export default defineFixer({
	id: 'queue-topic',
	title: 'Put a topic in front of queues that are written to directly',
	checks: ['message-queues/topics'],
	safety: 'guided',
	needs: ['templates'],
	touches: templateFiles,
	after: ['queue-dead-letters'],
	safetyNote:
		'Only resources are added, and a statement where a policy of the queue is there already. Who sends straight to the queue may go on until its code publishes instead.',
	takes: finding => isAbout(finding, 'raw'),
	isReady: (finding, { facts }) =>
		resourceCases(facts, [finding]).some(one => obstacleOf(one, deadLettersOf(one)) === null),
	questions: () => [
		{
			id: 'raw-delivery',
			prompt: 'Deliver message bodies as they are published, without the envelope of SNS?',
			explanation:
				'With yes the readers of the queue stay as they are; SNS then drops messages that have more than ten attributes.',
			kind: { type: 'yes-no' },
			fallback: 'yes',
		},
	],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts, answers }) =>
		planEach(
			resourceCases(facts, findings),
			one => changeOf(one, answers),
			texts,
			done => ({
				area: 'sns',
				summary: 'put a topic in front of queues',
				changed: [
					`${listed(done.map(({ subject }) => subject))}: a topic delivers to the queue, and what it cannot deliver goes to a dead-letter queue.`,
				],
				atRunTime:
					'Nothing changes until something publishes to the new topic. The deployment adds resources and replaces none; SNS costs by message once it is used, a delivery to SQS is free.',
				followUps: [
					'In the sender, replace `sqs.send_message(QueueUrl=…, MessageBody=m, MessageAttributes=a)` by `sns.publish(TopicArn=…, Message=m, MessageAttributes=a)`',
					'Let the sender publish to the topic (`SNSPublishMessagePolicy` of SAM), hand it the topic’s ARN, and take its permission to send to the queue away',
				],
			}),
		),
});
