import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { noTests } from '../pytest/scope.ts';
import { coverageNeeds, coveringOf, measuredAt, shownPlace } from './scope.ts';

export default defineCheck({
	id: 'tool',
	spec: '2.5a',
	title: 'Coverage is measured',
	failTitle: 'Nothing measures coverage',
	severity: 'medium',
	scope: 'project',
	needs: coverageNeeds,
	check(facts, project) {
		const covering = coveringOf(facts, project);
		if (!covering) return notApplicable(noTests);
		const at = measuredAt(covering);
		if (at) return pass(`${shownPlace(at)} has a tool that measures coverage`);
		const outside = covering.hidden.find(one => 'kind' in one && one.kind === 'system');
		if (outside && 'name' in outside)
			return manual(`Part of the pipeline lies elsewhere: \`${outside.name}\`. Does it measure coverage?`);
		const finding: Finding = {
			level: 'fail',
			message: 'Neither pytest-cov nor coverage is declared, configured or run',
			confidence: 'certain',
			at: { path: project.manifests[0] ?? 'pyproject.toml' },
			expected: '`pytest-cov` among the development dependencies',
			key: 'tool',
		};
		return verdictOf([finding], '');
	},
});
