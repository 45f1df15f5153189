import type { ProjectLock } from '../../../core/facts/packaging.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { packagingOf } from './scope.ts';

/** What tells for sure; run by a person. */
const commandOf = ({ kind, path }: ProjectLock): string => {
	switch (kind) {
		case 'uv':
			return 'uv lock --check';
		case 'poetry':
			return 'poetry check --lock';
		case 'pdm':
			return 'pdm lock --check';
		case 'pipenv':
			return 'pipenv verify';
		case 'pylock':
		case 'conda':
		case 'compiled':
		case 'exported':
			return `git diff --exit-code ${path}`;
	}
};

const questionOf = (lock: ProjectLock, reason: string): string => {
	const again = /^(?:pylock|conda|compiled|exported)$/.test(lock.kind) ? 'writing it again and ' : '';
	return `Does ${again}\`${commandOf(lock)}\` succeed? \`${lock.path}\` cannot be judged from files: ${reason}`;
};

const shownAtMost = 10;

const staleFindings = (lock: ProjectLock, differences: readonly string[]): readonly Finding[] =>
	differences.slice(0, shownAtMost).map((difference, at) => {
		const more = at === shownAtMost - 1 ? differences.length - shownAtMost : 0;
		return {
			level: 'fail',
			message: `The lockfile is stale: ${difference}${more > 0 ? `; ${more} more differences` : ''}`,
			confidence: 'certain',
			at: { path: lock.path },
			expected: `a lockfile that fits \`${lock.manifest}\``,
			key: difference,
		};
	});

export default defineCheck({
	id: 'lock-fresh',
	spec: '0.1e',
	title: 'The lockfile fits its manifest',
	failTitle: 'The lockfile does not fit its manifest',
	severity: 'high',
	scope: 'project',
	needs: ['packaging', 'projects', 'toml', 'ini'],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		const { locks } = found.packaging;
		if (locks.length === 0) return notApplicable('The project has no lockfile');
		const findings = locks.flatMap(lock =>
			lock.freshness.state === 'stale' ? staleFindings(lock, lock.freshness.differences) : [],
		);
		const fresh = locks
			.filter(({ freshness }) => freshness.state === 'fresh')
			.map(({ path }) => `\`${path}\``);
		const undecided = locks.find(({ freshness }) => freshness.state === 'undecided');
		// One lock that is proven speaks for what others are made from it.
		if (findings.length === 0 && fresh.length === 0 && undecided?.freshness.state === 'undecided') {
			return manual(questionOf(undecided, undecided.freshness.reason));
		}
		return verdictOf(
			findings,
			`${fresh.join(', ')} ${fresh.length === 1 ? 'fits its manifest' : 'fit their manifests'}`,
		);
	},
});
