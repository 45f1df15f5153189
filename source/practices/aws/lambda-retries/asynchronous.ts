import type { LambdaFunction, Trigger, TriggerKind } from '../../../core/facts/functions.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { hasFailureTarget, isAsync, isServerless } from '../../../core/template/failure-targets.ts';
import { rootOf } from '../../../core/template/judge.ts';
import { functionNeeds, functionsIn, judgeParts } from '../../../core/template/judge-functions.ts';

const expectedOf = (lambda: LambdaFunction): string => {
	if (isServerless(lambda)) return '`destinations.onFailure` or `onError`';
	return lambda.kind === 'sam'
		? '`EventInvokeConfig` with a destination on failure, or `DeadLetterQueue`'
		: '`DeadLetterConfig`, or an `AWS::Lambda::EventInvokeConfig` with a destination on failure';
};

const starterOf: Readonly<Record<TriggerKind, string>> = {
	api: 'an API',
	'function-url': 'a URL',
	sqs: 'a queue',
	sns: 'a topic',
	s3: 'a bucket',
	schedule: 'a schedule',
	'event-rule': 'a rule of EventBridge',
	stream: 'a stream',
	kafka: 'Kafka',
	other: 'an event',
};

const judge = (lambda: LambdaFunction, triggers: readonly Trigger[]): Finding => {
	const { id, at } = lambda;
	const starters = [...new Set(triggers.map(({ kind }) => starterOf[kind]))];
	const comesAgain = triggers.every(({ kind }) => kind === 'schedule');
	return {
		level: comesAgain ? 'warn' : 'fail',
		message: `What \`${id}\` fails on is lost after two more tries; it is started by ${starters.join(' and ')}`,
		confidence: 'certain',
		at,
		expected: expectedOf(lambda),
		key: `lost:${id}`,
	};
};

export default defineCheck({
	id: 'asynchronous',
	spec: '5.5/async',
	title: 'Functions that nobody waits for keep what they fail on',
	failTitle: 'A function that nobody waits for loses what it fails on',
	severity: 'medium',
	scope: 'project',
	needs: functionNeeds,
	check: (facts, project) =>
		judgeParts(facts, project, {
			check: 'lambda-retries/asynchronous',
			partsOf(lambda) {
				const triggers = lambda.triggers.filter(trigger => isAsync(lambda, trigger));
				return triggers.length > 0 ? [triggers] : [];
			},
			judge: (triggers, lambda) =>
				hasFailureTarget(lambda, rootOf(facts, lambda.template)) ? [] : [judge(lambda, triggers)],
			reason:
				functionsIn(facts, project).inTemplates.length > 0
					? 'No Python function has a trigger that does not wait for it'
					: 'The triggers of functions in the CDK are not looked up',
			question: 'Do functions that nobody waits for keep what they fail on?',
			evidence: count =>
				`${count === 1 ? 'The function that nobody waits for keeps what it fails' : `All ${count} functions that nobody waits for keep what they fail`} on`,
			terraform: [/^aws_lambda_function$/, 'Lambda functions'],
			severity: ['medium', 'low'],
		}),
});
