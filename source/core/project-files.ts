import type { Facts, PerFile, Project, Role } from './facts.ts';

/** What is known of one file of a project. */
export interface ProjectFile<T> {
	readonly path: string;
	readonly role: Role;
	readonly value: T;
}

/** The files of one project that a fact tells of; files that no project covers belong to the root. */
export const filesIn = <T>(
	perFile: PerFile<T>,
	{ files }: Pick<Facts, 'files'>,
	project: Project,
): readonly ProjectFile<T>[] =>
	[...perFile].flatMap(([path, parsed]) => {
		const file = files.get(path);
		if (!file || !parsed.ok || (file.project ?? '.') !== project.path) return [];
		return [{ path, role: file.role, value: parsed.value }];
	});

/** Roles whose code the project runs; examples, tests and other people's code are not among them. */
export const isRunning = (role: Role): boolean =>
	role === 'prod' || role === 'script' || role === 'infra' || role === 'migration' || role === 'config';

/** Whether a project has Python that it runs. */
export const hasRunningPython = ({ files }: Pick<Facts, 'files'>, project: Project): boolean =>
	[...files.values()].some(
		({ path, role, project: owner }) =>
			path.endsWith('.py') && (owner ?? '.') === project.path && isRunning(role),
	);

/** Code that the project runs imports a module, or one below it. */
export const importsOf = (
	facts: Pick<Facts, 'files' | 'modules'>,
	project: Project,
	module: RegExp,
): boolean =>
	filesIn(facts.modules, facts, project).some(
		({ role, value }) => isRunning(role) && value.imports.some(imported => module.test(imported.module)),
	);
