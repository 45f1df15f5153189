import type { Facts, Project } from './facts.ts';
import { folderOf } from './folders.ts';

type Read = Pick<Facts, 'locks' | 'requirements' | 'files'>;

/** Major and minor. */
type Release = readonly [major: number, minor: number];

const releaseOf = (version: string): Release | null => {
	const match = /^\s*v?(?:\d+!)?(\d+)(?:\.(\d+))?/.exec(version);
	return match ? [Number(match[1]), Number(match[2] ?? 0)] : null;
};

const isAtLeast = (version: string, [major, minor]: Release): boolean => {
	const release = releaseOf(version);
	return release !== null && (release[0] > major || (release[0] === major && release[1] >= minor));
};

/** The versions that lockfiles at a project's root give a package. */
const lockedIn = (name: string, project: Project, { locks }: Read): readonly string[] =>
	[...locks].flatMap(([path, parsed]) =>
		parsed.ok && [project.lockRoot, project.path].includes(folderOf(path))
			? (parsed.value.versions[name] ?? [])
			: [],
	);

const bound = (specifier: string, operator: RegExp): string | null =>
	specifier
		.split(',')
		.flatMap(clause => operator.exec(clause.trim())?.[1] ?? [])
		.at(0) ?? null;

/**
 * Whether a project runs with a release of a package, by its lockfiles, else by its requirements files.
 * @param name normalised
 * @returns `unknown` where neither tells, or where they allow both
 */
export const standingOf = (
	name: string,
	release: Release,
	project: Project,
	facts: Read,
): 'at least' | 'below' | 'unknown' => {
	const locked = lockedIn(name, project, facts);
	const specifiers = [...facts.requirements].flatMap(([path, parsed]) =>
		parsed.ok && (facts.files.get(path)?.project ?? '.') === project.path
			? parsed.value.lines.flatMap(line => (line.name === name ? [line.specifier] : []))
			: [],
	);
	const floors =
		locked.length > 0 ? locked : specifiers.map(text => bound(text, /^(?:===?|>=|~=|>)\s*(\S+)$/));
	if (floors.length === 0) return 'unknown';
	if (floors.every(floor => floor !== null && isAtLeast(floor, release))) return 'at least';
	const exact = locked.length > 0 ? locked : specifiers.map(text => bound(text, /^===?\s*([^\s*]+)$/));
	return exact.every(
		version => version !== null && releaseOf(version) !== null && !isAtLeast(version, release),
	)
		? 'below'
		: 'unknown';
};
