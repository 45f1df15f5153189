import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { importsOf } from '../../../core/project-files.ts';
import { handlerNeeds, handlersIn, noHandlers, powertools } from './judge.ts';

/** Libraries that log with fields, trace or parse as well. */
const others = /^(?:structlog|aws_xray_sdk|opentelemetry|loguru)(?:\.|$)/;

export default defineCheck({
	id: 'adopted',
	spec: '5.3/adopted',
	title: 'Handlers use Powertools for AWS Lambda',
	failTitle: 'No handler uses Powertools for AWS Lambda',
	severity: 'medium',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const handlers = handlersIn(facts, project);
		const [first] = handlers;
		if (!first) return notApplicable(noHandlers);
		if (importsOf(facts, project, powertools)) return pass('The code imports `aws_lambda_powertools`');
		const isDeployed = handlers.some(({ functions }) => functions.length > 0);
		const hasOthers = importsOf(facts, project, others);
		const instead = hasOthers ? ', though other libraries log or trace' : '';
		return verdictOf(
			[
				{
					level: isDeployed && !hasOthers ? 'fail' : 'warn',
					message: `No code of the project imports \`aws_lambda_powertools\`${instead}`,
					confidence: isDeployed ? 'certain' : 'likely',
					at: first.handler.at,
					expected: '`aws_lambda_powertools` for logs, metrics, parsing and idempotency',
					key: 'absent',
				},
			],
			'',
		);
	},
});
