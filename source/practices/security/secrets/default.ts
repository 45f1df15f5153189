import type { Level } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import type { Found } from './standing.ts';
import { foundIn, secretFinding, shownName } from './standing.ts';

const levelOf = ({ standing, site }: Found): Level => {
	if (standing === 'sample') return 'info';
	return site.isSure ? 'fail' : 'warn';
};

export default defineCheck({
	id: 'default',
	spec: '8.3/default',
	title: 'A secret that is not set stops the program',
	failTitle: 'A secret that is not set is replaced by a literal',
	severity: 'medium',
	scope: 'repository',
	needs: ['secrets', 'files'],
	check(facts) {
		if (![...facts.files.values()].some(({ path, role }) => path.endsWith('.py') && role !== 'test'))
			return notApplicable('no Python code of its own is in this repository');
		const found = foundIn(facts).filter(({ site }) => site.kind === 'environment-default');
		return verdictOf(
			found.map(one =>
				secretFinding(one.path, one.site, levelOf(one), {
					message: one.site.isSure
						? `A fallback that looks like a secret stands in for the variable${shownName(one.site).replace(/^ in/, '')}`
						: `A fixed word stands in for the variable${shownName(one.site).replace(/^ in/, '')} where it is not set`,
					expected: '`os.environ["…"]`, which fails where the variable is missing',
					isLikely: !one.site.isSure,
				}),
			),
			'no variable that names a secret has a literal to fall back on',
		);
	},
});
