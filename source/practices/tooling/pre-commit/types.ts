import { defineCheck } from '../../../core/practice.ts';
import { judgeNeed } from './judge-need.ts';

export default defineCheck({
	id: 'types',
	spec: '2.6d',
	title: 'Mypy checks what is committed',
	failTitle: 'No hook runs mypy',
	severity: 'medium',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'ci'],
	check: facts =>
		judgeNeed(facts, {
			need: 'mypy',
			tool: 'mypy',
			hook: 'mypy',
			named: /\bmypy\b|type-?check/i,
			files: /py/,
			similar: program => `\`${program}\` checks types before a commit, not mypy`,
		}),
});
