import { defineCheck, manual, pass, verdictOf } from '../../../core/practice.ts';
import { findingOn, mentions, scopeNeeds, uses } from '../structured-logging/scope.ts';
import { requires, structuredCode } from './judged.ts';

// https://docs.aws.amazon.com/powertools/python/latest/core/logger/: `xray_trace_id` where tracing is active.

export default defineCheck({
	id: 'trace-ids',
	spec: '3.2b',
	title: 'Records carry the id of their trace',
	failTitle: 'Records do not carry the id of their trace',
	severity: 'medium',
	scope: 'project',
	needs: [...scopeNeeds, 'packaging'],
	check(facts, project) {
		const code = structuredCode(facts, project);
		if ('status' in code) return code;
		if (
			mentions(code.files, 'get_current_span', 'get_span_context', 'xray_trace_id') ||
			code.keys.has('trace_id')
		)
			return pass('a processor adds the id of the trace');
		if (
			mentions(code.files, 'LoggingInstrumentor', 'StructlogInstrumentor') ||
			/OTEL_PYTHON_LOG_CORRELATION|aws-otel-python|AWSOpenTelemetryDistroPython/.test(code.deployment) ||
			requires(facts, project, /^opentelemetry-instrumentation-(?:logging|structlog)$/i)
		)
			return pass('OpenTelemetry adds the id of the trace');
		if (uses(code.files, 'powertools')) {
			if (
				/"Tracing":"Active"|"tracing":(?:"Active"|true|\{[^{}]*"lambda":(?:true|"Active"))|"TracingConfig":\{"Mode":"Active"/.test(
					code.deployment,
				)
			)
				return pass('tracing is active, and the Powertools logger adds `xray_trace_id`');
			if (!code.isDeploymentRead)
				return manual(
					'Is tracing active for these functions, so that the Powertools logger adds the id of the trace?',
				);
		}
		return verdictOf(
			[
				findingOn(code.site, {
					level: 'fail',
					message: 'Nothing adds the id of the trace to the records',
					confidence: 'likely',
					expected: uses(code.files, 'powertools')
						? '`Tracing: Active` for the functions'
						: 'a processor that adds `trace_id` from the current span',
					key: 'no trace id',
				}),
			],
			'',
		);
	},
});
