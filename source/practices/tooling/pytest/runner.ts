import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { noTests, testingOf } from './scope.ts';

export default defineCheck({
	id: 'runner',
	spec: '2.4a',
	title: 'Pytest runs the tests',
	failTitle: 'The tests are written for unittest alone',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'toml', 'ini', 'pytestConfigs', 'testUse', 'toolPins', 'devDependencies'],
	check(facts, project) {
		const testing = testingOf(facts, project);
		if (!testing) return notApplicable(noTests);
		const { config, declaredIn, needsPytest, testCases, tests, first } = testing;
		if (config && config.problem === null) return pass(`\`${config.path}\` configures pytest`);
		if (declaredIn !== null) return pass(`\`${declaredIn}\` has pytest among its dependencies`);
		if (needsPytest) return pass(`the tests need pytest, as \`${first ?? ''}\` shows; no manifest names it`);
		const finding: Finding = {
			level: 'fail',
			message: `${tests} tests in ${testCases} classes derive from \`TestCase\`, and nothing names pytest`,
			confidence: 'likely',
			at: { path: first ?? project.manifests[0] ?? project.path },
			expected: 'pytest among the development dependencies; it runs such tests as they are',
			key: 'runner',
		};
		return verdictOf([finding], '');
	},
});
