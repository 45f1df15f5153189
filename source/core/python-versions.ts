/** Minor versions of Python 3, such as 13; ascending. */
export type Minors = readonly number[];

/** The oldest minor version the checklist asks for. */
export const wantedMinor = 13;

const minors = Array.from({ length: 21 }, (_, minor) => minor);
const patches = Array.from({ length: 31 }, (_, patch) => patch);

type Release = readonly number[];

const compare = (a: Release, b: Release): number => {
	for (let at = 0; at < Math.max(a.length, b.length); at++) {
		const difference = (a[at] ?? 0) - (b[at] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
};

const startsWith = (release: Release, prefix: Release): boolean =>
	prefix.every((part, at) => release[at] === part);

/** The first release that `^` or `~` leaves out. */
const bumped = (release: Release, at: number): Release =>
	release.slice(0, at + 1).map((part, i) => (i === at ? part + 1 : part));

type Test = (release: Release) => boolean;

/** PEP 440's operators, and Poetry's `^`, `~`, bare versions and wildcards. */
const testOf = (clause: string): Test | null => {
	const match =
		/^(===|==|~=|!=|<=|>=|<|>|\^|~|=)?\s*v?(\d+(?:\.\d+)*|\*)(\.\*)?(?:[-_.]?(?:a|b|rc|alpha|beta|dev|post)[-_.]?\d*)?$/.exec(
			clause.trim(),
		);
	if (!match?.[2]) return null;
	const [, operator = '==', written, wild] = match;
	if (written === '*') return () => true;
	const wanted = written.split('.').map(Number);
	switch (operator) {
		case '>=':
			return release => compare(release, wanted) >= 0;
		case '>':
			return release => compare(release, wanted) > 0;
		case '<=':
			return release => compare(release, wanted) <= 0;
		case '<':
			return release => compare(release, wanted) < 0;
		case '!=':
			return release => (wild ? !startsWith(release, wanted) : compare(release, wanted) !== 0);
		case '~=':
			return release =>
				compare(release, wanted) >= 0 && compare(release, bumped(wanted, Math.max(0, wanted.length - 2))) < 0;
		case '^':
			return release => compare(release, wanted) >= 0 && compare(release, bumped(wanted, 0)) < 0;
		case '~':
			return release =>
				compare(release, wanted) >= 0 && compare(release, bumped(wanted, Math.min(1, wanted.length - 1))) < 0;
		default:
			return release => (wild ? startsWith(release, wanted) : compare(release, wanted) === 0);
	}
};

/** Releases a specifier allows, as `minor * 100 + patch`; null where it is not understood. */
export const allowedReleases = (specifier: string): ReadonlySet<number> | null => {
	const alternatives = specifier.split(/\|\|?/).map(part =>
		part
			.replaceAll(/([<>=~!^]=*)\s+/g, '$1')
			.split(/[,\s]+/)
			.filter(clause => clause !== '')
			.map(testOf),
	);
	if (alternatives.some(tests => tests.includes(null))) return null;
	const allows = (release: Release): boolean =>
		alternatives.some(tests => tests.every(isAllowed => isAllowed?.(release) ?? false));
	return new Set(
		minors.flatMap(minor =>
			patches.filter(patch => allows([3, minor, patch])).map(patch => minor * 100 + patch),
		),
	);
};

/** Minor versions of which a specifier allows at least one release; null where it is not understood. */
export const allowedMinors = (specifier: string): Minors | null => {
	const releases = allowedReleases(specifier);
	if (releases === null) return null;
	return minors.filter(minor => patches.some(patch => releases.has(minor * 100 + patch)));
};

/** `3.13` and `3.13.2` are 13; null for another major version. */
export const minorOf = (version: string): number | null => {
	const match = /^3\.(\d+)(?:\.\d+)?$/.exec(version);
	return match ? Number(match[1]) : null;
};

export const nameOfMinor = (minor: number): string => `3.${minor}`;
