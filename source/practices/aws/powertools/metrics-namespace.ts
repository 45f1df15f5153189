import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import type { Finding } from '../../../core/finding.ts';
import { handlerNeeds, handlersIn } from './judge.ts';

const variable = 'POWERTOOLS_METRICS_NAMESPACE';

export default defineCheck({
	id: 'metrics-namespace',
	spec: '5.3/metrics',
	title: 'Metrics have a namespace',
	failTitle: 'Metrics have no namespace, so the first one that is written raises an error',
	severity: 'high',
	scope: 'project',
	needs: [...handlerNeeds, 'templates'],
	check(facts, project) {
		const judged = handlersIn(facts, project).filter(
			({ module, functions }) => module.powertools.bareMetrics.length > 0 && functions.length > 0,
		);
		if (judged.length === 0)
			return notApplicable('No handler that a template deploys makes `Metrics()` without arguments');
		const isSet = [...facts.templates.values()].some(
			parsed =>
				parsed.ok && parsed.value.outcome === 'read' && JSON.stringify(parsed.value.value).includes(variable),
		);
		const sites = new Map(
			judged.flatMap(({ module }) =>
				module.powertools.bareMetrics.map(site => [
					`${site.at.path}:${site.at.line}:${site.at.column}`,
					site,
				]),
			),
		);
		const findings = [...sites.values()].map((site): Finding => ({
			level: site.suppression ? 'info' : 'fail',
			message: `\`${site.code}\` has no namespace, and no template sets \`${variable}\``,
			confidence: 'certain',
			at: site.at,
			found: site.code,
			expected: `\`namespace=…\`, or \`${variable}\` in the environment`,
			key: 'namespace',
		}));
		return verdictOf(isSet ? [] : findings, `Templates set \`${variable}\``);
	},
});
