import { defineCheck, notApplicable } from '../../../core/practice.ts';
import { hasYaml } from '../../../core/hook-files.ts';
import { judgeNeed } from './judge-need.ts';

export default defineCheck({
	id: 'yamllint',
	spec: '2.6f',
	title: 'The YAML that is committed passes yamllint',
	failTitle: 'No hook lints YAML',
	severity: 'low',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'ci'],
	check(facts) {
		if (!hasYaml(facts)) return notApplicable('there is no YAML but the configuration of hooks');
		return judgeNeed(facts, {
			need: 'yamllint',
			tool: 'yamllint',
			hook: 'yamllint',
			named: /ya?ml.?lint|lint.?ya?ml/i,
			files: /ya?ml/,
			similar: program =>
				program === 'check-yaml'
					? 'There is no yamllint hook: `check-yaml` only checks syntax'
					: `\`${program}\` formats YAML and lints nothing`,
		});
	},
});
