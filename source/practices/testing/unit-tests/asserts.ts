import { counted } from '../../../core/counted.ts';
import type { Facts } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { noTests, testFilesOf, testsIn } from './suite.ts';

const bugs: Readonly<Record<string, readonly [message: string, expected: string]>> = {
	F631: [
		'An assertion of a tuple always holds',
		'`assert` without the parentheses around condition and message',
	],
	PLW0129: ['An assertion of a text always holds', 'the condition before the message'],
	B015: ['A comparison stands alone and asserts nothing', '`assert` before it'],
	PGH005: [
		'A mock takes this for an attribute or any call, and checks nothing',
		'`assert_called_once_with(…)`',
	],
	B017: ['Any error at all makes this test pass', 'the class of the error that is meant, or `match=`'],
};

/** Names of helpers, of all test files, that assert by themselves or through others. */
const assertingNames = ({ testCode }: Pick<Facts, 'testCode'>): ReadonlySet<string> => {
	const helpers = [...testCode.values()].flatMap(parsed => (parsed.ok ? parsed.value.helpers : []));
	const names = new Set(helpers.filter(({ asserts }) => asserts).map(({ name }) => name));
	let before = -1;
	while (before !== names.size) {
		before = names.size;
		for (const { name, calls } of helpers) if (calls.some(each => names.has(each))) names.add(name);
	}
	return names;
};

export default defineCheck({
	id: 'asserts',
	spec: '7.1/asserts',
	title: 'Tests can fail for what they test',
	failTitle: 'Tests pass whatever the code does',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'testCode', 'lint'],
	check(facts, project) {
		const files = testFilesOf(facts, project);
		const count = testsIn(files);
		if (count === 0) return notApplicable(noTests);
		const findings: Finding[] = [];
		let broken = false;
		for (const { path, role, value } of filesIn(facts.lint, facts, project)) {
			const code = facts.testCode.get(path);
			if (role !== 'test' || !code?.ok) continue;
			const broad = value.filter(hit => hit.code === 'B017');
			for (const hit of value) {
				if (hit.code === 'B017' && hit !== broad[0]) continue;
				const bug = bugs[hit.code];
				const isExpected =
					hit.code === 'B015' &&
					code.value.expecting.some(([from, to]) => hit.line >= from && hit.line <= to);
				if (!bug || isExpected) continue;
				const [message, expected] = bug;
				broken ||= hit.code !== 'B017';
				findings.push({
					// Code that raises `Exception` itself is tested so on purpose.
					level: hit.code === 'B017' ? 'info' : 'warn',
					message:
						hit.code === 'B017' && broad.length > 1
							? `${message}, and ${broad.length - 1} more in this file`
							: message,
					confidence: 'certain',
					at: { path, line: hit.line },
					found: hit.source,
					expected,
					key: hit.code === 'B017' ? hit.code : `${hit.code} ${hit.source}`,
				});
			}
		}
		const names = assertingNames(facts);
		const silent = files.flatMap(({ path, value }) =>
			value.tests
				.filter(
					({ asserts, calls, decorators }) =>
						// That no generated input breaks the code is what such a test asserts.
						!asserts && !decorators.includes('given') && !calls.some(name => names.has(name)),
				)
				.map(test => ({ path, test })),
		);
		const isMuch = silent.length >= 2 && silent.length / count >= 0.02;
		for (const [index, { path, test }] of silent.slice(0, 20).entries()) {
			findings.push({
				level: isMuch && index === 0 ? 'warn' : 'info',
				message:
					isMuch && index === 0
						? `${silent.length} of ${counted(count, 'test')} run code and assert nothing, \`${test.name}\` among them`
						: `\`${test.name}\` runs code and asserts nothing; fine for a smoke test that says so in its name`,
				confidence: 'likely',
				at: { path, line: test.line },
				key: isMuch && index === 0 ? 'silent' : `silent ${test.name}`,
			});
		}
		return verdictOf(
			findings,
			`${count - silent.length} of ${counted(count, 'test')} assert something`,
			broken ? 'medium' : 'low',
		);
	},
});
