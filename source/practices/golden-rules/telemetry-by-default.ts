import { definePractice } from '../../core/practice.ts';

// https://opentelemetry.io/docs/languages/python/

export default definePractice({
	number: '0.5',
	id: 'telemetry-by-default',
	title: 'Traces and metrics are recorded with OpenTelemetry and exported',
	failTitle: 'Traces or metrics are not recorded everywhere, or go nowhere',
	why:
		'When a request is slow, a trace says where the time went, without anybody having to guess first. ' +
		'Recorded by default, it is there for the incident that nobody foresaw.',
	remedy: 'Open the practices it names and mend what is open there; this one follows.',
	example: {
		language: 'python',
		text: [
			'provider = TracerProvider(resource=Resource.create({"service.name": "orders"}))',
			'provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))',
			'trace.set_tracer_provider(provider)',
			'',
		].join('\n'),
	},
	links: [
		'https://opentelemetry.io/docs/languages/python/',
		'https://aws-otel.github.io/docs/getting-started/python-sdk',
	],
	seeAlso: ['3.3'],
	checks: [],
	leaves: ['3.3'],
	appliesTo: {
		kinds: ['lambda', 'service'],
		reason: 'no Lambda function and no service is here',
	},
});
