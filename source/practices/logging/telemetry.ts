import { definePractice } from '../../core/practice.ts';
import exporter from './telemetry/exporter.ts';
import instrumentors from './telemetry/instrumentors.ts';
import metrics from './telemetry/metrics.ts';
import packageNames from './telemetry/package-names.ts';
import propagators from './telemetry/propagators.ts';
import provider from './telemetry/provider.ts';
import sdk from './telemetry/sdk.ts';
import threads from './telemetry/threads.ts';

// https://opentelemetry.io/docs/languages/python/
// https://aws-otel.github.io/docs/getting-started/lambda/lambda-python

export default definePractice({
	number: '3.3',
	id: 'telemetry',
	title: 'OpenTelemetry records traces and metrics, exports them, and keeps its context',
	failTitle: 'Traces or metrics are not recorded, go nowhere, or lose their context',
	why:
		'A trace shows one request through every service, queue and thread it passed, and where its time went. ' +
		'An SDK without a provider drops each span in silence, a package that does not exist breaks the installation, and a span ' +
		'that loses its parent begins a trace of its own.',
	remedy:
		'Add the SDK and an exporter for OTLP, set a tracer provider where the program starts, and instrument each library that calls others. ' +
		'In Lambda, add a layer of OpenTelemetry and its wrapper instead. Hand a copy of the context to threads.',
	example: {
		language: 'python',
		text: [
			'provider = TracerProvider(resource=Resource.create({"service.name": "orders"}))',
			'provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))',
			'trace.set_tracer_provider(provider)',
			'BotocoreInstrumentor().instrument()',
			'',
			'pool.submit(contextvars.copy_context().run, price, order)',
			'',
		].join('\n'),
	},
	links: [
		'https://opentelemetry.io/docs/languages/python/',
		'https://aws-otel.github.io/docs/getting-started/lambda/lambda-python',
		'https://docs.python.org/3/library/contextvars.html',
		'https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-daemon-timeline.html',
	],
	errata: [
		'`opentelemetry-instrumentation-boto3` never existed; `opentelemetry-instrumentation-botocore` covers boto3',
		'Python has no exporter for X-Ray: spans go to it over OTLP, by a collector, a layer or the agent of CloudWatch',
		'The tracer of Powertools, which 5.3 asks for, builds on the X-Ray SDK, whose support ends in February 2027: a warning here, no failure',
		'Tasks of asyncio copy the context by themselves; only threads lose it',
	],
	seeAlso: ['0.5', '3.2', '5.3'],
	checks: [sdk, packageNames, provider, exporter, instrumentors, threads, metrics, propagators],
});
