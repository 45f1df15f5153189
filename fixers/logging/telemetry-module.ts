// https://opentelemetry.io/docs/languages/python/instrumentation/

/** The name of the module. */
export const telemetryStem = 'observability';

/** Over what the exporters speak OTLP. */
export type Protocol = 'http' | 'grpc';

/** A web framework whose application can be instrumented after it was made. */
export interface Framework {
	readonly module: 'fastapi' | 'flask';
	readonly maker: 'FastAPI' | 'Flask';
}

/** An instrumentation that changes methods of classes, so that names which were imported before it starts are covered. */
export interface Instrumentation {
	/** The part of the package's name behind `opentelemetry-instrumentation-`. */
	readonly name: string;
	readonly maker: string;
}

/** Instrumentations by what is imported. */
export const instrumentations: Readonly<Record<string, Instrumentation>> = {
	boto3: { name: 'botocore', maker: 'BotocoreInstrumentor' },
	botocore: { name: 'botocore', maker: 'BotocoreInstrumentor' },
	aioboto3: { name: 'botocore', maker: 'BotocoreInstrumentor' },
	aiohttp: { name: 'aiohttp-client', maker: 'AioHttpClientInstrumentor' },
	httpx: { name: 'httpx', maker: 'HTTPXClientInstrumentor' },
	redis: { name: 'redis', maker: 'RedisInstrumentor' },
	requests: { name: 'requests', maker: 'RequestsInstrumentor' },
};

/** What the module is made for. */
export interface TelemetryChoice {
	readonly framework: Framework;
	readonly protocol: Protocol;
	readonly metrics: boolean;
	/** Ascending by name, each once. */
	readonly libraries: readonly Instrumentation[];
}

const frameworkInstrumentor = ({ maker }: Framework): string => `${maker}Instrumentor`;

/** The packages that the module imports. */
export const packagesFor = ({ framework, protocol, libraries }: TelemetryChoice): readonly string[] => [
	`opentelemetry-exporter-otlp-proto-${protocol}`,
	...[framework.module, ...libraries.map(({ name }) => name)]
		.toSorted()
		.map(name => `opentelemetry-instrumentation-${name}`),
	'opentelemetry-sdk',
];

const importsOf = ({ framework, protocol, metrics, libraries }: TelemetryChoice): string =>
	[
		`from opentelemetry import ${metrics ? 'metrics, ' : ''}trace`,
		...(metrics
			? [`from opentelemetry.exporter.otlp.proto.${protocol}.metric_exporter import OTLPMetricExporter`]
			: []),
		`from opentelemetry.exporter.otlp.proto.${protocol}.trace_exporter import OTLPSpanExporter`,
		...[
			{ name: framework.module, maker: frameworkInstrumentor(framework) },
			...libraries.map(({ name, maker }) => ({ name: name.replaceAll('-', '_'), maker })),
		]
			.toSorted((a, b) => (a.name < b.name ? -1 : 1))
			.map(({ name, maker }) => `from opentelemetry.instrumentation.${name} import ${maker}`),
		...(metrics
			? [
					'from opentelemetry.sdk.metrics import MeterProvider',
					'from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader',
				]
			: []),
		'from opentelemetry.sdk.resources import Resource',
		'from opentelemetry.sdk.trace import TracerProvider',
		'from opentelemetry.sdk.trace.export import BatchSpanProcessor',
	]
		.map(line => (line.length <= 88 ? line : line.replace(/ import (\w+)$/, ' import (\n    $1,\n)')))
		.join('\n');

const exportsMetrics = `    readers = (
        [PeriodicExportingMetricReader(OTLPMetricExporter())]
        if _has_endpoint("METRICS")
        else []
    )
    metrics.set_meter_provider(
        MeterProvider(resource=resource, metric_readers=readers)
    )
`;

/** One of them does not say what it takes, which `mypy --strict` refuses to call by its name. */
const starts = ({ libraries }: TelemetryChoice): string =>
	libraries.length === 0
		? ''
		: `    instrumentors: list[Callable[[], Any]] = [
${libraries.map(({ maker }) => `        ${maker},\n`).join('')}    ]
    for instrumentor in instrumentors:
        instrumentor().instrument()
`;

/** That of Flask does not say what it takes either. */
const records = (framework: Framework): string =>
	framework.module === 'flask'
		? '    instrumentor: Any = FlaskInstrumentor\n    instrumentor.instrument_app(app)\n'
		: `    ${frameworkInstrumentor(framework)}.instrument_app(app)\n`;

const needsAny = ({ framework, libraries }: TelemetryChoice): boolean =>
	framework.module === 'flask' || libraries.length > 0;

/** A module that sets the providers up and instruments an application. */
export const telemetryModule = (
	choice: TelemetryChoice,
): string => `"""${choice.metrics ? 'Traces and metrics' : 'Traces'} of OpenTelemetry, set up once where the program starts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING${needsAny(choice) ? ', Any' : ''}

${importsOf(choice)}

if TYPE_CHECKING:
${choice.libraries.length > 0 ? '    from collections.abc import Callable\n\n' : ''}    from ${choice.framework.module} import ${choice.framework.maker}
    from opentelemetry.sdk.trace.export import SpanExporter


def _has_endpoint(signal: str) -> bool:
    names = (
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        f"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT",
    )
    return any(os.getenv(name) for name in names)


def service_resource() -> Resource:
    """Tell which service, version and environment send the data."""
    variables = {
        "service.name": "SERVICE_NAME",
        "service.version": "SERVICE_VERSION",
        "deployment.environment.name": "ENVIRONMENT",
    }
    # What is not set here comes from OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES.
    return Resource.create(
        {key: os.environ[name] for key, name in variables.items() if name in os.environ}
    )


def tracer_provider(
    resource: Resource, exporter: SpanExporter | None
) -> TracerProvider:
    """Make a provider that sends spans in batches, or none without an exporter."""
    provider = TracerProvider(resource=resource)
    if exporter is not None:
        provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider


def _set_providers() -> None:
    resource = service_resource()
    exporter = OTLPSpanExporter() if _has_endpoint("TRACES") else None
    trace.set_tracer_provider(tracer_provider(resource, exporter))
${choice.metrics ? exportsMetrics : ''}${starts(choice)}

def configure_telemetry(app: ${choice.framework.maker}) -> None:
    """Record the requests of an application; what is set up once stays as it is."""
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        _set_providers()
${records(choice.framework)}`;

/** A test of that module, for pytest. */
export const telemetryTest = (module: string): string => `from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from ${module} import tracer_provider


def test_given_finished_span_when_shutting_down_should_export_it() -> None:
    # Arrange
    exporter = InMemorySpanExporter()
    provider = tracer_provider(Resource({"service.name": "under-test"}), exporter)
    with provider.get_tracer("test").start_as_current_span("price"):
        pass

    # Act
    provider.shutdown()

    # Assert
    (span,) = exporter.get_finished_spans()
    assert span.name == "price"
    assert span.resource.attributes["service.name"] == "under-test"
`;
