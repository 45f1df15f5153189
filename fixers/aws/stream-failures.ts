import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { freeId } from './buckets.ts';
import type { FunctionCase } from './functions.ts';
import { functionCases } from './functions.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-kinesis.html

const changeOf = ({ lambda, trigger, template }: FunctionCase): Change | Left | null => {
	if (!trigger) return null;
	const subject = `\`${trigger.id}\` of \`${lambda.id}\``;
	if (lambda.kind !== 'sam' || !lambda.path.includes('Properties') || trigger.path.at(-3) !== 'Events')
		return { subject, reason: 'only events of SAM bring the permission to write to a queue' };
	if (lambda.properties['Role'] !== undefined)
		return { subject, reason: 'the role of its function is its own, and has to be let write to the queue' };
	const { properties, path } = trigger;
	const queue = freeId(template, ['Resources'], `${lambda.id}${trigger.id}Failures`);
	const values = {
		MaximumRetryAttempts: 5,
		BisectBatchOnFunctionError: true,
		DestinationConfig: { OnFailure: { Type: 'SQS', Destination: { 'Fn::GetAtt': [queue, 'Arn'] } } },
	};
	const taken = Object.keys(values).find(key => properties[key] !== undefined);
	if (taken !== undefined) return { subject, reason: `it sets \`${taken}\` already` };
	return {
		path: template.path,
		subject,
		edits: [
			...Object.entries(values).map(([key, value]) => ({ kind: 'insert', path, key, value }) as const),
			{
				kind: 'insert',
				path: ['Resources'],
				key: queue,
				value: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
				after: lambda.id,
			},
		],
	};
};

export default defineFixer({
	id: 'stream-failures',
	title: 'Give up on a record after five tries, and keep it in a queue',
	checks: ['lambda-retries/streams'],
	safety: 'review',
	needs: ['functions', 'templates'],
	touches: templateFiles,
	after: ['rule-dead-letters'],
	safetyNote:
		'Retries are bounded only together with a queue for what is given up, so that nothing is lost; the queue gets the place of a record, not the record.',
	takes: finding => finding.level === 'fail',
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(functionCases(facts, findings), changeOf, texts, done => ({
			area: 'lambda',
			summary: 'give up on records of a stream in time',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: a record that fails is tried five times more, its batch is halved, and then a queue keeps its place.`,
			],
			atRunTime: 'A record that fails no longer blocks those behind it; a queue tells which one it was.',
			followUps: [
				'Records stay in the stream for its retention only: look into the new queue within that time',
			],
		})),
});
