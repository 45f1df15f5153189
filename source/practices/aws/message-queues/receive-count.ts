import { valueAt } from '../../../core/data.ts';
import type { LambdaFunctions } from '../../../core/facts/functions.ts';
import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import { numberOf, resolve } from '../../../core/template/resolve.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources } from '../../../core/template/stacks.ts';
import { queueNeeds, queueType, readerOf, redrivesOf, terraformQueues } from './queues.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
const fewest = 3;
const most = 10;

const judge = (queue: Resource, stack: Stack, functions: LambdaFunctions): readonly Finding[] => {
	const { id, at } = queue;
	return redrivesOf(queue, stack).flatMap((policy): readonly Finding[] => {
		if (policy.state !== 'known') return [];
		const counts = resolve(valueAt(policy.value, ['maxReceiveCount']), stack.template.value);
		return counts.flatMap((branch): readonly Finding[] => {
			if (branch.state === 'unknown')
				return [undecided(at, `\`maxReceiveCount\` of \`${id}\``, branch.reason)];
			const count = branch.state === 'known' ? numberOf(branch.value) : null;
			if (count === null || branch.state !== 'known' || (count >= fewest && count <= most)) return [];
			const reader = readerOf(queue, functions);
			const base = {
				confidence: 'certain',
				at,
				found: `${count}`,
				expected: `${fewest} to ${most}`,
				key: `count:${id}`,
			} as const;
			if (count > most) {
				const message = `\`${id}\` tries a message ${count} times before it gives up`;
				return [{ ...base, level: 'warn', message }];
			}
			if (count === 1 && reader !== null) {
				const message = `\`${id}\` gives up a message after one try, also where \`${reader}\` was only throttled`;
				return [{ ...base, level: branch.via === null ? 'fail' : 'warn', message }];
			}
			const message = `\`${id}\` gives up a message after ${count === 1 ? 'one try' : `${count} tries`}`;
			return [{ ...base, level: 'warn', message }];
		});
	});
};

export default defineCheck({
	id: 'receive-count',
	spec: '4.3/max-receive',
	title: 'Queues try a message a few times before they give it up',
	failTitle: 'A queue gives up a message too early or too late',
	severity: 'medium',
	scope: 'project',
	needs: queueNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'message-queues/receive-count',
			types: queueType,
			terraform: terraformQueues,
			subject: 'SQS queues',
			question: 'Does every SQS queue try a message three to ten times?',
			good: `tries a message ${fewest} to ${most} times`,
			asks: ({ properties }) => properties['RedrivePolicy'] !== undefined,
			judge: (queue, stack) => judge(queue, stack, facts.functions),
		}),
});
