import type { Project } from '../../../core/facts.ts';
import { inFolder } from '../../../core/folders.ts';
import type { DeclaredRequirement } from '../../../core/facts/packaging.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { isLibrary, packagingOf, pantsLockIn } from './scope.ts';

const shownAtMost = 10;

const findingAt = (
	requirement: DeclaredRequirement,
	level: Level,
	message: string,
	expected: string,
): Finding => ({
	level,
	message,
	confidence: 'certain',
	at: requirement.at,
	found: requirement.source,
	expected,
	key: requirement.name || requirement.source,
});

/** The first ten; the last says how many more there are. */
const cut = (findings: readonly Finding[]): readonly Finding[] =>
	findings.slice(0, shownAtMost).map((finding, at) => {
		const more = findings.length - shownAtMost;
		return at === shownAtMost - 1 && more > 0
			? { ...finding, message: `${finding.message}; ${more} more like it` }
			: finding;
	});

/** What a second list repeats is one thing to mend. */
const once = (requirements: readonly DeclaredRequirement[]): readonly DeclaredRequirement[] => {
	const seen = new Set<string>();
	return requirements.filter(({ name, pin }) => {
		const key = `${name} ${pin}`;
		if (name !== '' && seen.has(key)) return false;
		seen.add(key);
		return true;
	});
};

/** What `==` in a library does to whoever installs it beside something else. */
const pinnedByLibrary = (
	project: Project,
	requirements: readonly DeclaredRequirement[],
): readonly Finding[] =>
	requirements
		.filter(
			({ pin, isRuntime, at }) =>
				pin === 'exact' && isRuntime && /(?:pyproject\.toml|setup\.(?:py|cfg))$/.test(at.path),
		)
		.map(requirement =>
			findingAt(
				requirement,
				// A program that is installed on its own may want just that.
				project.kinds.includes('cli') ? 'info' : 'warn',
				`\`${requirement.name}\` is pinned in a library, which leaves its users no choice`,
				'a range',
			),
		);

const unpinned = (requirement: DeclaredRequirement): Finding => {
	const { name, pin, source } = requirement;
	const what = name ? `\`${name}\`` : `\`${source}\``;
	const message =
		pin === 'any' && /git\+|https?:/.test(source)
			? `${what} follows a branch or an address, which can change`
			: pin === 'any'
				? `${what} may be of any version`
				: `${what} may be of several versions`;
	return findingAt(requirement, 'fail', message, 'a lockfile, or `==` with a hash');
};

/** Ranges of the manifest that only the lock narrows: no fault, and a choice that some make otherwise. */
const rangesIn = (project: Project, requirements: readonly DeclaredRequirement[]): readonly Finding[] => {
	const ranges = requirements.filter(
		({ pin, isRuntime, at, name }) =>
			pin === 'range' && isRuntime && name !== '' && at.path === inFolder(project.path, 'pyproject.toml'),
	);
	const [first] = ranges;
	if (!first) return [];
	const others = ranges.length - 1;
	const what =
		others === 0 ? `\`${first.name}\` is a range` : `\`${first.name}\` and ${others} more are ranges`;
	return [
		{
			...findingAt(
				first,
				'info',
				`${what} that the lockfile pins`,
				'nothing; or `==`, where a team wants both',
			),
			key: 'ranges',
		},
	];
};

export default defineCheck({
	id: 'exact-versions',
	spec: '0.1d',
	title: 'Dependencies are of exact versions',
	failTitle: 'Dependencies may be of several versions',
	severity: 'medium',
	scope: 'project',
	needs: ['packaging', 'projects', 'paths', 'toml', 'ini'],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		const { locks, hasComputedRequirements } = found.packaging;
		const requirements = once(found.packaging.requirements);
		const pins = isLibrary(project) ? pinnedByLibrary(project, requirements) : [];
		const lock = locks.find(({ isPartial }) => !isPartial);
		const notes = lock?.kind === 'uv' && !isLibrary(project) ? rangesIn(project, requirements) : [];
		if (lock) return verdictOf(cut([...pins, ...notes]), `\`${lock.path}\` holds the exact versions`, 'low');
		if (isLibrary(project)) return verdictOf(cut(pins), 'A library leaves versions to its users', 'low');
		if (requirements.length === 0) {
			if (!hasComputedRequirements) return notApplicable('The project depends on nothing');
			return manual('Are the dependencies that `setup.py` works out by code of exact versions?');
		}
		// One file may list what is wanted, another freeze what was found.
		const frozen = new Set(requirements.filter(({ pin }) => pin === 'exact').map(({ name }) => name));
		const loose = requirements.filter(({ name, pin }) => pin !== 'exact' && !frozen.has(name));
		const pants = pantsLockIn(facts.paths);
		if (loose.length > 0 && pants !== null)
			return manual(`Do the lockfiles of Pants, such as \`${pants}\`, hold the exact versions?`);
		if (loose.length > 0) return verdictOf(cut(loose.map(unpinned)), '');
		const bare = requirements.filter(({ pin, isHashed }) => pin === 'exact' && !isHashed);
		if (bare.length === 0)
			return pass(`All ${requirements.length} requirements have exact versions and hashes`);
		const findings = bare.map(requirement =>
			findingAt(
				requirement,
				'warn',
				`\`${requirement.name}\` is pinned by hand, what it depends on may not be`,
				'a lockfile, or hashes for everything',
			),
		);
		return verdictOf(cut(findings), '', 'low');
	},
});
