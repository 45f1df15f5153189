import type { Facts, Project } from '../../core/facts.ts';
import type { Place } from '../../core/finding.ts';
import type { PythonImport } from '../../core/facts/python.ts';
import { folderOf } from '../../core/folders.ts';
import { filesIn } from '../../core/project-files.ts';

/** Distributions that a project needs to run, each with its place. */
export const runtimeNeeds = (
	facts: Pick<Facts, 'packaging' | 'devDependencies'>,
	project: Project,
): ReadonlyMap<string, Place> => {
	const needs = new Map<string, Place>();
	for (const { name, isRuntime, at } of facts.packaging.get(project.path)?.requirements ?? []) {
		if (isRuntime && !needs.has(name)) needs.set(name, at);
	}
	for (const { name, use, path, line } of facts.devDependencies) {
		if (use === 'run' && folderOf(path) === project.path && !needs.has(name)) {
			needs.set(name, line > 0 ? { path, line } : { path });
		}
	}
	return needs;
};

/** An import in one of a project's files. */
export interface ImportSite extends PythonImport {
	readonly path: string;
	readonly isTest: boolean;
	readonly isProduction: boolean;
}

/** The imports of a package, from any of its modules, in a project's files. */
export const importsOf = (
	facts: Pick<Facts, 'modules' | 'files'>,
	project: Project,
	packageName: string,
): readonly ImportSite[] =>
	filesIn(facts.modules, facts, project).flatMap(({ path, role, value }) =>
		value.imports
			.filter(({ module }) => module === packageName || module.startsWith(`${packageName}.`))
			.map(found => ({ ...found, path, isTest: role === 'test', isProduction: role === 'prod' })),
	);
