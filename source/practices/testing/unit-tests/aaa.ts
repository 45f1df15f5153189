import { counted } from '../../../core/counted.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { folderOf } from '../../../core/folders.ts';
import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { noTests, testFilesOf, unitFilesOf } from './suite.ts';

/** One note for each folder with tests whose steps could be marked. */
const markable = (facts: Pick<Facts, 'files' | 'testCode'>, project: Project): readonly Finding[] => {
	const counts = new Map<string, { path: string; line: number; tests: number }>();
	for (const { path, value } of testFilesOf(facts, project)) {
		for (const { steps, line } of value.tests) {
			if (!steps) continue;
			const known = counts.get(folderOf(path));
			if (known) known.tests++;
			else counts.set(folderOf(path), { path, line, tests: 1 });
		}
	}
	return [...counts.values()].map(({ path, line, tests }): Finding => ({
		level: 'info',
		message: `Comments could mark the steps of ${counted(tests, 'test')} in this folder`,
		confidence: 'certain',
		at: { path, line },
		expected: '`# Arrange`, `# Act` and `# Assert`',
		key: 'comments',
	}));
};

export default defineCheck({
	id: 'aaa',
	spec: '7.1/aaa',
	title: 'Tests arrange, act and then assert',
	failTitle: 'Many tests act again after they have asserted',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'testCode', 'testUse'],
	check(facts, project) {
		const tests = unitFilesOf(facts, project).flatMap(({ path, value }) =>
			value.tests.map(test => ({ path, test })),
		);
		if (tests.length === 0) return notApplicable(noTests);
		const told = tests.filter(({ test }) => test.order !== 'untold');
		if (told.length === 0) return notApplicable('no test has more than one step to order');
		const shaped = Math.floor(
			(told.filter(({ test }) => test.order === 'shaped').length / told.length) * 100,
		);
		const several = told.filter(({ test }) => test.isMultiAct);
		const percent = Math.floor((several.length / told.length) * 100);
		const places = markable(facts, project);
		const evidence = `${shaped} % of ${counted(told.length, 'test')} with several steps assert last, ${percent} % act again afterwards`;
		if (shaped >= 70 && percent <= 10) return pass(evidence, places);
		const listed = (several.length > 0 ? several : told.filter(({ test }) => test.order === 'mixed')).slice(
			0,
			20,
		);
		const notes = listed.slice(1).map(({ path, test }): Finding => ({
			level: 'info',
			message: `\`${test.name}\` goes on after it has asserted`,
			confidence: 'likely',
			at: { path, line: test.line },
			key: `again ${test.name}`,
		}));
		const [first] = listed;
		if (!first) return pass(evidence, places);
		return {
			status: 'warn',
			findings: [
				{
					level: 'warn',
					message: `${evidence}; \`${first.test.name}\` is one of them`,
					confidence: 'likely',
					at: { path: first.path, line: first.test.line },
					expected: 'one act in each test, and its assertions after it',
					key: 'aaa',
				},
				...notes,
				...places,
			],
		};
	},
});
