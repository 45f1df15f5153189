import { stringAt } from '../../../core/data.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import { resolve } from '../../../core/template/resolve.ts';
import { judgeResources } from '../../../core/template/stacks.ts';
import { queueNeeds } from './queues.ts';

// https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html

export default defineCheck({
	id: 'subscriptions',
	spec: '4.3/sub-dlq',
	title: 'Subscriptions keep what they cannot deliver',
	failTitle: 'A subscription drops what it cannot deliver',
	severity: 'low',
	scope: 'project',
	needs: queueNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'message-queues/subscriptions',
			types: /^AWS::SNS::Subscription$/,
			terraform: /^aws_sns_topic_subscription$/,
			subject: 'SNS subscriptions of queues, functions and endpoints',
			question: 'Does every SNS subscription keep what it cannot deliver?',
			good: 'keeps what it cannot deliver',
			asks: ({ properties }) => /^(?:sqs|lambda|https?)$/.test(stringAt(properties, ['Protocol']) ?? ''),
			judge: ({ id, at, properties }, { template }): readonly Finding[] => {
				const branches = resolve(properties['RedrivePolicy'], template.value);
				const unknown = branches.find(branch => branch.state === 'unknown');
				if (unknown?.state === 'unknown')
					return [undecided(at, `The dead-letter queue of \`${id}\``, unknown.reason)];
				if (branches.every(({ state }) => state === 'known')) return [];
				const message = `What \`${id}\` cannot deliver is dropped`;
				return [
					{
						level: 'warn',
						message,
						confidence: 'certain',
						at,
						expected: '`RedrivePolicy`',
						key: `dropped:${id}`,
					},
				];
			},
		}),
});
