import type { Facts, Project } from '../source/core/facts.ts';

type Read = Pick<Facts, 'files' | 'modules'>;

/** The last part of a module's name, as importers spell it. */
export const moduleName = (path: string): string =>
	path
		.replace(/\/__init__\.py$/, '')
		.replace(/\.py$/, '')
		.replace(/^.*\//, '');

/** Whether a file imports a module, or a name, that is called so. */
export const importsCalled = (path: string, names: ReadonlySet<string>, { modules }: Read): boolean => {
	const parsed = modules.get(path);
	return (
		parsed?.ok === true &&
		parsed.value.imports.some(
			({ module, name }) => names.has(module.replace(/^.*\./, '')) || names.has(name ?? ''),
		)
	);
};

/**
 * Tests of the project that import a module of such a name. Names alone are compared, so that a test of a namesake is
 * among them: whoever asks has to be careful with too many rather than with too few.
 */
export const testsImporting = (paths: Iterable<string>, facts: Read, project: Project): readonly string[] => {
	const names = new Set([...paths].map(moduleName));
	return [...facts.files.values()].flatMap(({ path, role, project: home }) =>
		role === 'test' && (home ?? '.') === project.path && importsCalled(path, names, facts) ? [path] : [],
	);
};
