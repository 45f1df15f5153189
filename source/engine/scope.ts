import type { SkippedPath, Tree, TreeFile } from '../core/tree.ts';

// Folders that hold other people's code or build output, even where somebody committed them.
const foreign = new Set([
	'.git',
	'node_modules',
	'.venv',
	'venv',
	'.tox',
	'.nox',
	'.eggs',
	'site-packages',
	'__pycache__',
	'.aws-sam',
	'.serverless',
	'.terraform',
	'htmlcov',
	'.mypy_cache',
	'.ruff_cache',
	'.pytest_cache',
]);

const isForeign = (path: string): boolean =>
	path
		.split('/')
		.slice(0, -1)
		.some(part => foreign.has(part));

/** A folder named for cookiecutter holds projects for it to copy; a package of that name is its own code. */
const isTemplatePath = (path: string, { files }: Tree): boolean => {
	if (/\{\{|\{%/.test(path)) return true;
	const parts = path.split('/').slice(0, -1);
	return parts.some(
		(part, at) =>
			part.includes('cookiecutter') && !files.has(`${parts.slice(0, at + 1).join('/')}/__init__.py`),
	);
};

/** The files of a tree that are the repository's own, and the templates among them that no parser can read. */
export interface Scope {
	readonly files: ReadonlyMap<string, TreeFile>;
	readonly skipped: readonly SkippedPath[];
}

/** Leaves out foreign folders and virtual environments under any name; lists paths that are templates. */
export const scopeOf = (tree: Tree): Scope => {
	const environments = [...tree.files.keys()]
		.filter(path => path.endsWith('/pyvenv.cfg'))
		.map(path => path.slice(0, -'pyvenv.cfg'.length));
	const own = [...tree.files.values()].filter(
		({ path }) => !isForeign(path) && !environments.some(folder => path.startsWith(folder)),
	);
	return {
		files: new Map(own.filter(({ path }) => !isTemplatePath(path, tree)).map(file => [file.path, file])),
		skipped: [
			...tree.skipped.filter(({ path }) => !isForeign(path)),
			...own
				.filter(({ path }) => isTemplatePath(path, tree))
				.map(({ path }) => ({ path, reason: 'template' as const })),
		],
	};
};
