import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { findingOn } from '../structured-logging/scope.ts';
import {
	groundNeeds,
	groundOf,
	importCode,
	importing,
	noSdk,
	ownSdk,
	requiring,
	usesLogfire,
} from './ground.ts';

export default defineCheck({
	id: 'provider',
	spec: '3.3c',
	title: 'A tracer provider is set',
	failTitle: 'No tracer provider is set, so that spans are dropped',
	severity: 'medium',
	scope: 'project',
	needs: groundNeeds,
	check(facts, project) {
		const ground = groundOf(facts, project);
		if ('status' in ground) return ground;
		if (!ground.hasSdk) return notApplicable(noSdk);
		if (ground.zeroCode !== null) return pass(`${ground.zeroCode} sets the provider`);
		const calls = (name: string) => ground.calls.find(call => call.name === name);
		if (calls('set_tracer_provider')) return pass('the code sets a tracer provider');
		if (usesLogfire(ground)) return pass('logfire sets the tracer provider');
		if (importing(ground, /^traceloop\.sdk(?:\.|$)/)) return pass('Traceloop sets the tracer provider');
		if (calls('configure_azure_monitor')) return pass('Azure Monitor sets the tracer provider');
		const elsewhere = [...facts.telemetry].find(
			([path, parsed]) =>
				parsed.ok &&
				facts.files.get(path)?.role === 'prod' &&
				parsed.value.calls.some(({ name }) => name === 'set_tracer_provider'),
		);
		if (elsewhere) return pass(`\`${elsewhere[0]}\` sets a tracer provider`);
		const made = calls('TracerProvider');
		const passed = ground.calls.some(({ code }) => code.includes('tracer_provider='));
		if (made && passed) return pass('a tracer provider is made and passed on');
		if (made) {
			return verdictOf(
				[
					findingOn(made, {
						level: 'warn',
						message: 'A tracer provider is made, and not set',
						confidence: 'likely',
						expected: '`trace.set_tracer_provider(provider)`',
						key: 'not set',
					}),
				],
				'',
			);
		}
		const helper = ground.imports.find(
			({ module, name }) =>
				/otel|telemetry|tracing|observab/i.test(`${module}.${name ?? ''}`) &&
				!/^opentelemetry(?:\.|$)/.test(module),
		);
		if (helper) {
			return manual(`Does \`${helper.module}\` set a tracer provider?`);
		}
		const sdk = importing(ground, ownSdk);
		const declared = requiring(ground, /^opentelemetry-|^logfire$/);
		const finding: Finding = {
			level: 'fail',
			message: 'The SDK is there, and nothing sets a tracer provider: each span is dropped',
			confidence: 'likely',
			at: sdk ? { path: sdk.path, line: sdk.line } : (declared?.at ?? ground.home),
			...(sdk ? { found: importCode(sdk) } : declared ? { found: declared.source } : {}),
			expected: '`trace.set_tracer_provider(…)`, or a start with `opentelemetry-instrument`',
			key: 'no provider',
		};
		return verdictOf([finding], '');
	},
});
