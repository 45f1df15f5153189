import { isTable } from '../../../core/data.ts';
import type { LambdaFunctions } from '../../../core/facts/functions.ts';
import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import type { CdkConstruct } from '../../../core/facts/cdk.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources } from '../../../core/template/stacks.ts';
import {
	isWorkQueue,
	queueNeeds,
	queuesInCode,
	queueType,
	readerOf,
	redrivesOf,
	terraformQueues,
} from './queues.ts';

const expected = '`RedrivePolicy` with `deadLetterTargetArn` and `maxReceiveCount`';

const judge = (queue: Resource, stack: Stack, functions: LambdaFunctions): readonly Finding[] => {
	const { id, at } = queue;
	const branches = redrivesOf(queue, stack);
	const unknown = branches.find(branch => branch.state === 'unknown');
	if (unknown?.state === 'unknown')
		return [undecided(at, `The dead-letter queue of \`${id}\``, unknown.reason)];
	const missing = branches.filter(
		branch =>
			branch.state === 'absent' ||
			(branch.state === 'known' &&
				isTable(branch.value) &&
				branch.value['deadLetterTargetArn'] === undefined),
	);
	if (missing.length === 0) return [];
	if (missing.length < branches.length) {
		const message = `\`${id}\` has a dead-letter queue only on one branch of a condition`;
		return [{ level: 'warn', message, confidence: 'certain', at, expected, key: `partly:${id}` }];
	}
	const reader = readerOf(queue, functions);
	const message =
		reader === null
			? `\`${id}\` has no dead-letter queue: a message that nobody can work on comes back until it expires`
			: `\`${id}\` has no dead-letter queue: a message that \`${reader}\` cannot work on comes back until it expires`;
	// Where nothing here reads it, a person may, and no message comes back by itself.
	return [
		{
			level: reader === null ? 'warn' : 'fail',
			message,
			confidence: 'certain',
			at,
			expected,
			key: `absent:${id}`,
		},
	];
};

const inCode = ({ id, values, open }: CdkConstruct, at: Place): readonly Finding[] => {
	if (values['dead_letter_queue'] !== undefined) return [];
	if (open) return [undecided(at, `The dead-letter queue of \`${id}\``, 'it may come from `**` arguments')];
	return [
		{
			level: 'warn',
			message: `\`${id}\` has no dead-letter queue: a message that nobody can work on comes back until it expires`,
			confidence: 'certain',
			at,
			expected: '`dead_letter_queue=sqs.DeadLetterQueue(…)`',
			key: `cdk:${id}`,
		},
	];
};

export default defineCheck({
	id: 'dead-letters',
	spec: '4.3/dlq',
	title: 'Every queue has a dead-letter queue',
	failTitle: 'A queue has no dead-letter queue',
	severity: 'high',
	scope: 'project',
	needs: queueNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'message-queues/dead-letters',
			types: queueType,
			terraform: terraformQueues,
			subject: 'SQS queues',
			question: 'Does every SQS queue have a dead-letter queue?',
			good: 'has a dead-letter queue',
			asks: isWorkQueue,
			judge: (queue, stack) => judge(queue, stack, facts.functions),
			aside: queuesInCode(facts, project, 'message-queues/dead-letters', inCode),
		}),
});
