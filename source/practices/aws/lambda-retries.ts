import { definePractice } from '../../core/practice.ts';
import asynchronous from './lambda-retries/asynchronous.ts';
import failureTargets from './lambda-retries/failure-targets.ts';
import partialBatch from './lambda-retries/partial-batch.ts';
import rules from './lambda-retries/rules.ts';
import streams from './lambda-retries/streams.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html

export default definePractice({
	number: '5.5',
	id: 'lambda-retries',
	title: 'What a Lambda function fails on is tried again, and kept when that does not help',
	failTitle: 'A Lambda function may lose what it fails on, or be stopped by it',
	why:
		'Each trigger fails in its own way. An event that nobody waits for is tried twice more and is then gone without a trace. ' +
		'A record of a stream that cannot be worked on blocks all records behind it until it expires. ' +
		'And a batch whose answer names the failed messages is thrown away whole where nobody reads that answer.',
	remedy:
		'Give functions with asynchronous triggers a destination for failures or a dead-letter queue, and rules and schedules a `DeadLetterConfig` of their own. ' +
		'Bound the retries of streams together with a destination for what is given up. ' +
		'Set `FunctionResponseTypes: [ReportBatchItemFailures]` wherever the code returns `batchItemFailures`.',
	example: {
		language: 'yaml',
		text: [
			'OrderFunction:',
			'  Type: AWS::Serverless::Function',
			'  Properties:',
			'    Handler: app.handler',
			'    EventInvokeConfig:',
			'      MaximumRetryAttempts: 2',
			'      DestinationConfig:',
			'        OnFailure:',
			'          Type: SQS',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html',
		'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
		'https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html',
		'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
	],
	errata: [
		'A schedule comes again by itself, so a function that only schedules start and that keeps no failures is a warning',
		'The dead-letter queue of a queue that a function reads is judged with the queue, in practice 4.3',
		'Templates below folders such as `tests` or `examples` are not judged, unless the example is a project of its own',
	],
	seeAlso: ['5.4'],
	checks: [partialBatch, asynchronous, failureTargets, rules, streams],
});
