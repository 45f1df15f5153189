import { valueAt } from '../../source/core/data.ts';
import { isServerless } from '../../source/core/template/failure-targets.ts';
import type { TemplateEdit } from '../../source/edit/template.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { functionCases } from './functions.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planTemplates } from './plan-templates.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting

export default defineFixer({
	id: 'batch-item-failures',
	title: 'Let Lambda read which messages of a batch failed',
	checks: ['lambda-retries/partial-batch'],
	safety: 'review',
	needs: ['functions', 'templates'],
	touches: templateFiles,
	after: ['sqs-visibility'],
	safetyNote:
		'Only where the handler already returns which messages failed; these come back to the queue instead of being deleted.',
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts }) {
		const changes: Change[] = [];
		const left: Left[] = [];
		for (const { lambda, trigger, template } of functionCases(facts, findings)) {
			if (!trigger) continue;
			const subject = `\`${trigger.id}\` of \`${lambda.id}\``;
			const { path } = trigger;
			if (typeof valueAt(template.value, path) === 'string') {
				left.push({ subject, reason: 'its event is written in the short form, which has no place for it' });
				continue;
			}
			const edit: TemplateEdit = isServerless(lambda)
				? { kind: 'insert', path, key: 'functionResponseType', value: 'ReportBatchItemFailures' }
				: { kind: 'insert', path, key: 'FunctionResponseTypes', value: ['ReportBatchItemFailures'] };
			changes.push({ path: template.path, subject, edits: [edit] });
		}
		return planTemplates(changes, left, texts, done => ({
			area: 'lambda',
			summary: 'read which messages of a batch failed',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: Lambda reads which messages failed and tries only those again.`,
			],
			atRunTime: 'Messages that failed come back instead of being deleted.',
			followUps: ['Give the queue a dead-letter queue for messages that never succeed'],
		}));
	},
});
