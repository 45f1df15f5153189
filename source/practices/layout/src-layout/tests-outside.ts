import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { isDeployedByFolder, layoutOf, noPackageIn, packagesOf } from './scope.ts';
import { fromFolder } from '../../../core/folders.ts';

// Tests that a program writes into other projects.
const scaffold = /(?:^|\/)(?:templates?|skeletons?|scaffolds?|cookiecutters?)\//;

export default defineCheck({
	id: 'tests-outside',
	spec: '1.1c',
	title: 'Tests lie outside the package',
	failTitle: 'Tests lie inside the package',
	severity: 'low',
	scope: 'project',
	needs: ['layouts', 'files', 'testUse'],
	check(facts, project) {
		const layout = layoutOf(facts, project);
		if (!layout) return notApplicable('no manifest declares a project here');
		const packages = packagesOf(layout);
		if (packages.length === 0 || isDeployedByFolder(layout, packages))
			return notApplicable(noPackageIn(layout));
		if (layout.django !== null) return notApplicable('Django keeps the tests of an app inside it');
		const tests = filesIn(facts.testUse, facts, project).filter(
			({ path, role, value }) => role === 'test' && value.tests + value.testCases > 0 && !scaffold.test(path),
		);
		if (tests.length === 0) return notApplicable('there are no tests');
		const findings = packages.flatMap(({ path: folder, name }): readonly Finding[] => {
			const inside = tests.filter(({ path }) => path.startsWith(`${folder}/`));
			const [first] = inside;
			if (!first) return [];
			const counted = inside.length === 1 ? 'A test file lies' : `${inside.length} test files lie`;
			return [
				{
					level: 'warn',
					message: `${counted} inside \`${fromFolder(project.path, folder)}/\``,
					confidence: 'certain',
					at: { path: first.path },
					expected: '`tests/` beside the package',
					key: `tests in ${name}`,
				},
			];
		});
		return verdictOf(
			findings,
			tests.length === 1
				? 'The one test file is outside the package'
				: `All ${tests.length} test files are outside the package`,
		);
	},
});
