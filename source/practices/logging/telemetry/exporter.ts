import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingOn } from '../structured-logging/scope.ts';
import {
	groundNeeds,
	groundOf,
	hasDistribution,
	importing,
	noSdk,
	requiring,
	usesLogfire,
} from './ground.ts';

const shown = /^(?:ConsoleSpanExporter|InMemorySpanExporter|ConsoleMetricExporter)$/;

export default defineCheck({
	id: 'exporter',
	spec: '3.3d',
	title: 'Spans are exported, and none is lost on the way',
	failTitle: 'Spans are not exported, or some are lost on the way',
	severity: 'medium',
	scope: 'project',
	needs: groundNeeds,
	check(facts, project) {
		const ground = groundOf(facts, project);
		if ('status' in ground) return ground;
		if (!ground.hasSdk) return notApplicable(noSdk);
		const { calls, words } = ground;
		const goes =
			usesLogfire(ground) ||
			importing(ground, /^traceloop\.sdk(?:\.|$)/) !== undefined ||
			hasDistribution(ground) ||
			importing(ground, /^opentelemetry\.exporter\.(?!prometheus)/) !== undefined ||
			requiring(ground, /^opentelemetry-exporter-(?!prometheus)/) !== undefined ||
			words.has('OTEL_EXPORTER_OTLP_ENDPOINT') ||
			words.has('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ||
			calls.some(({ name }) => name.endsWith('SpanExporter') && !shown.test(name)) ||
			calls.some(({ name }) => name === 'configure_azure_monitor');
		const findings: Finding[] = [];
		const console = calls.find(({ name }) => name === 'ConsoleSpanExporter');
		if (!goes && console) {
			findings.push(
				findingOn(console, {
					level: 'fail',
					message: 'Spans are written to the console only',
					expected: 'an exporter for OTLP, to a collector or to X-Ray',
					key: 'console only',
				}),
			);
		} else if (!goes) {
			return manual('Where do the spans go? No exporter and no endpoint is in the repository');
		}
		for (const call of calls) {
			if (/^Simple(?:Export)?SpanProcessor$/.test(call.name) && !shown.test(call.of)) {
				findings.push(
					findingOn(call, {
						level: 'warn',
						message: 'Each span is sent on its own while the request waits',
						expected: '`BatchSpanProcessor`',
						key: 'simple processor',
					}),
				);
			}
			if (call.isLocal && call.name.endsWith('Exporter')) {
				findings.push(
					findingOn(call, {
						level: 'info',
						message: 'The endpoint is the machine itself, so that a collector has to run beside it',
						expected: '`OTEL_EXPORTER_OTLP_ENDPOINT` from the environment',
						key: 'local endpoint',
					}),
				);
			}
		}
		const batch = calls.find(({ name }) => /^Batch(?:Export)?SpanProcessor$/.test(name));
		const flushes =
			calls.some(({ name, of }) => name === 'force_flush' || /AwsLambdaInstrumentor/.test(of)) ||
			importing(ground, /^opentelemetry\.instrumentation\.aws_lambda(?:\.|$)/) !== undefined;
		if (ground.isLambda && batch && !flushes && ground.zeroCode === null) {
			findings.push(
				findingOn(batch, {
					level: 'warn',
					message: 'Spans wait for their batch while Lambda freezes the function, and nothing flushes them',
					expected: '`AwsLambdaInstrumentor().instrument()`, or `force_flush()` before the handler returns',
					key: 'no flush',
				}),
			);
		}
		return verdictOf(findings, 'spans are exported');
	},
});
