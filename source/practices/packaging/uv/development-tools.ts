import type { Facts, Project } from '../../../core/facts.ts';
import { filesIn, hasRunningPython, isRunning } from '../../../core/project-files.ts';

/** Distributions that only developers need, and the module each is imported as. */
const tools: Readonly<Record<string, string>> = {
	pytest: 'pytest',
	ruff: 'ruff',
	mypy: 'mypy',
	black: 'black',
	isort: 'isort',
	flake8: 'flake8',
	pylint: 'pylint',
	pyright: 'pyright',
	moto: 'moto',
	'pre-commit': 'pre_commit',
	ipdb: 'ipdb',
	tox: 'tox',
	nox: 'nox',
	bandit: 'bandit',
};

const isStub = (name: string): boolean => name.startsWith('types-') || name.endsWith('-stubs');

const isPlugin = (name: string): boolean => /^(?:pytest|flake8|pylint)-/.test(name);

/** A tool of developers by its name. */
export const isDevelopmentTool = (name: string): boolean =>
	Object.hasOwn(tools, name) || isStub(name) || isPlugin(name);

/**
 * Whether the project's own code runs a tool, or is made for it, so that it is a dependency like any other:
 * a plugin of pytest needs pytest, and a typed library passes the types of its dependencies on.
 */
export const needsAtRunTime = (
	name: string,
	project: Project,
	facts: Pick<Facts, 'files' | 'modules'>,
): boolean => {
	// A project of tests alone runs its tools.
	if (!hasRunningPython(facts, project)) return true;
	if (isStub(name)) return project.kinds.includes('library');
	const base = isPlugin(name) ? name.slice(0, name.indexOf('-')) : name;
	if (project.name.toLowerCase().includes(base)) return true;
	const module = tools[base] ?? base;
	const own = name.replaceAll('-', '_');
	return filesIn(facts.modules, facts, project).some(
		({ role, value }) =>
			isRunning(role) &&
			value.imports.some(({ module: imported }) => {
				const top = imported.split('.')[0];
				return top === module || top === own;
			}),
	);
};
