import type { Finding } from '../../../core/finding.ts';
import { folderOf, fromFolder } from '../../../core/folders.ts';
import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { isDeployedByFolder, layoutOf, listed, noPackageIn, packagesOf } from './scope.ts';

const sketched = ['src', 'tests', 'scripts', 'infra'] as const;

export default defineCheck({
	id: 'tree',
	spec: '1.1d',
	title: 'Each kind of file has its folder',
	failTitle: 'Files of several kinds lie together',
	severity: 'info',
	scope: 'project',
	needs: ['layouts', 'files', 'functions'],
	check(facts, project) {
		const layout = layoutOf(facts, project);
		if (!layout) return notApplicable('no manifest declares a project here');
		const packages = packagesOf(layout);
		if (packages.length === 0 || isDeployedByFolder(layout, packages))
			return notApplicable(noPackageIn(layout));
		const folders = new Set(
			[...facts.files.values()]
				.filter(({ project: home }) => home === project.path)
				.map(({ path }) => fromFolder(project.path, path).split('/')[0] ?? ''),
		);
		const there = sketched.filter(name => folders.has(name));
		const templates = [...new Set(facts.functions.functions.map(({ template }) => template))].filter(
			path => folderOf(path) === project.path,
		);
		return pass(
			there.length > 0
				? `${listed(there.map(name => `${name}/`))} ${there.length === 1 ? 'is' : 'are'} there`
				: 'The project has none of the folders of the sketch',
			templates.map((path): Finding => ({
				level: 'info',
				message: 'The template lies at the top of the project, where the checklist has `infra/`',
				confidence: 'certain',
				at: { path },
				key: 'template at the top',
			})),
		);
	},
});
