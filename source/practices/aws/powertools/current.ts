import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { concludeHandlers, handlerNeeds, handlersIn, noPowertools, powertools } from './judge.ts';

export default defineCheck({
	id: 'current',
	spec: '5.3/v3-correct',
	title: 'Handlers use what version 3 of Powertools has',
	failTitle: 'A handler uses what version 3 of Powertools no longer has, or no longer wants',
	severity: 'medium',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const judged = handlersIn(facts, project).filter(({ imports }) =>
			imports.some(({ module }) => powertools.test(module)),
		);
		const sites = new Map(
			judged.flatMap(({ module }) =>
				module.powertools.outdated.map(site => [`${site.at.path}:${site.at.line}:${site.at.column}`, site]),
			),
		);
		const findings = [...sites.values()].map((site): Finding => ({
			level: site.suppression ? 'info' : site.isGone ? 'fail' : 'warn',
			message: `\`${site.code}\` ${site.isGone ? 'is not in' : 'is deprecated in'} version 3 of Powertools`,
			confidence: 'certain',
			at: site.at,
			found: site.code,
			expected: site.instead,
		}));
		return concludeHandlers(
			judged.length,
			findings,
			'The handlers import nothing that version 3 of Powertools removed or deprecated',
			noPowertools,
		);
	},
});
