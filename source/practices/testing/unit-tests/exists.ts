import { counted } from '../../../core/counted.ts';
import { folderOf, upward } from '../../../core/folders.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { testFilesOf, testsIn } from './suite.ts';

export default defineCheck({
	id: 'exists',
	spec: '7.1/exists',
	title: 'The project has tests',
	failTitle: 'The project has no tests',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'testCode', 'testUse', 'modules', 'pytestConfigs', 'projects'],
	check(facts, project) {
		const own = testFilesOf(facts, project);
		const count = testsIn(own);
		const first = own.find(({ value }) => value.tests.length > 0);
		if (first) return pass(`${counted(count, 'test')}, such as those in \`${first.path}\``);
		const production = filesIn(facts.modules, facts, project).filter(
			({ role, path, value }) =>
				role === 'prod' && !path.endsWith('/__init__.py') && !value.isGenerated && value.lines > 3,
		);
		if (production.length === 0) return notApplicable('the project has no Python code to test');
		const others = [...facts.testCode].filter(
			([path, parsed]) =>
				parsed.ok && parsed.value.tests.length > 0 && facts.files.get(path)?.role === 'test',
		);
		const above = others.find(([path]) => {
			const owner = facts.files.get(path)?.project ?? '.';
			return owner !== project.path && upward(project.path).includes(owner);
		});
		if (above) {
			return manual(`Do the tests elsewhere, such as \`${above[0]}\`, cover this project?`);
		}
		const doctests = facts.pytestConfigs.find(
			({ directory, addopts }) =>
				upward(project.path).includes(directory) && addopts.includes('--doctest-modules'),
		);
		if (doctests) return pass(`\`${doctests.path}\` has pytest run the doctests`);
		if (!project.declared && others.length > 0) {
			return manual('Are these files tested by another project of the repository?');
		}
		const unread = [...facts.testCode].find(
			([path, parsed]) => !parsed.ok && (facts.files.get(path)?.project ?? '.') === project.path,
		);
		if (unread) return manual(`Are there tests in \`${unread[0]}\`, which does not parse?`);
		const stray = production.find(({ value }) =>
			value.imports.some(
				({ module, name }) => module === 'pytest' || (module === 'unittest' && name !== 'mock'),
			),
		);
		if (stray) return manual(`Are there tests in \`${stray.path}\`, which imports a library for them?`);
		const [example] = production;
		return verdictOf(
			[
				{
					level: 'fail',
					message: `${counted(production.length, 'module')} of code, and no function called \`test…\` in any test file`,
					confidence: 'certain',
					at: { path: example?.path ?? folderOf(project.path) },
					expected: '`tests/unit/test_….py` with at least one test',
					key: 'no tests',
				},
			],
			'',
		);
	},
});
