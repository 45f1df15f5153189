import { satisfies } from '@renovatebot/pep440';
import { stringsAt } from '../../core/data.ts';
import type { Facts, PerFile, Project } from '../../core/facts.ts';
import type { Lock } from '../../core/facts/locks.ts';
import type { Freshness, IgnoredLock, ProjectLock } from '../../core/facts/packaging.ts';
import type { RequirementsFile } from '../../core/facts/requirements.ts';
import { folderOf, fromFolder, inFolder, nameIn, upward } from '../../core/folders.ts';
import { exactVersion, readRequirement } from '../../edit/pep508.ts';
import type { ProjectManifests } from './declared-python.ts';
import { declaredRequirements, isDevelopmentFile } from './declared-requirements.ts';
import { parsedAt } from './document.ts';
import { pdmFreshness, pipenvFreshness, poetryFreshness } from './freshness-hashes.ts';
import type { UvManifest } from './freshness-uv.ts';
import { uvFreshness } from './freshness-uv.ts';

type Sources = Pick<Facts, 'paths' | 'toml' | 'locks' | 'requirements' | 'ignores'>;

const unreadable: Freshness = { state: 'undecided', reason: 'the lockfile or its manifest does not parse' };

const relativeTo = (root: string, folder: string): string =>
	folder === root ? '.' : fromFolder(root, folder);

/** Manifests that one uv.lock serves. */
const workspaceOf = (facts: Sources, root: string, members: readonly string[]): readonly UvManifest[] =>
	[...new Set([root, ...members])].flatMap(folder => {
		const document = parsedAt(facts.toml, inFolder(folder, 'pyproject.toml'));
		return document ? [{ folder: relativeTo(root, folder), value: document.value }] : [];
	});

const resolved = (from: string, written: string): string => {
	const parts = folderOf(from) === '.' ? [] : folderOf(from).split('/');
	for (const part of written.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return parts.join('/');
};

/** Requirements of an input of pip-compile, those of files it includes with them; null where one is not there. */
const inputRequirements = (
	path: string,
	facts: Sources,
	depth = 0,
): readonly { readonly name: string; readonly specifier: string }[] | null => {
	if (path.endsWith('pyproject.toml')) {
		const document = parsedAt(facts.toml, path);
		if (!document || stringsAt(document.value, ['project', 'dynamic']).includes('dependencies')) return null;
		return stringsAt(document.value, ['project', 'dependencies']).flatMap(text => {
			const requirement = readRequirement(text);
			// Markers may leave it out on the platform that compiled.
			return requirement && requirement.marker === null ? [requirement] : [];
		});
	}
	const file = parsedAt(facts.requirements, path);
	if (!file || depth > 3) return null;
	const included = file.includes.map(written => inputRequirements(resolved(path, written), facts, depth + 1));
	const own = file.lines.filter(({ name, source }) => name !== '' && !source.includes(';'));
	return included.includes(null) ? null : [...own, ...included.flatMap(list => list ?? [])];
};

const compiledFreshness = (path: string, file: RequirementsFile, facts: Sources): Freshness => {
	const inputs = (file.compiledFrom ?? []).map(input => {
		const beside = resolved(path, input);
		return facts.paths.has(input) || !facts.paths.has(beside) ? input : beside;
	});
	const wanted = inputs.map(input => inputRequirements(input, facts));
	if (inputs.length === 0 || wanted.includes(null))
		return { state: 'undecided', reason: 'its inputs cannot all be read here' };
	const pinned = new Map(file.lines.map(({ name, specifier }) => [name, specifier]));
	const differences = wanted
		.flatMap(list => list ?? [])
		.flatMap(({ name, specifier }) => {
			const pin = pinned.get(name);
			if (pin === undefined) return [`\`${name}\` is required and not compiled`];
			const version = exactVersion(pin);
			if (version === null || specifier === '' || satisfies(version, specifier, { prereleases: true }))
				return [];
			return [`\`${name}\` is required as \`${specifier}\` and compiled as \`${version}\``];
		});
	const [first, ...rest] = [...new Set(differences)];
	return first === undefined ? { state: 'fresh' } : { state: 'stale', differences: [first, ...rest] };
};

const freshnessOf = (
	lock: Lock,
	project: Project,
	manifests: ProjectManifests,
	facts: Sources,
	members: readonly string[],
): Freshness => {
	const manifest = manifests.pyproject?.value;
	switch (lock.kind) {
		case 'uv': {
			if (!manifest) return unreadable;
			const own = { folder: relativeTo(project.lockRoot, project.path), value: manifest };
			return uvFreshness(lock, own, workspaceOf(facts, project.lockRoot, members));
		}
		case 'poetry':
			return manifest ? poetryFreshness(lock.contentHash, manifest) : unreadable;
		case 'pdm':
			return manifest ? pdmFreshness(lock.contentHash, manifest) : unreadable;
		case 'pipenv':
			return manifests.pipfile ? pipenvFreshness(lock.contentHash, manifests.pipfile.value) : unreadable;
		case 'pylock':
			return { state: 'undecided', reason: 'a `pylock.toml` does not say what it was made from' };
	}
};

const kindOfName = (name: string): ProjectLock['kind'] | null => {
	if (/^pylock(?:\..+)?\.toml$/.test(name)) return 'pylock';
	switch (name) {
		case 'uv.lock':
			return 'uv';
		case 'poetry.lock':
			return 'poetry';
		case 'pdm.lock':
			return 'pdm';
		case 'Pipfile.lock':
			return 'pipenv';
		case 'conda-lock.yml':
			return 'conda';
		default:
			return null;
	}
};

const order: readonly ProjectLock['kind'][] = [
	'uv',
	'poetry',
	'pdm',
	'pipenv',
	'pylock',
	'conda',
	'compiled',
	'exported',
];

/** Lockfiles by the folder they lie in. */
export const lockfilesByFolder = (paths: Iterable<string>): ReadonlyMap<string, readonly string[]> => {
	const folders = new Map<string, string[]>();
	for (const path of paths) {
		if (kindOfName(nameIn(path)) === null) continue;
		const folder = folderOf(path);
		folders.set(folder, [...(folders.get(folder) ?? []), path]);
	}
	return folders;
};

/** Something that the manifest itself asks for is not among the pins. */
const leavesOut = ({ lines }: RequirementsFile, manifests: ProjectManifests): boolean => {
	const pinned = new Set(lines.map(({ name }) => name));
	return declaredRequirements(manifests).some(({ name, isRuntime }) => isRuntime && !pinned.has(name));
};

/** Lockfiles of a project: those at its lock root, and requirements that a tool has compiled. */
export const projectLocks = (
	project: Project,
	manifests: ProjectManifests,
	facts: Sources,
	isOwn: (path: string) => boolean,
	members: readonly string[],
	lockfiles: ReadonlyMap<string, readonly string[]>,
): readonly ProjectLock[] => {
	const found: ProjectLock[] = [];
	for (const path of lockfiles.get(project.lockRoot) ?? []) {
		const kind = kindOfName(nameIn(path));
		if (kind === null) continue;
		const lock = parsedAt<Lock>(facts.locks, path);
		const manifest = kind === 'pipenv' ? manifests.pipfile?.path : manifests.pyproject?.path;
		found.push({
			path,
			kind,
			freshness: lock
				? freshnessOf(lock, project, manifests, facts, members)
				: kind === 'conda'
					? { state: 'undecided', reason: 'a conda lock does not say what it was made from' }
					: unreadable,
			missingWheels: lock?.kind === 'uv' || lock?.kind === 'poetry' ? lock.missingWheels : [],
			manifest: manifest ?? path,
			isPartial: false,
		});
	}
	const own = new Set(
		declaredRequirements(manifests).flatMap(({ name, isRuntime }) => (isRuntime ? [name] : [])),
	);
	// A list of tools for a build, compiled from an input of its own, settles nothing that the manifest asks for.
	const isForeign = ({ compiledFrom, lines }: RequirementsFile): boolean =>
		own.size > 0 &&
		compiledFrom !== null &&
		!compiledFrom.some(input => /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg))$/.test(input)) &&
		!lines.some(({ name }) => own.has(name));
	const requirements: PerFile<RequirementsFile> = facts.requirements;
	for (const [path, parsed] of requirements) {
		if (!parsed.ok || !isOwn(path) || (parsed.value.compiledFrom === null && !parsed.value.isExported))
			continue;
		const isCompiled = parsed.value.compiledFrom !== null;
		found.push({
			path,
			kind: isCompiled ? 'compiled' : 'exported',
			freshness: isCompiled
				? compiledFreshness(path, parsed.value, facts)
				: { state: 'undecided', reason: 'an export does not say which lock it was made from' },
			missingWheels: [],
			manifest: path,
			isPartial: isForeign(parsed.value) || (isDevelopmentFile(path) && leavesOut(parsed.value, manifests)),
		});
	}
	return found.toSorted(
		(a, b) =>
			order.indexOf(a.kind) - order.indexOf(b.kind) ||
			Number(isDevelopmentFile(a.path)) - Number(isDevelopmentFile(b.path)) ||
			(a.path < b.path ? -1 : 1),
	);
};

const matches = (pattern: string, base: string, path: string): boolean => {
	const body = pattern.replace(/^!/, '');
	const relative = relativeTo(base, path);
	const name = nameIn(path);
	const anchored = body.replace(/^\*\*\//, '');
	if (anchored.includes('/')) return anchored.replace(/^\//, '') === relative;
	return anchored === name || (anchored.startsWith('*.') && name.endsWith(anchored.slice(1)));
};

/** Lines of `.gitignore` that hide a lockfile of the project; the last word on a file counts. */
export const ignoredLocks = (
	lockRoot: string,
	names: readonly string[],
	facts: Sources,
): readonly IgnoredLock[] =>
	names.flatMap(name => {
		const lock = inFolder(lockRoot, name);
		let found: IgnoredLock | null = null;
		for (const folder of upward(lockRoot).toReversed()) {
			const path = inFolder(folder, '.gitignore');
			for (const { pattern, line } of parsedAt(facts.ignores, path) ?? []) {
				if (!matches(pattern, folder, lock)) continue;
				found = pattern.startsWith('!') ? null : { lock, pattern, at: { path, line } };
			}
		}
		return found ? [found] : [];
	});
