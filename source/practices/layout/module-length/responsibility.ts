import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable } from '../../../core/practice.ts';
import { grouped, exemptionOf, productionModules } from './modules.ts';

/** A person can be asked about so many modules. */
const worst = 3;

export default defineCheck({
	id: 'responsibility',
	spec: '1.2',
	title: 'Each long module has one responsibility',
	failTitle: 'Some long modules have more than one responsibility',
	severity: 'low',
	scope: 'project',
	needs: ['repository', 'files', 'modules', 'shapes'],
	check(facts, project) {
		const limit = facts.repository.limits.moduleLines;
		const asked = productionModules(facts, project)
			.filter(module => module.lines >= limit && exemptionOf(module) === null)
			.toSorted((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1))
			.slice(0, worst);
		if (asked.length === 0) return notApplicable('no module is so long that the question has to be asked');
		const findings = asked.map(({ path, lines, shape }): Finding => {
			const groups = shape?.groups.length ?? 0;
			const falls =
				groups > 1
					? `, and its definitions fall into ${groups} groups that do not use one another`
					: groups === 1
						? ', and its definitions hang together'
						: '';
			return {
				level: 'info',
				message: `The module has ${grouped(lines)} lines${falls}`,
				confidence: 'certain',
				at: { path },
				key: 'responsibility',
			};
		});
		const [first = '', ...rest] = asked.map(({ path }) => `\`${path}\``);
		const question =
			rest.length === 0
				? `Does ${first} have one responsibility?`
				: `Do ${[first, ...rest].join(', ')} have one responsibility each?`;
		return manual(question, findings);
	},
});
