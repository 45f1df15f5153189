import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { groundNeeds, groundOf, importing, noSdk } from './ground.ts';

export default defineCheck({
	id: 'propagators',
	spec: '3.3h',
	title: 'Traces that X-Ray begins are continued',
	failTitle: 'Traces that X-Ray begins are not continued',
	severity: 'info',
	scope: 'project',
	needs: groundNeeds,
	check(facts, project) {
		const ground = groundOf(facts, project);
		if ('status' in ground) return ground;
		if (!ground.hasSdk) return notApplicable(noSdk);
		if (ground.zeroCode === 'a layer for OpenTelemetry') return pass('the layer reads the header of X-Ray');
		const known =
			importing(ground, /^opentelemetry\.(?:propagators\.aws|propagate\.aws|sdk\.extension\.aws)(?:\.|$)/) ??
			ground.calls.find(({ name }) => name.startsWith('AwsXRay'));
		if (known || ground.words.has('OTEL_PROPAGATORS')) return pass('a propagator is set');
		if (!ground.isLambda) return notApplicable('nothing shows that X-Ray begins the traces');
		return pass('the default propagators are used', [
			{
				level: 'info',
				message: 'Lambda passes the trace in the header of X-Ray, which the default propagators do not read',
				confidence: 'likely',
				at: ground.home,
				expected: '`OTEL_PROPAGATORS: tracecontext,baggage,xray` and `opentelemetry-propagator-aws-xray`',
				key: 'xray propagator',
			},
		]);
	},
});
