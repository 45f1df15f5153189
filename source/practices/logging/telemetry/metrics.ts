import { defineCheck, manual, pass, verdictOf } from '../../../core/practice.ts';
import { groundNeeds, groundOf, importing, requiring, usesLogfire } from './ground.ts';

const recorders = [
	[
		/^aws_lambda_powertools(?:\.metrics(?:\.\w+)*)?\.(?:Metrics|EphemeralMetrics|single_metric|DatadogMetrics)$/,
		'Powertools',
	],
	[/^aws_embedded_metrics(?:\.|$)/, '`aws_embedded_metrics`'],
	[/^opentelemetry\.metrics(?:\.|$)/, 'OpenTelemetry'],
	[/^opentelemetry\.sdk\.metrics(?:\.|$)/, 'OpenTelemetry'],
	[/^prometheus_(?:client|fastapi_instrumentator|flask_exporter)(?:\.|$)/, 'Prometheus'],
	[/^django_prometheus(?:\.|$)/, 'Prometheus'],
	[/^starlette_exporter(?:\.|$)|^aioprometheus(?:\.|$)/, 'Prometheus'],
	[/^(?:datadog|ddtrace|datadog_lambda)(?:\.|$)/, 'Datadog'],
	[/^(?:statsd|aiodogstatsd)(?:\.|$)/, 'statsd'],
	[/^newrelic(?:\.|$)/, 'New Relic'],
	[/^google\.cloud\.monitoring\w*(?:\.|$)/, 'Cloud Monitoring'],
] as const;

export default defineCheck({
	id: 'metrics',
	spec: '3.3g',
	title: 'Metrics are recorded',
	failTitle: 'No metrics are recorded',
	severity: 'low',
	scope: 'project',
	needs: groundNeeds,
	check(facts, project) {
		const ground = groundOf(facts, project);
		if ('status' in ground) return ground;
		for (const [module, name] of recorders) {
			if (importing(ground, module)) return pass(`metrics are recorded with ${name}`);
		}
		// `from opentelemetry import metrics` is the module above.
		if (ground.calls.some(({ name }) => /^(?:set_meter_provider|MeterProvider|get_meter)$/.test(name)))
			return pass('metrics are recorded with OpenTelemetry');
		if (usesLogfire(ground)) return pass('metrics are recorded with logfire');
		if (ground.zeroCode !== null) return pass(`${ground.zeroCode} records metrics of the libraries`);
		if (ground.words.has('put_metric_data')) return pass('metrics are put into CloudWatch');
		if (requiring(ground, /^(?:prometheus-.*|django-prometheus|aws-embedded-metrics)$/))
			return pass('a library for metrics is a dependency');
		const own = ground.imports.find(
			({ module, name }) =>
				/(?:^|[._])(?:metrics?|statsd|telemetry|telegraf)$/i.test(module) || name === 'metrics',
		);
		if (own) return manual(`Does \`${own.module}\` record metrics?`);
		return verdictOf(
			[
				{
					level: 'warn',
					message: 'Nothing records metrics',
					confidence: 'likely',
					at: ground.home,
					expected: ground.isLambda
						? '`Metrics` of Powertools, or a meter of OpenTelemetry'
						: 'a meter of OpenTelemetry',
					key: 'no metrics',
				},
			],
			'',
		);
	},
});
