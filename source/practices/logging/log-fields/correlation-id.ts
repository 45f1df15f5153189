import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { findingOn, mentions, scopeNeeds } from '../structured-logging/scope.ts';
import { structuredCode } from './judged.ts';

export default defineCheck({
	id: 'correlation-id',
	spec: '3.2c',
	title: 'Records carry the id that callers pass on',
	failTitle: 'Records carry the id of their own request only',
	severity: 'low',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const code = structuredCode(facts, project);
		if ('status' in code) return code;
		const { files } = code;
		if (
			mentions(files, 'correlation_id', 'correlation_id_path', 'correlation_paths', 'x-correlation-id') ||
			mentions(files, 'asgi_correlation_id', 'django_guid', 'traceparent')
		)
			return pass('the id that callers pass on is in the records');
		const bindsRequest =
			mentions(files, 'request_id', 'x-request-id', 'inject_lambda_context') ||
			files.some(({ use }) => use.entries.some(entry => entry.bindsRequest));
		if (!bindsRequest)
			return notApplicable('no id of a request is bound either; `request-scope` tells of it');
		return verdictOf(
			[
				findingOn(code.site, {
					level: 'warn',
					message: 'Records have the id of their request, and none that leads to the caller',
					confidence: 'likely',
					expected: '`correlation_id_path=…`, or `correlation_id` bound from a header or an attribute',
					key: 'no correlation id',
				}),
			],
			'',
		);
	},
});
