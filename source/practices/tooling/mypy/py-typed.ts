import type { Finding } from '../../../core/finding.ts';
import { folderOf, nameIn } from '../../../core/folders.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { publicFunctionsIn } from './annotations.ts';
import { noProduction, productionPaths } from './scope.ts';

export default defineCheck({
	id: 'py-typed',
	spec: '2.3f',
	title: 'The library ships its types',
	failTitle: 'The library keeps its types to itself',
	severity: 'info',
	scope: 'project',
	needs: ['files', 'paths', 'annotations'],
	check(facts, project) {
		if (!project.kinds.includes('library')) return notApplicable('the project is not a library');
		const modules = productionPaths(facts, project);
		if (modules.length === 0) return notApplicable(noProduction);
		const folders = new Set(modules.map(folderOf));
		const own = project.name.toLowerCase().replaceAll(/[-.]/g, '_');
		const marker = [...folders].map(folder => `${folder}/py.typed`).find(path => facts.paths.has(path));
		if (marker !== undefined) return pass(`\`${marker}\``);
		if (publicFunctionsIn(facts, project) === 0)
			return notApplicable('the library has no public functions, so nobody else needs its types');
		const packages = [...folders]
			.filter(
				folder =>
					facts.paths.has(`${folder}/__init__.py`) && !facts.paths.has(`${folderOf(folder)}/__init__.py`),
			)
			.toSorted();
		// Folders of tools may be packages too; the one that is installed is named as the project is.
		const first = packages.find(folder => nameIn(folder).toLowerCase() === own) ?? packages[0];
		if (first === undefined) return notApplicable('the library has no package');
		const finding: Finding = {
			level: 'warn',
			message: `No \`py.typed\` stands in \`${first}\`, so type checkers ignore the annotations of the installed package`,
			confidence: 'certain',
			at: { path: `${first}/__init__.py` },
			expected: `an empty \`${first}/py.typed\` that is part of the package`,
			key: 'py.typed',
		};
		return verdictOf([finding], '');
	},
});
