import { defineCheck } from '../../../core/practice.ts';
import { judgeNeed } from './judge-need.ts';

export default defineCheck({
	id: 'ruff-check',
	spec: '2.6b',
	title: 'Ruff lints what is committed',
	failTitle: 'No hook lints with ruff',
	severity: 'medium',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'ci'],
	check: facts =>
		judgeNeed(facts, {
			need: 'ruff-check',
			tool: 'ruff’s linter',
			hook: 'ruff-check',
			named: /\bruff\b/i,
			files: /py/,
			similar: program => `\`${program}\` lints before a commit, not ruff`,
		}),
});
