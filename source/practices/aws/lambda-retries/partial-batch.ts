import { counted } from '../../../core/counted.ts';
import { stringsAt } from '../../../core/data.ts';
import type { Facts } from '../../../core/facts.ts';
import type { LambdaFunction, Trigger } from '../../../core/facts/functions.ts';
import type { Handler } from '../../../core/facts/handlers.ts';
import { defineCheck } from '../../../core/practice.ts';
import { isServerless } from '../../../core/template/failure-targets.ts';
import { functionNeeds, judgeParts } from '../../../core/template/judge-functions.ts';

const isBatch = ({ kind }: Trigger): boolean => kind === 'sqs' || kind === 'stream';

const handlerOf = (lambda: LambdaFunction, { handlers }: Pick<Facts, 'handlers'>): Handler | null => {
	const parsed = lambda.handlerFile === null ? undefined : handlers.get(lambda.handlerFile);
	const found = parsed?.ok ? parsed.value.handlers : [];
	return found.find(({ name }) => name === lambda.handlerName) ?? null;
};

/** The answer of the function is read; also where it cannot be told. */
const isRead = (lambda: LambdaFunction, { properties }: Trigger): boolean => {
	const key = isServerless(lambda) ? 'functionResponseType' : 'FunctionResponseTypes';
	const value = properties[key];
	if (value === undefined || value === null) return false;
	const listed = stringsAt(properties, [key]);
	return typeof value === 'string' || listed.length === 0 || listed.includes('ReportBatchItemFailures');
};

export default defineCheck({
	id: 'partial-batch',
	spec: '5.5/sqs',
	title: 'Lambda reads which messages of a batch failed wherever the code says it',
	failTitle: 'The code says which messages of a batch failed, and Lambda does not read it',
	severity: 'high',
	scope: 'project',
	needs: [...functionNeeds, 'handlers'],
	check: (facts, project) =>
		judgeParts(facts, project, {
			check: 'lambda-retries/partial-batch',
			partsOf(lambda) {
				const site = handlerOf(lambda, facts)?.reportsFailures;
				return site ? lambda.triggers.filter(isBatch).map(trigger => ({ trigger, site })) : [];
			},
			judge({ trigger, site }, lambda) {
				if (isRead(lambda, trigger)) return [];
				const key = isServerless(lambda) ? 'functionResponseType' : 'FunctionResponseTypes';
				const value = isServerless(lambda) ? 'ReportBatchItemFailures' : '[ReportBatchItemFailures]';
				return [
					{
						level: 'fail',
						message: `\`${lambda.id}\` returns which messages failed in \`${site.at.path}\`, and \`${trigger.id}\` sets no \`${key}\`, so failed messages are deleted`,
						confidence: 'certain',
						at: trigger.at,
						found: site.code,
						expected: `\`${key}: ${value}\``,
						key: `unread:${lambda.id}:${trigger.id}`,
					},
				];
			},
			reason: 'No handler with a queue or a stream returns which messages of a batch failed',
			question: 'Does Lambda read which messages of a batch failed?',
			evidence: count =>
				`${counted(count, 'mapping reads', 'mappings read')} which messages of a batch failed`,
			terraform: [/^aws_lambda_event_source_mapping$/, 'mappings of queues and streams'],
		}),
});
