import { definePractice } from '../../core/practice.ts';
import deadLetters from './message-queues/dead-letters.ts';
import fifo from './message-queues/fifo.ts';
import receiveCount from './message-queues/receive-count.ts';
import retention from './message-queues/retention.ts';
import sendMessage from './message-queues/send-message.ts';
import subscriptions from './message-queues/subscriptions.ts';
import topics from './message-queues/topics.ts';

// https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html

export default definePractice({
	number: '4.3',
	id: 'message-queues',
	title: 'Queues are fed through topics and keep what cannot be worked on',
	failTitle: 'A queue is written to directly, or loses what cannot be worked on',
	why:
		'A topic in front of a queue lets a second reader join without a change of the sender. ' +
		'A message that no reader can work on comes back again and again, costs as much each time and expires in the end; ' +
		'a dead-letter queue keeps it for somebody to look at. ' +
		'Queues that differ in kind from their topic or their dead-letter queue fail at the deployment.',
	remedy:
		'Subscribe the queue to an SNS topic with raw delivery and publish there. ' +
		'Give every queue a `RedrivePolicy` with a dead-letter queue of its kind that keeps messages for 14 days, and a `maxReceiveCount` of five.',
	example: {
		language: 'yaml',
		text: [
			'OrdersQueue:',
			'  Type: AWS::SQS::Queue',
			'  Properties:',
			'    RedrivePolicy:',
			'      deadLetterTargetArn: !GetAtt OrdersQueueDlq.Arn',
			'      maxReceiveCount: 5',
			'OrdersQueueDlq:',
			'  Type: AWS::SQS::Queue',
			'  Properties:',
			'    MessageRetentionPeriod: 1209600',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html',
		'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
		'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
	],
	errata: [
		'A queue that nothing in its template reads or feeds may be read or fed by another stack: its missing dead-letter queue is a warning, and who feeds it is asked',
		'EventBridge in front of a queue counts like a topic, and a delay queue needs neither',
		'Templates below folders such as `tests` or `examples` are not judged, unless the example is a project of its own',
	],
	seeAlso: ['5.4', '5.5'],
	checks: [topics, sendMessage, deadLetters, receiveCount, fifo, retention, subscriptions],
});
