import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { noTests, testsIn, unitFilesOf } from './suite.ts';

export default defineCheck({
	id: 'doubles',
	spec: '7.1/doubles',
	title: 'Mocks know what they stand for',
	failTitle: 'Many mocks take any call at all',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'testCode', 'testUse'],
	check(facts, project) {
		const files = unitFilesOf(facts, project);
		if (testsIn(files) === 0) return notApplicable(noTests);
		const bare = files.reduce((sum, { value }) => sum + value.doubles.bare, 0);
		const specified = files.reduce((sum, { value }) => sum + value.doubles.specified, 0);
		if (bare + specified === 0) return notApplicable('no unit test makes a mock');
		const heavy = files
			.filter(
				({ value: { doubles } }) =>
					doubles.bare > 10 && doubles.specified / (doubles.bare + doubles.specified) < 0.1,
			)
			.toSorted((a, b) => b.value.doubles.bare - a.value.doubles.bare);
		const [worst] = heavy;
		const evidence = `${specified} of ${bare + specified} mocks in unit tests have a specification`;
		if (!worst) return verdictOf([], evidence);
		return verdictOf(
			[
				{
					level: 'warn',
					message: `${heavy.length === 1 ? 'One file has' : `${heavy.length} files have`} more than ten mocks without a specification each; this one has ${worst.value.doubles.bare}`,
					confidence: 'likely',
					at: { path: worst.path, line: worst.value.doubles.firstBare },
					found: evidence,
					expected: 'a small fake, or `spec=` and `create_autospec`',
					key: 'doubles',
				},
			],
			'',
		);
	},
});
