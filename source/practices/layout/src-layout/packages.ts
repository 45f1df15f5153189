import type { Finding } from '../../../core/finding.ts';
import type { Project } from '../../../core/facts.ts';
import type { Layout, PackageFolder } from '../../../core/facts/layout.ts';
import type { Verdict } from '../../../core/practice.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { isDeployedByFolder, layoutOf, listed, noPackageIn } from './scope.ts';
import { fromFolder, inFolder } from '../../../core/folders.ts';

const flat = (project: Project, one: PackageFolder, layout: Layout): Finding => ({
	level: layout.django === null ? 'fail' : 'warn',
	message: `\`${fromFolder(project.path, one.path)}/\` is a package at the top of the project`,
	confidence: 'certain',
	at: { path: one.file },
	found: layout.build?.source ? `${one.path}/, built by ${layout.build.source}` : `${one.path}/`,
	expected: `\`src/${one.name}/\``,
	key: `flat ${one.name}`,
});

const mixed = (project: Project, one: PackageFolder): Finding => ({
	level: 'warn',
	message: `\`${fromFolder(project.path, one.path)}/\` is still at the top, beside \`src/\``,
	confidence: 'certain',
	at: { path: one.file },
	found: `${one.path}/`,
	expected: `\`src/${one.name}/\``,
	key: `mixed ${one.name}`,
});

/** `src` as the name of a package: what the layout is named after is then missing. */
const sourceAsPackage = (layout: Layout): readonly Finding[] => {
	const { srcInit, srcImports, srcModules, inSrc } = layout;
	const first = srcImports.find(({ isTest }) => !isTest);
	const [tested] = srcImports;
	if (first) {
		return [
			{
				level: 'fail',
				message: `The package is called \`src\`: \`${first.module}\` is imported by that name`,
				confidence: 'certain',
				at: { path: first.path, line: first.line },
				found: `${srcImports.length} imports of src`,
				expected: 'a package with a name of its own inside `src/`',
				key: 'src is the package',
			},
		];
	}
	if (tested) {
		return [
			{
				level: 'warn',
				message: `Tests import \`${tested.module}\`, a name that the code itself does not use`,
				confidence: 'certain',
				at: { path: tested.path, line: tested.line },
				expected: 'the name that the program imports',
				key: 'tests import src',
			},
		];
	}
	if (srcInit === null) return [];
	return [
		{
			level: inSrc.length > 0 || srcModules.length === 0 ? 'warn' : 'fail',
			message: '`src/__init__.py` makes a package of the folder that packages lie in',
			confidence: 'certain',
			at: { path: srcInit },
			expected: 'no `__init__.py` in `src/`',
			key: 'src has an init',
		},
	];
};

const judge = (layout: Layout, project: Project): Verdict => {
	const { atRoot, inSrc, modules, sourceFolder, deployed, build } = layout;
	const isFunctionFolder =
		build === null && deployed.some(folder => folder === inFolder(project.path, 'src'));
	const odd = isFunctionFolder && layout.srcImports.length === 0 ? [] : sourceAsPackage(layout);
	if (odd.some(({ level }) => level === 'fail')) return verdictOf(odd, '');
	if (sourceFolder) {
		return pass(
			`The packages lie in \`${fromFolder(project.path, sourceFolder.folder)}/\`, which \`${sourceFolder.at.path}\` names`,
		);
	}
	const names = inSrc.map(({ name }) => name);
	if (inSrc.length > 0)
		return verdictOf(
			[...atRoot.map(one => mixed(project, one)), ...odd],
			`${listed(names)} ${names.length === 1 ? 'lies' : 'lie'} in \`src/\``,
		);
	if (odd.length > 0) return verdictOf(odd, '');
	if (atRoot.length > 0) {
		if (isDeployedByFolder(layout, atRoot)) return notApplicable('functions are deployed folder by folder');
		return verdictOf(
			atRoot.map(one => flat(project, one, layout)),
			'',
		);
	}
	if (modules.length > 0) {
		return verdictOf(
			modules.map(path => ({
				level: 'fail',
				message: `\`${fromFolder(project.path, path)}\` is installed from the top of the project`,
				confidence: 'certain',
				at: { path },
				expected: `\`src/${fromFolder(project.path, path)}\``,
				key: 'module at the top',
			})),
			'',
			'low',
		);
	}
	return notApplicable(deployed.length > 0 ? 'functions are deployed folder by folder' : noPackageIn(layout));
};

export default defineCheck({
	id: 'packages',
	spec: '1.1a',
	title: 'Packages lie in `src/`',
	failTitle: 'Packages lie outside `src/`',
	severity: 'medium',
	scope: 'project',
	needs: ['layouts'],
	check(facts, project) {
		const layout = layoutOf(facts, project);
		return layout ? judge(layout, project) : notApplicable('no manifest declares a project here');
	},
});
