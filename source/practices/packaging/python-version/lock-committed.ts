import type { LockKind } from '../../../core/facts/packaging.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { isLibrary, missingAt, packagingOf, pantsLockIn } from './scope.ts';

const searched = '`uv.lock`, `poetry.lock`, `pdm.lock`, `Pipfile.lock`, `pylock.toml`, compiled requirements';

export const managerOf = (kind: LockKind): string => {
	switch (kind) {
		case 'uv':
			return 'uv';
		case 'poetry':
			return 'Poetry';
		case 'pdm':
			return 'PDM';
		case 'pipenv':
			return 'Pipenv';
		case 'pylock':
			return 'a pylock';
		case 'conda':
			return 'conda-lock';
		case 'compiled':
			return 'pip-compile';
		case 'exported':
			return 'an export';
	}
};

export default defineCheck({
	id: 'lock-committed',
	spec: '0.1c',
	title: 'A lockfile is committed',
	failTitle: 'No lockfile is committed',
	severity: 'high',
	scope: 'project',
	needs: ['packaging', 'projects', 'paths', 'toml', 'ini'],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		const { locks, ignored, requirements, hasComputedRequirements } = found.packaging;
		const lock = locks.find(({ isPartial }) => !isPartial);
		if (lock) {
			const notes: readonly Finding[] = ignored
				.filter(({ lock: path }) => path === lock.path)
				.map(({ pattern, at }) => ({
					level: 'info',
					message: `\`${pattern}\` ignores \`${lock.path}\`, which is tracked all the same`,
					confidence: 'certain',
					at,
				}));
			return pass(`\`${lock.path}\`, written by ${managerOf(lock.kind)}, is committed`, notes);
		}
		const [hidden] = ignored;
		if (hidden) {
			const finding: Finding = {
				level: isLibrary(project) ? 'warn' : 'fail',
				message: `\`${hidden.pattern}\` keeps \`${hidden.lock}\` out of the repository`,
				confidence: 'certain',
				at: hidden.at,
				found: hidden.pattern,
				expected: 'a lockfile that git tracks',
				key: `ignored ${hidden.lock}`,
			};
			return verdictOf([finding], '');
		}
		if (requirements.length === 0 && !hasComputedRequirements)
			return notApplicable('The project depends on nothing');
		const pants = pantsLockIn(facts.paths);
		if (pants !== null)
			return manual(
				`Do the lockfiles of Pants, such as \`${pants}\`, settle the versions of the dependencies?`,
			);
		const finding: Finding = {
			level: isLibrary(project) ? 'warn' : 'fail',
			message: 'No lockfile settles the versions of the dependencies',
			confidence: 'certain',
			at: { path: missingAt(project) },
			found: locks[0] ? `\`${locks[0].path}\`, for tools of development only` : `none of ${searched}`,
			expected: 'uv.lock',
			key: 'no lock',
		};
		const runs = project.kinds.some(kind => kind === 'lambda' || kind === 'service');
		return verdictOf([finding], '', isLibrary(project) ? 'low' : runs ? 'high' : 'medium');
	},
});
