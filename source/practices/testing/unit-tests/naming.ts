import { counted } from '../../../core/counted.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { noTests, unitFilesOf } from './suite.ts';

const scenario = /test_*given_\w+?_when_\w+?_should_\w+$/i;
const sibling = /test_*given_\w+?_when_\w+?_then_\w+$/i;

/** `TestGivenCart` as `test_given_cart`. */
const spelledOut = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

const threshold = 80;

export default defineCheck({
	id: 'naming',
	spec: '7.1/naming',
	title: 'Names of tests say what is given, what happens and what should follow',
	failTitle: 'Names of tests follow another style than given, when, should',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'testCode', 'testUse'],
	check(facts, project) {
		const named = unitFilesOf(facts, project).flatMap(({ path, value }) =>
			value.tests
				.filter(({ decorators }) => !decorators.includes('given'))
				.map(({ name, line, classes, decorators }) => ({
					at: { path, line },
					isScenario: decorators.includes('scenario'),
					name: [...classes.map(spelledOut), name]
						.join('_')
						.replaceAll(/_test_+/g, '_')
						.replace(/^(?!test)/, 'test_'),
					own: name,
				})),
		);
		const [first] = named;
		if (!first) return notApplicable(noTests);
		const full = named.filter(
			({ name, own, isScenario }) => isScenario || scenario.test(own) || scenario.test(name),
		);
		const half = named.filter(({ name }) => sibling.test(name));
		const percent = Math.floor(((full.length + half.length / 2) / named.length) * 100);
		const evidence = `${percent} % of ${counted(named.length, 'unit test')} have such names`;
		const next = named.find(entry => !full.includes(entry));
		// Where nobody uses the style, no single test stands out.
		const notes =
			next && full.length > 0
				? [
						{
							level: 'info' as const,
							message: `\`${next.own}\` is named in another way than the tests that say given, when and should`,
							confidence: 'certain' as const,
							at: next.at,
							expected: '`test_given_…_when_…_should_…`',
							key: `rename ${next.own}`,
						},
					]
				: [];
		if (percent >= threshold) return pass(evidence, notes);
		const other = next ?? first;
		const then = half.length === 0 ? '' : `; ${half.length} say \`then\` for \`should\``;
		return verdictOf(
			[
				{
					level: 'warn',
					message: `${evidence}${then}; a style to adopt for new tests, or to waive`,
					confidence: 'certain',
					at: other.at,
					found: other.own,
					expected: '`test_given_…_when_…_should_…`',
					key: 'naming',
				},
				...notes,
			],
			'',
		);
	},
});
