import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { concludeHandlers, handlerNeeds, handlersIn, isStartedBy, wholeName } from './judge.ts';

export default defineCheck({
	id: 'batch',
	spec: '5.3/batch',
	title: 'A message that fails does not bring back its whole batch',
	failTitle: 'One message that fails brings back its whole batch',
	severity: 'medium',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const judged = handlersIn(facts, project).filter(
			one => one.handler.loopsRecords && isStartedBy(one, ['sqs', 'stream']),
		);
		const findings = judged.flatMap((one): readonly Finding[] => {
			const { handler, imports, functions } = one;
			const hasProcessor = imports.some(imported =>
				wholeName(imported).startsWith('aws_lambda_powertools.utilities.batch'),
			);
			// A batch of one fails as a whole in any case.
			const single = functions.every(({ triggers }) =>
				triggers.every(({ properties }) => (properties['BatchSize'] ?? properties['batchSize']) === 1),
			);
			if (handler.reportsFailures || hasProcessor || single) return [];
			return [
				{
					level: 'warn',
					message: `\`${handler.name}\` works through the records of a batch and does not say which of them failed`,
					confidence: 'certain',
					at: handler.at,
					expected: '`process_partial_response`, or `batchItemFailures` in what it returns',
					key: `batch:${handler.name}`,
				},
			];
		});
		return concludeHandlers(
			judged.length,
			findings,
			'Handlers of batches say which records failed',
			'No handler works through the records of a queue or a stream',
		);
	},
});
