import { assertReadable } from '../../../core/tool-config.ts';
import type { Facts, Project, Role } from '../../../core/facts.ts';
import type { MypyConfig } from '../../../core/facts/tools.ts';
import { nearestTo } from '../../../core/folders.ts';

/** What mypy reads for a project; throws where one of the files does not parse. */
export const configOf = (
	facts: Pick<Facts, 'mypyConfigs' | 'toml' | 'ini'>,
	project: Project,
): MypyConfig | null => {
	assertReadable(facts, project, ['mypy.ini', '.mypy.ini', 'pyproject.toml', 'setup.cfg']);
	return nearestTo(facts.mypyConfigs, project.path);
};

/** Loose scripts are held to less. */
export const isOnlyScripts = ({ kinds }: Project): boolean => kinds.every(kind => kind === 'scripts');

const isTyped = (role: Role): boolean => role === 'prod';

/** Production modules of the project. */
export const productionPaths = ({ files }: Pick<Facts, 'files'>, project: Project): readonly string[] =>
	[...files.values()]
		.filter(
			({ path, role, project: owner }) =>
				path.endsWith('.py') && isTyped(role) && (owner ?? '.') === project.path,
		)
		.map(({ path }) => path);

export const noProduction = 'the project has no production Python code';
