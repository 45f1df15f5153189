import type { FixerGround } from '../source/core/fixer.ts';

const moduleName = (path: string): string =>
	path
		.replace(/\/__init__\.py$/, '')
		.replace(/\.py$/, '')
		.replace(/^.*\//, '');

/** Tests of the project that import one of the modules. */
export const testsImporting = (
	modules: ReadonlySet<string>,
	{ facts, project }: FixerGround<'files' | 'modules'>,
): readonly string[] => {
	const names = new Set([...modules].map(moduleName));
	return [...facts.files.values()].flatMap(({ path, role, project: home }) => {
		const parsed = role === 'test' && (home ?? '.') === project.path ? facts.modules.get(path) : undefined;
		const imports = parsed?.ok ? parsed.value.imports : [];
		return imports.some(({ module, name }) => names.has(module.replace(/^.*\./, '')) || names.has(name ?? ''))
			? [path]
			: [];
	});
};
