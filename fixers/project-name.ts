import { isTable, stringAt } from '../source/core/data.ts';
import type { FixerGround } from '../source/core/fixer.ts';
import { inFolder } from '../source/core/folders.ts';

/** The name that a project's manifest gives it; null where it gives none. */
export const nameInManifest = ({ facts, project }: FixerGround<'toml'>): string | null => {
	const parsed = facts.toml.get(inFolder(project.path, 'pyproject.toml'));
	const value = parsed?.ok && isTable(parsed.value.value) ? parsed.value.value : undefined;
	return stringAt(value, ['project', 'name']) ?? stringAt(value, ['tool', 'poetry', 'name']) ?? null;
};
