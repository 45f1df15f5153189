import type { Facts, Project } from '../../source/core/facts.ts';
import { inFolder } from '../../source/core/folders.ts';

// https://docs.astral.sh/uv/reference/cli/#uv-lock

/** Without the network first; never building a package, which would run its code. */
export const uvLockCommands: readonly (readonly [string, ...string[]])[] = [
	['uv', 'lock', '--offline', '--no-build'],
	['uv', 'lock', '--no-build'],
];

export const uvLockPath = ({ lockRoot }: Project): string => inFolder(lockRoot, 'uv.lock');

/** Manifests that the lock is made from, and the files that steer uv. */
export const uvInputs = ({
	facts,
	project,
}: {
	readonly facts: Pick<Facts, 'projects' | 'paths'>;
	readonly project: Project;
}): readonly string[] => {
	const members = facts.projects
		.filter(({ lockRoot }) => lockRoot === project.lockRoot)
		.map(({ path }) => path);
	const candidates = [
		...[...new Set([project.lockRoot, ...members])].map(folder => inFolder(folder, 'pyproject.toml')),
		...['uv.lock', 'uv.toml', '.python-version'].map(name => inFolder(project.lockRoot, name)),
	];
	return candidates.filter(path => facts.paths.has(path));
};
