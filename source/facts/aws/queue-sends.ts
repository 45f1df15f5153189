import type { QueueSend } from '../../core/facts/queue-sends.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { argumentsOf } from '../../edit/python/calls.ts';
import { enclosing } from '../../edit/python/nodes.ts';
import { siteOf } from '../../edit/python/code-site.ts';

// https://docs.aws.amazon.com/boto3/latest/reference/services/sqs.html

const silenced = { ids: ['4.3', 'message-queues', 'message-queues/send-message'], codes: [] };
const failed = /dlq|dead_?letter|redrive|replay|retry|requeue|failed|failure/i;

/** Messages that Python puts straight into a queue. */
export default defineFileGatherer({
	fact: 'queueSends',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): readonly QueueSend[] | null {
		const { text, path } = file;
		// Bots have a method of this name too; the argument is that of SQS.
		if (!text.includes('send_message') || !text.includes('QueueUrl') || engines.syntaxError(file))
			return null;
		const calls = engines.python(file).findAll({
			rule: {
				kind: 'call',
				has: { field: 'function', kind: 'attribute', regex: '\\.send_message(?:_batch)?$' },
			},
		});
		const sends = calls.flatMap((call): readonly QueueSend[] => {
			const { keywords } = argumentsOf(call);
			const url = keywords.get('QueueUrl');
			if (!url) return [];
			const around = enclosing(call, ['function_definition'])?.field('name')?.text() ?? '';
			return [
				{
					...siteOf(file, call, silenced),
					api: call.field('function')?.field('attribute')?.text() ?? 'send_message',
					isDelayed: /\bDelaySeconds\b/.test(call.text()),
					isRedrive: [url.text(), around, path].some(name => failed.test(name)),
				},
			];
		});
		return sends.length > 0 ? sends : null;
	},
});
