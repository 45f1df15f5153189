import type { Finding, Place } from '../../../core/finding.ts';
import { defineCheck, manual, pass, verdictOf } from '../../../core/practice.ts';
import { terraformIn } from '../../../core/template/judge.ts';
import type { Ground } from './ground.ts';
import { groundNeeds, groundOf, importCode, importing, requiring } from './ground.ts';

// https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-daemon-timeline.html

const ends = 'is in maintenance since February 2026 and ends in February 2027';

interface Tracer {
	readonly at: Place;
	readonly found: string;
	readonly message: string;
	readonly key: string;
}

const others = [
	[
		/^aws_lambda_powertools(?:\.tracing)?\.Tracer$/,
		/^$/,
		`The tracer of Powertools builds on the X-Ray SDK, which ${ends}`,
	],
	[/^aws_xray_sdk(?:\.|$)/, /^aws-xray-sdk$/, `The X-Ray SDK ${ends}`],
	[/^ddtrace(?:\.|$)/, /^ddtrace$/, 'Traces are recorded with Datadog only'],
	[/^newrelic(?:\.|$)/, /^newrelic$/, 'Traces are recorded with New Relic only'],
	[/^elasticapm(?:\.|$)/, /^elastic-apm$/, 'Traces are recorded with Elastic APM only'],
	[/^scout_apm(?:\.|$)/, /^scout-apm$/, 'Traces are recorded with Scout only'],
	[/^google\.cloud\.trace\w*(?:\.|$)/, /^google-cloud-trace$/, 'Traces are recorded with Cloud Trace only'],
] as const;

const otherTracer = (ground: Ground): Tracer | null => {
	for (const [module, name, message] of others) {
		const used = importing(ground, module);
		const key = `other ${module.source}`;
		if (used) return { at: { path: used.path, line: used.line }, found: importCode(used), message, key };
		const declared = requiring(ground, name);
		if (declared) return { at: declared.at, found: declared.source, message, key };
	}
	const sentry = ['traces_sample_rate', 'traces_sampler', 'enable_tracing'].some(word =>
		ground.words.has(word),
	)
		? importing(ground, /^sentry_sdk(?:\.|$)/)
		: undefined;
	return sentry
		? {
				at: { path: sentry.path, line: sentry.line },
				found: importCode(sentry),
				message: 'Traces are recorded with Sentry only',
				key: 'other sentry',
			}
		: null;
};

export default defineCheck({
	id: 'sdk',
	spec: '3.3a',
	title: 'Traces are recorded with the OpenTelemetry SDK',
	failTitle: 'Traces are not recorded with the OpenTelemetry SDK',
	severity: 'medium',
	scope: 'project',
	needs: [...groundNeeds, 'terraform', 'projects'],
	check(facts, project) {
		const ground = groundOf(facts, project);
		if ('status' in ground) return ground;
		if (ground.zeroCode !== null) return pass(`${ground.zeroCode} starts OpenTelemetry`);
		if (ground.hasSdk) return pass('the OpenTelemetry SDK is a dependency');
		const expected = '`opentelemetry-sdk`, `aws-opentelemetry-distro` or a layer for OpenTelemetry';
		const other = otherTracer(ground);
		if (other) {
			return verdictOf([{ level: 'warn', confidence: 'certain', expected, ...other }], '');
		}
		if (facts.packaging.get(project.path)?.hasComputedRequirements === true) {
			return manual('Is the OpenTelemetry SDK among the dependencies that the manifest computes?');
		}
		// A layer that a Terraform file gives them is not seen.
		if (!project.kinds.includes('service') && terraformIn(facts, project, /^aws_lambda_function$/).length > 0)
			return manual('Does Terraform give the functions a layer that records traces with OpenTelemetry?');
		const api = importing(ground, /^opentelemetry(?:\.|$)/);
		// Frameworks that others install call the API, and test with an SDK that their users choose.
		if (api && ground.requirements.some(({ name, isRuntime }) => !isRuntime && name === 'opentelemetry-sdk'))
			return manual('Does what installs this bring an OpenTelemetry SDK? Here it is for development only');
		const isActive = /"Tracing":"Active"|"tracing":(?:"Active"|true)|"TracingConfig":\{"Mode":"Active"/.test(
			ground.deployment,
		);
		const finding: Finding = {
			level: 'fail',
			message: api
				? 'The API of OpenTelemetry is used, and no SDK records what it is told'
				: isActive
					? 'Tracing is active for the functions, and nothing in their code adds to the traces'
					: 'Nothing records traces',
			confidence: 'likely',
			at: api ? { path: api.path, line: api.line } : ground.home,
			expected,
			key: 'no tracing',
		};
		return verdictOf([finding], '');
	},
});
