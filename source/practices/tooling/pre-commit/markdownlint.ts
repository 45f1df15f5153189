import { defineCheck, notApplicable } from '../../../core/practice.ts';
import { hasMarkdown } from '../../../core/hook-files.ts';
import { judgeNeed } from './judge-need.ts';

export default defineCheck({
	id: 'markdownlint',
	spec: '2.6e',
	title: 'A linter checks the Markdown that is committed',
	failTitle: 'No hook lints Markdown',
	severity: 'low',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'ci'],
	check(facts) {
		if (!hasMarkdown(facts)) return notApplicable('there is no Markdown but a licence');
		return judgeNeed(facts, {
			need: 'markdownlint',
			tool: 'a linter of Markdown',
			hook: 'markdownlint',
			named: /markdown|\bmd/i,
			files: /markdown|\bmd\b|\(md/,
			similar: program => `\`${program}\` formats Markdown and lints nothing`,
		});
	},
});
