import { defineCheck } from '../../../core/practice.ts';
import { judgeNeed } from './judge-need.ts';

export default defineCheck({
	id: 'ruff-format',
	spec: '2.6c',
	title: 'Ruff formats what is committed',
	failTitle: 'No hook formats with ruff',
	severity: 'low',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'ci'],
	check: facts =>
		judgeNeed(facts, {
			need: 'ruff-format',
			tool: 'ruff’s formatter',
			hook: 'ruff-format',
			named: /\bruff\b/i,
			files: /py/,
			similar: program => `\`${program}\` formats before a commit, not ruff`,
		}),
});
