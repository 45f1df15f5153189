import { managersOf } from '../../../source/core/dependency-managers.ts';
import { stringAt, tableAt } from '../../../source/core/data.ts';
import type { FixerInput } from '../../../source/core/fixer.ts';
import { inFolder } from '../../../source/core/folders.ts';

export type Needs =
	| 'packaging'
	| 'projects'
	| 'paths'
	| 'toml'
	| 'ini'
	| 'setupScripts'
	| 'requirements'
	| 'functions';
export type Input = Pick<FixerInput<Needs>, 'facts' | 'project'>;

/** What a project is moved from. */
export type Origin =
	| { readonly kind: 'poetry' | 'poetry-lists' | 'pipenv' | 'setup-config' | 'setup-script' | 'requirements' }
	| { readonly kind: 'none'; readonly reason: string };

/** The folder's last part, or the repository's name. */
export const folderName = ({ project }: Input): string =>
	(project.path === '.' ? project.name : project.path.slice(project.path.lastIndexOf('/') + 1))
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '') || 'project';

/** Which manifest is the one to read; the others are its helpers. */
export const originOf = ({ facts, project }: Input): Origin => {
	const pyproject = facts.toml.get(inFolder(project.path, 'pyproject.toml'));
	const value = pyproject?.ok === true ? pyproject.value.value : undefined;
	if (pyproject?.ok === false) return { kind: 'none', reason: '`pyproject.toml` does not parse' };
	const managers = managersOf(project, facts).map(({ manager }) => manager);
	if (managers.includes('uv')) return { kind: 'none', reason: 'uv is set up already' };
	const foreign = managers.find(manager =>
		['PDM', 'Rye', 'Hatch', 'conda', 'uv pip compile'].includes(manager),
	);
	if (foreign !== undefined && !managers.includes('Poetry') && !managers.includes('Pipenv'))
		return { kind: 'none', reason: `a move from ${foreign} is for you to make` };
	if (
		tableAt(value, ['project']) &&
		['dependencies', 'dev-dependencies', 'group'].some(key => tableAt(value, ['tool', 'poetry', key]))
	)
		return { kind: 'poetry-lists' };
	if (tableAt(value, ['tool', 'poetry', 'dependencies']) ?? stringAt(value, ['tool', 'poetry', 'name']))
		return { kind: 'poetry' };
	if (tableAt(value, ['project']))
		return {
			kind: 'none',
			reason:
				'`[project]` describes the project already: what is left is to move its lists into `[dependency-groups]`, and `uv lock`',
		};
	const setup = facts.setupScripts.get(inFolder(project.path, 'setup.py'));
	const config = facts.ini.get(inFolder(project.path, 'setup.cfg'));
	if (config?.ok === true && config.value.sections['metadata']?.options['name'] !== undefined)
		return { kind: 'setup-config' };
	if (setup !== undefined) return { kind: 'setup-script' };
	if (facts.paths.has(inFolder(project.path, 'Pipfile'))) return { kind: 'pipenv' };
	return project.manifests.some(path => /requirements[^/]*\.(?:txt|in)$/.test(path))
		? { kind: 'requirements' }
		: { kind: 'none', reason: 'there is no manifest to read' };
};
