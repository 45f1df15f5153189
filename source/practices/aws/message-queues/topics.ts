import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import { numberOf, resolve } from '../../../core/template/resolve.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources } from '../../../core/template/stacks.ts';
import { feedOf } from './feeds.ts';
import { isWorkQueue, queueNeeds, queuesInCode, queueType, terraformQueues } from './queues.ts';

const expected = 'an SNS topic or an EventBridge rule that feeds it';

/** A topic cannot delay what it delivers. */
const isDelayed = ({ properties }: Resource, { template }: Stack): boolean => {
	const [first] = resolve(properties['DelaySeconds'], template.value);
	return first.state === 'unknown' || (first.state === 'known' && (numberOf(first.value) ?? 1) > 0);
};

const judge = (queue: Resource, stack: Stack): readonly Finding[] => {
	const { id, at } = queue;
	const feed = feedOf(queue, stack);
	switch (feed.kind) {
		case 'router':
			return [];
		case 'service': {
			const message = `\`${id}\` is fed by ${feed.service} (\`${feed.id}\`) without a topic or a bus between`;
			return [{ level: 'warn', message, confidence: 'certain', at, expected, key: `service:${id}` }];
		}
		case 'program': {
			const message = `\`${feed.id}\` may send straight to \`${id}\`, which no topic or rule feeds`;
			return [{ level: 'fail', message, confidence: 'certain', at, expected, key: `raw:${id}` }];
		}
		case 'none':
			return [undecided(at, `Who feeds \`${id}\``, 'its template shows neither a topic nor a sender')];
	}
};

export default defineCheck({
	id: 'topics',
	spec: '4.3/fronted',
	title: 'Queues are fed through a topic or a bus',
	failTitle: 'A queue is written to without a topic or a bus in front of it',
	severity: 'medium',
	scope: 'project',
	needs: queueNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'message-queues/topics',
			types: queueType,
			terraform: terraformQueues,
			subject: 'SQS queues',
			question: 'Is every SQS queue fed through an SNS topic or EventBridge?',
			good: 'is fed through a topic or a bus',
			asks: (queue, stack) => isWorkQueue(queue, stack) && !isDelayed(queue, stack),
			judge,
			aside: queuesInCode(facts, project, 'message-queues/topics', ({ id }, at) => [
				undecided(at, `The topic in front of \`${id}\``, 'Python declares it'),
			]),
		}),
});
