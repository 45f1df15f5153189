import type { Facts, PerFile, Project } from '../../../core/facts.ts';
import { stringAt } from '../../../core/data.ts';
import type { RuffConfig } from '../../../core/facts/tools.ts';
import { inFolder, nearestTo, upward } from '../../../core/folders.ts';
import { UserError } from '../../../core/errors.ts';

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

/** Throws where a file that would decide does not parse: a setting in it may be the one that counts. */
export const assertReadable = (
	facts: { readonly toml: PerFile<unknown>; readonly ini?: PerFile<unknown> },
	project: Project,
	names: readonly string[],
): void => {
	for (const folder of upward(project.path)) {
		for (const name of names) {
			const path = inFolder(folder, name);
			const parsed = facts.toml.get(path) ?? facts.ini?.get(path);
			if (parsed && !parsed.ok) throw new UserError(`\`${path}\` line ${parsed.line}: ${parsed.message}`);
		}
	}
};

/** The configuration that the project's own folder falls under; one in a folder below counts where there is no other. */
export const configOf = (
	facts: Pick<Facts, 'ruffConfigs' | 'toml' | 'files'>,
	project: Project,
): RuffConfig | null => {
	assertReadable(facts, project, ['.ruff.toml', 'ruff.toml', 'pyproject.toml']);
	return nearestTo(facts.ruffConfigs, project.path);
};

/**
 * Says who answers for a configuration that stands above the project: the project it belongs to. Null where this one
 * does, so that a workspace hears of its one configuration once.
 */
export const judgedElsewhere = (
	{ projects }: Pick<Facts, 'projects'>,
	config: { readonly path: string; readonly directory: string },
	project: Project,
): string | null =>
	config.directory !== project.path && projects.some(({ path }) => path === config.directory)
		? `\`${config.path}\` governs it, and is judged with the project it belongs to`
		: null;
