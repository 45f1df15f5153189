import { counted } from '../../../core/counted.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { noTests, testFilesOf, testsIn } from './suite.ts';

// https://docs.astral.sh/ruff/rules/#flake8-pytest-style-pt
const habits: Readonly<Record<string, readonly [one: string, expected: string]>> = {
	PT014: ['A case is listed twice', 'each case once'],
	PT017: [
		'An assertion stands in an `except` block, which passes when nothing is raised',
		'`pytest.raises(…)`',
	],
	PT012: [
		'A block of `pytest.raises` holds several statements, each of which may raise',
		'the one that should raise',
	],
	PT024: ['`pytest.mark.asyncio` stands on a fixture, where it does nothing', 'no mark'],
	PT025: ['`usefixtures` stands on a fixture, where it does nothing', 'the fixtures as parameters'],
	PT001: ['A fixture is declared with idle parentheses', '`@pytest.fixture`'],
	PT023: ['A mark is written with idle parentheses', '`@pytest.mark.…`'],
	PT022: ['A fixture yields and has nothing to do afterwards', '`return`'],
};

export default defineCheck({
	id: 'style',
	spec: '7.1/style',
	title: 'Tests use pytest as its documentation shows, or differ in style alone',
	failTitle: 'Tests use pytest in ways that its documentation advises against',
	severity: 'info',
	scope: 'project',
	needs: ['files', 'testCode', 'lint', 'ruffConfigs'],
	check(facts, project) {
		if (testsIn(testFilesOf(facts, project)) === 0) return notApplicable(noTests);
		const hits = filesIn(facts.lint, facts, project)
			.filter(({ role }) => role === 'test')
			.flatMap(({ path, value }) => value.map(hit => ({ ...hit, path })));
		// Where the project has settings for this, ruff itself says what they ask for.
		const isSettled = JSON.stringify(facts.ruffConfigs).includes('flake8-pytest-style');
		const notes = Object.entries(habits).flatMap(([code, [message, expected]]): Finding[] => {
			if (isSettled && (code === 'PT001' || code === 'PT023')) return [];
			const own = hits.filter(hit => hit.code === code);
			const [first, ...others] = own;
			if (!first) return [];
			return [
				{
					level: 'info',
					message: others.length === 0 ? message : `${message}; ${others.length} more in the tests`,
					confidence: 'certain',
					at: { path: first.path, line: first.line },
					found: first.source,
					expected,
					key: code,
				},
			];
		});
		return pass(
			notes.length === 0
				? 'ruff’s rules for pytest find nothing of note'
				: `${counted(notes.length, 'habit')} worth a look, none of which fails a test`,
			notes,
		);
	},
});
