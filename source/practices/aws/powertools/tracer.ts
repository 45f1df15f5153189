import { defineCheck } from '../../../core/practice.ts';
import { importsOf } from '../../../core/project-files.ts';
import {
	concludeHandlers,
	handlerNeeds,
	handlersIn,
	hasOwnDecorators,
	isDecorated,
	lacking,
	noPowertools,
	powertools,
} from './judge.ts';
import type { ProjectHandler } from './judge.ts';

// https://aws-otel.github.io/docs/getting-started/lambda/lambda-python
const byLayer =
	/aws-otel-python|AWSOpenTelemetryDistroPython|otel-instrument|Datadog-Python|dd-trace|newrelic/i;

const isInstrumented = ({ functions }: ProjectHandler): boolean =>
	functions.some(({ properties }) => byLayer.test(JSON.stringify(properties)));

export default defineCheck({
	id: 'tracer',
	spec: '5.3/tracer',
	title: 'Handlers are traced',
	failTitle: 'A handler is not traced',
	severity: 'low',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const uses = importsOf(facts, project, powertools);
		const handlers = uses ? handlersIn(facts, project) : [];
		const traces = importsOf(
			facts,
			project,
			/^(?:opentelemetry|aws_xray_sdk|ddtrace|datadog_lambda)(?:\.|$)/,
		);
		const missing = handlers.filter(
			one =>
				!traces &&
				!isDecorated(one, /(?:^|\.)capture_lambda_handler$/) &&
				!hasOwnDecorators(one) &&
				!isInstrumented(one),
		);
		return concludeHandlers(
			handlers.length,
			lacking(missing, {
				what: 'no tracing',
				expected: 'OpenTelemetry, or `@tracer.capture_lambda_handler`',
				key: 'untraced',
			}),
			'The handlers are traced',
			noPowertools,
		);
	},
});
