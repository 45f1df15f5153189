import type { Facts, Project } from '../../../core/facts.ts';
import type { Packaging } from '../../../core/facts/packaging.ts';
import type { Verdict } from '../../../core/practice.ts';
import { notApplicable } from '../../../core/practice.ts';
import { inFolder } from '../../../core/folders.ts';

/** What is known of a project's packaging, or why nothing is asked of it. */
export const packagingOf = (
	facts: Pick<Facts, 'packaging' | 'projects'>,
	project: Project,
): { readonly packaging: Packaging } | { readonly verdict: Verdict } => {
	const packaging = facts.packaging.get(project.path);
	if (!packaging) return { verdict: notApplicable('No Python project is here') };
	const isRest = !project.declared && facts.projects.some(({ declared }) => declared);
	return isRest ? { verdict: notApplicable('These files belong to no declared project') } : { packaging };
};

/** A library's users choose versions; an application chooses its own. */
export const isLibrary = (project: Project): boolean => project.kinds.includes('library');

/** Where something that is missing should have been. */
export const missingAt = (project: Project): string =>
	project.manifests[0] ?? inFolder(project.path, 'pyproject.toml');

/**
 * Pants keeps lockfiles of its own, of which the first is named; null where it does not build the repository.
 * https://www.pantsbuild.org/stable/docs/python/overview/lockfiles
 */
export const pantsLockIn = (paths: Facts['paths']): string | null =>
	paths.has('pants.toml')
		? ([...paths.keys()].find(
				path => path.endsWith('.lock') && !/(?:^|\/)(?:uv|poetry|pdm)\.lock$/.test(path),
			) ?? null)
		: null;
