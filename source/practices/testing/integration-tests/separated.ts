import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { importsOf } from '../needs.ts';
import { testFilesOf, unitFilesOf } from '../unit-tests/suite.ts';

export default defineCheck({
	id: 'separated',
	spec: '7.2/separated',
	title: 'Tests that start containers can be left out of a run',
	failTitle: 'Tests that start containers stand among the unit tests',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules', 'testCode', 'testUse'],
	check(facts, project) {
		const starting = importsOf(facts, project, 'testcontainers').filter(({ isTest }) => isTest);
		const [first] = starting;
		if (!first) return notApplicable('no test imports testcontainers');
		const unit = new Set(unitFilesOf(facts, project).map(({ path }) => path));
		const wider = testFilesOf(facts, project).find(
			({ path, value }) => !unit.has(path) && value.tests.length > 0,
		);
		const findings = starting
			// A `conftest.py` above may serve the folder of integration tests beside the unit tests.
			.filter(({ path }) => unit.has(path) && !(wider && path.endsWith('conftest.py')))
			.filter(({ path }, index, all) => all.findIndex(other => other.path === path) === index)
			.map(({ path, line }): Finding => ({
				level: 'warn',
				message: 'A container is started from a file that neither its folder nor a marker sets apart',
				confidence: 'likely',
				at: { path, line },
				expected: 'a folder such as `tests/integration`, or `pytestmark = pytest.mark.integration`',
				key: 'separated',
			}));
		if (findings.length === 0)
			return pass(`\`${wider?.path ?? first.path}\` stands apart from the unit tests`);
		return verdictOf(findings, '');
	},
});
