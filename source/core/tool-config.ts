import { UserError } from './errors.ts';
import type { Facts, PerFile, Project } from './facts.ts';
import { inFolder, upward } from './folders.ts';

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
