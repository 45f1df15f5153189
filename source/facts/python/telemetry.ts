import type { SgNode } from '@ast-grep/napi';
import type { CodeSite } from '../../core/facts/code-site.ts';
import type { Telemetry, TelemetryCall } from '../../core/facts/telemetry.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { handoffsIn } from '../../edit/python/handoffs.ts';
import { namesIn } from '../../edit/python/names.ts';
import { partsOf } from '../../edit/python/nodes.ts';
import { siteOf as siteIn } from '../../edit/python/code-site.ts';

const silenced = {
	ids: ['3.3', 'telemetry', 'telemetry/threads', 'telemetry/exporter', 'telemetry/package-names'],
	codes: [],
};

const word =
	/\b(?:opentelemetry-(?:instrument|bootstrap)\b|otel-(?:instrument|handler)\b|aws-otel-python|AWSOpenTelemetryDistroPython|AdotInstrumentationConfig|inject-python\b|ddtrace-run\b|newrelic-admin\b|logfire[ \t",']+run\b|auto_instrumentation\b|OTEL_[A-Z_]+|traces_sample(?:_rate|r)\b|enable_tracing\b|put_metric_data\b)/g;
const hints = [
	'opentelemetry',
	'otel',
	'OTEL_',
	'OpenTelemetry',
	'AdotInstr',
	'inject-python',
	'ddtrace-run',
	'newrelic-admin',
	'logfire',
	'traces_sample',
	'enable_tracing',
	'put_metric_data',
];
const libraries = /^[ \t]*(?:import|from)[ \t]+(?:opentelemetry|logfire|azure\.monitor\.opentelemetry)\b/m;
/** Threads of a file that has none of these come from elsewhere. */
const threads = ['Thread(', 'run_in_executor'];

const settingUp =
	/(?:^|\.)(?:set_(?:tracer|meter)_provider|TracerProvider|MeterProvider|get_meter|ConsoleSpanExporter|OTLPSpanExporter|OTLPMetricExporter|(?:Simple|Batch)(?:Export)?SpanProcessor|force_flush|instrument\w*|configure|configure_azure_monitor|AwsXRayPropagator|AwsXRayLambdaPropagator|\w+SpanExporter|\w+Exporter)$/;

const lastPart = (text: string): string => text.replace(/\([\s\S]*$/, '').replace(/^[\s\S]*\./, '');

const ofCall = (callee: SgNode, call: SgNode): string => {
	const object = callee.kind() === 'attribute' ? callee.field('object')?.text() : undefined;
	if (object !== undefined && /Instrumentor|logfire/.test(object)) return lastPart(object);
	const [first] = partsOf(call.field('arguments') ?? call);
	const value = first?.kind() === 'keyword_argument' ? first.field('value') : first;
	return lastPart(value?.text() ?? '');
};

const callsIn = (root: SgNode, siteOf: (node: SgNode) => CodeSite): readonly TelemetryCall[] =>
	root
		.findAll({ rule: { kind: 'call', has: { field: 'function', regex: settingUp.source } } })
		.flatMap(call => {
			const callee = call.field('function');
			if (!callee) return [];
			return [
				{
					...siteOf(call),
					name: callee.field('attribute')?.text() ?? callee.text(),
					of: ofCall(callee, call).slice(0, 60),
					isLocal: /["'](?:https?:\/\/)?(?:localhost|127\.0\.0\.1)\b/.test(
						call.field('arguments')?.text() ?? '',
					),
				},
			];
		});

const isScript =
	/(?:^|\/)(?:[\w.-]*(?:Dockerfile|Containerfile)[\w.-]*|Procfile[\w.-]*|[\w.-]+\.(?:sh|ya?ml|tf|env|conf))$/;
const isTask = /(?:^|\/)[\w.-]*task[-_]?def[\w.-]*\.json$/i;

/** How a file records traces and metrics, starts a program that does, or gives work to threads. */
export default defineFileGatherer({
	fact: 'telemetry',
	version: 3,
	wave: 'code',
	wants: path => path.endsWith('.py') || isScript.test(path) || isTask.test(path),
	extract(file, engines): Telemetry | null {
		const { path, text } = file;
		const words = hints.some(hint => text.includes(hint))
			? [...new Set([...text.matchAll(word)].map(([found]) => found.replaceAll(/[\s",']+/g, ' ')))].toSorted()
			: [];
		const isPython = path.endsWith('.py');
		const hasThreads =
			threads.some(hint => text.includes(hint)) ||
			(text.includes('ThreadPoolExecutor') && (text.includes('.submit(') || text.includes('.map(')));
		// logfire is often passed around by a variable of that name.
		const sets =
			text.includes('logfire.') ||
			((text.includes('opentelemetry') || text.includes('logfire')) && libraries.test(text));
		// What does not parse is told of by those who read it as a module.
		if (isPython && (hasThreads || sets) && !engines.syntaxError(file)) {
			const root = engines.python(file);
			const siteOf = (node: SgNode): CodeSite => siteIn(file, node, silenced);
			const handoffs = hasThreads
				? handoffsIn(root, namesIn(root)).map(({ kind, call }) => ({ ...siteOf(call), kind }))
				: [];
			const calls = sets ? callsIn(root, siteOf) : [];
			return words.length + handoffs.length + calls.length === 0 ? null : { words, calls, handoffs };
		}
		return words.length === 0 ? null : { words, calls: [], handoffs: [] };
	},
});
