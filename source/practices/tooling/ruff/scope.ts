import { assertReadable } from '../../../core/tool-config.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import { stringAt } from '../../../core/data.ts';
import type { RuffConfig } from '../../../core/facts/tools.ts';
import { inFolder, nearestTo } from '../../../core/folders.ts';

/** Whether the project has Python at all. */
export const hasPython = ({ files }: Pick<Facts, 'files'>, project: Project): boolean =>
	[...files.values()].some(
		({ path, project: owner, role }) =>
			path.endsWith('.py') && (owner ?? '.') === project.path && role !== 'template' && role !== 'vendored',
	);

export const noPython = 'the project has no Python code';

/**
 * Whether a folder only binds other projects together: no package of its own, scripts at most, and members of its
 * workspace that bring their own configuration of ruff.
 */
export const onlyBinds = (
	{ files, projects, toml, ruffConfigs }: Pick<Facts, 'files' | 'projects' | 'toml' | 'ruffConfigs'>,
	project: Project,
): boolean => {
	const manifest = toml.get(inFolder(project.path, 'pyproject.toml'));
	if (!manifest?.ok || stringAt(manifest.value.value, ['project', 'name']) !== undefined) return false;
	const members = projects.filter(({ path, lockRoot }) => lockRoot === project.path && path !== project.path);
	const hasOwn = [...files.values()].some(
		({ path, role, project: owner }) =>
			path.endsWith('.py') && (owner ?? '.') === project.path && (role === 'prod' || role === 'test'),
	);
	return (
		!hasOwn &&
		members.length > 0 &&
		members.every(({ path }) => ruffConfigs.some(({ directory }) => directory === path))
	);
};

/** The configuration that the project's own folder falls under; one in a folder below counts where there is no other. */
export const configOf = (
	facts: Pick<Facts, 'ruffConfigs' | 'toml' | 'files'>,
	project: Project,
): RuffConfig | null => {
	assertReadable(facts, project, ['.ruff.toml', 'ruff.toml', 'pyproject.toml']);
	return nearestTo(facts.ruffConfigs, project.path);
};
