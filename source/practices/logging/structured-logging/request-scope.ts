import type { Confidence, Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingOn, hasLoggers, loggingFiles, scopeNeeds, uses } from './scope.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html: the runtime's own format has the request id.

const ofRequests =
	/^(?:x-request-id|x-correlation-id|x-trace-id|x-amzn-trace-id|traceparent|request_id|correlation_id|asgi_correlation_id|django_structlog|django_guid|starlette_context|get_current_span|LoggingInstrumentor|StructlogInstrumentor)$/;

export default defineCheck({
	id: 'request-scope',
	spec: '3.1i',
	title: 'Entry points put the id of the request into the records',
	failTitle: 'Records of a request do not carry its id',
	severity: 'medium',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		if (!hasLoggers(files)) return notApplicable('no production code has a logger');
		const isStructured = uses(files, 'structlog') || uses(files, 'powertools') || uses(files, 'loguru');
		const entries = isStructured ? files.flatMap(({ use, isLambda }) => (isLambda ? use.entries : [])) : [];
		// A decorator or a helper of the project may do it for its handlers.
		const inOthers = files.some(({ use }) => use.words.some(word => ofRequests.test(word)));
		const findings = entries.flatMap((entry): readonly Finding[] => {
			if (entry.bindsRequest) return [];
			const isHidden = inOthers || entry.hasOtherDecorators;
			return [
				findingOn(entry, {
					level: isHidden ? 'info' : 'fail',
					message: isHidden
						? `\`${entry.name}\` may get the id of its request from other code`
						: `\`${entry.name}\` does not put the id of its request into the records`,
					...(isHidden ? { confidence: 'likely' satisfies Confidence } : {}),
					expected: uses(files, 'powertools')
						? '`@logger.inject_lambda_context(clear_state=True)`'
						: '`bind_contextvars(request_id=context.aws_request_id)`',
					key: `entry ${entry.name}`,
				}),
			];
		});
		const app = files.find(({ use, isLambda }) => use.webApp !== null && !isLambda)?.use.webApp;
		if (entries.length === 0 && !app) {
			return notApplicable('no handler with a structured logger and no web application is found');
		}
		if (app && !inOthers) {
			findings.push(
				findingOn(app, {
					level: 'warn',
					message: 'Nothing in the application gives the records of a request its id',
					confidence: 'likely',
					expected: 'a middleware that binds `x-request-id`, such as asgi-correlation-id',
					key: 'web application',
				}),
			);
		}
		return verdictOf(findings, 'entry points bind the id of the request');
	},
});
