import { isOnIn } from '../../../core/coverage.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { coverageNeeds, ownCoveringOf, isInUse, measuredAt, unmeasured, unreadConfig } from './scope.ts';

export default defineCheck({
	id: 'branches',
	spec: '2.5e',
	title: 'Coverage counts branches as well as lines',
	failTitle: 'Coverage counts lines only',
	severity: 'info',
	scope: 'project',
	needs: coverageNeeds,
	check(facts, project) {
		const covering = ownCoveringOf(facts, project);
		if ('status' in covering) return covering;
		const at = measuredAt(covering);
		if (!at || !isInUse(covering)) return notApplicable(unmeasured);
		const { config, addopts, runs } = covering;
		if (isOnIn(config, 'run.branch')) return pass(`\`${config?.path ?? ''}\` has \`branch\` on`);
		const words = [...addopts, ...runs.flatMap(({ command }) => command.args)];
		const flag = words.find(word => word === '--cov-branch' || word === '--branch');
		if (flag !== undefined) return pass(`\`${flag}\` is given to every run`);
		const { unread } = covering;
		if (unread !== null) return notApplicable(unreadConfig(unread));
		const finding: Finding = {
			level: 'warn',
			message: 'An `if` whose other side no test takes counts as covered',
			confidence: 'certain',
			at: config && config.line > 0 ? { path: config.path, line: config.line } : at,
			expected: '`branch = true`',
			key: 'branch',
		};
		return verdictOf([finding], '');
	},
});
