import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { freeId, isAbout, withProperties } from './buckets.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';
import type { ResourceCase } from './resources.ts';
import { pick, resourceCases } from './resources.ts';

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html

/** Seconds; the longest that SQS keeps a message. */
const retention = 1_209_600;
const tries = 5;

/** What the two queues have to have in common, or should. */
const shared = [
	'FifoQueue',
	'KmsMasterKeyId',
	'KmsDataKeyReusePeriodSeconds',
	'SqsManagedSseEnabled',
	'Tags',
];
const attributes = ['Condition', 'DeletionPolicy', 'UpdateReplacePolicy'];

const changeOf = ({ resource, template }: ResourceCase): Change | Left => {
	const { id, path, properties } = resource;
	const subject = `\`${id}\``;
	if (properties['RedrivePolicy'] !== undefined)
		return { subject, reason: 'it has a `RedrivePolicy` that names no queue' };
	const resources = path.slice(0, -1);
	const queue = freeId(template, resources, `${id}Dlq`);
	return {
		path: template.path,
		subject,
		edits: [
			{
				kind: 'insert',
				path: resources,
				after: id,
				key: queue,
				value: {
					Type: 'AWS::SQS::Queue',
					...pick(resource.attributes, attributes),
					Properties: {
						MessageRetentionPeriod: retention,
						// What holds by default says what the queue is for. A list of queues would refer in a circle.
						RedriveAllowPolicy: { redrivePermission: 'allowAll' },
						...pick(properties, shared),
					},
				},
			},
			...withProperties(template, path, {
				RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [queue, 'Arn'] }, maxReceiveCount: tries },
			}),
		],
	};
};

export default defineFixer({
	id: 'queue-dead-letters',
	title: 'Give queues a dead-letter queue',
	checks: ['message-queues/dead-letters'],
	safety: 'review',
	needs: ['templates'],
	touches: templateFiles,
	after: [],
	safetyNote:
		'The queue is updated in place. A message that fails five times leaves it for the new queue, where it waits for 14 days.',
	takes: finding => isAbout(finding, 'absent'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(resourceCases(facts, findings), changeOf, texts, done => ({
			area: 'sqs',
			summary: 'give queues a dead-letter queue',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: after ${tries} tries a message goes to a queue of its own, which keeps it for 14 days.`,
			],
			atRunTime:
				'Messages that nobody can work on no longer come back until they expire; the new queues cost what is put into them.',
			followUps: ['Set an alarm on the new queues, and decide who looks into them'],
		})),
});
