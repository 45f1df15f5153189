import { isList, isTable, stringAt, stringsAt, tableAt, valueAt } from '../../core/data.ts';
import type { Data, Table } from '../../core/facts/config.ts';
import type { Lock, LockedRequirement } from '../../core/facts/locks.ts';
import type { Freshness } from '../../core/facts/packaging.ts';
import { allowedReleases } from '../../core/python-versions.ts';
import type { Requirement } from '../../edit/pep508.ts';
import { normalName, normalSpecifier, normalVersion, readRequirement } from '../../edit/pep508.ts';

// Follows `Lock::satisfies` of astral-sh/uv, crates/uv-resolver/src/lock/mod.rs, without markers: uv rewrites them.

export type UvLock = Extract<Lock, { readonly kind: 'uv' }>;

/** A member of a workspace, or the only project. */
export interface UvManifest {
	/** Relative to the lockfile, `.` for its folder. */
	readonly folder: string;
	readonly value: Table;
}

interface Notes {
	readonly differences: string[];
	readonly doubts: string[];
}

type Wanted = Map<string, Requirement[]>;

const added = <T>(map: Map<string, T[]>, key: string, item: T): void => {
	const list = map.get(key);
	if (list) list.push(item);
	else map.set(key, [item]);
};

const wantedIn = (
	list: readonly string[],
	notes: Notes,
	key: (name: string) => string = name => name,
): Wanted => {
	const wanted: Wanted = new Map();
	for (const text of list) {
		const requirement = readRequirement(text);
		if (requirement) added(wanted, key(requirement.name), requirement);
		else notes.doubts.push(`\`${text}\` is no dependency that we can read`);
	}
	return wanted;
};

const spelled = (
	items: readonly { readonly specifier: string; readonly extras: readonly string[] }[],
): string =>
	[
		...new Set(
			items.map(({ specifier, extras }) => `${normalSpecifier(specifier)}[${extras.toSorted().join()}]`),
		),
	]
		.toSorted()
		.join(' | ');

const shown = (items: readonly { readonly specifier: string }[]): string =>
	items.map(({ specifier }) => specifier || 'any version').join(' or ');

const comparedLists = (
	wanted: Wanted,
	locked: readonly LockedRequirement[],
	keyOf: (requirement: LockedRequirement) => string,
	sources: ReadonlySet<string>,
	notes: Notes,
): void => {
	const have = new Map<string, LockedRequirement[]>();
	for (const requirement of locked) added(have, keyOf(requirement), requirement);
	for (const key of new Set([...wanted.keys(), ...have.keys()])) {
		const mine = wanted.get(key);
		const theirs = have.get(key);
		const name = key.split('|').at(-1) ?? key;
		if (!theirs) notes.differences.push(`\`${name}\` is not among the locked requirements`);
		else if (!mine) notes.differences.push(`\`${name}\` is locked but no longer required`);
		else if (
			sources.has(name) ||
			mine.some(({ url }) => url !== null) ||
			theirs.some(({ isDirect }) => isDirect)
		)
			continue;
		else if (spelled(mine) !== spelled(theirs)) {
			notes.differences.push(
				`\`${name}\` is required as \`${shown(mine)}\` and locked as \`${shown(theirs)}\``,
			);
		}
	}
};

/** Names that come from a repository, an address or a folder; an index is an ordinary source. */
const directSources = (manifests: readonly Table[]): ReadonlySet<string> => {
	const names = new Set<string>();
	for (const manifest of manifests) {
		for (const [name, source] of Object.entries(tableAt(manifest, ['tool', 'uv', 'sources']) ?? {})) {
			const all: readonly Data[] = isList(source) ? source : [source];
			if (!all.every(item => isTable(item) && item['index'] !== undefined)) names.add(normalName(name));
		}
	}
	return names;
};

/** Members of a dependency group, included groups put in. */
const groupMembers = (groups: Table, name: string, seen: readonly string[] = []): readonly string[] => {
	const group = valueAt(groups, [name]);
	if (!isList(group) || seen.includes(name)) return [];
	return group.flatMap(item => {
		if (typeof item === 'string') return [item];
		const included = stringAt(item, ['include-group']);
		return included === undefined ? [] : groupMembers(groups, normalName(included), [...seen, name]);
	});
};

const compareProject = (
	{ value }: UvManifest,
	lock: UvLock,
	sources: ReadonlySet<string>,
	notes: Notes,
): void => {
	const project = tableAt(value, ['project']) ?? {};
	const written = stringAt(project, ['name']) ?? '';
	const name = normalName(written);
	const locked = lock.projects.find(candidate => candidate.name === name);
	if (!locked) {
		notes.differences.push(`the project \`${written}\` is not in the lock`);
		return;
	}
	const dynamic = stringsAt(project, ['dynamic']);
	const version = stringAt(project, ['version']);
	if (
		version !== undefined &&
		locked.version !== null &&
		normalVersion(version) !== normalVersion(locked.version)
	) {
		notes.differences.push(`the project's version is \`${version}\` and the lock has \`${locked.version}\``);
	}
	const extras = tableAt(project, ['optional-dependencies']) ?? {};
	const groupsByName = tableAt(value, ['dependency-groups']) ?? {};
	const groups = Object.fromEntries(
		Object.entries(groupsByName).map(([key, list]) => [normalName(key), list]),
	);
	const legacy = stringsAt(value, ['tool', 'uv', 'dev-dependencies']);
	const { metadata } = locked;
	if (!metadata) {
		const hasAny =
			stringsAt(project, ['dependencies']).length +
				Object.keys(extras).length +
				Object.keys(groups).length +
				legacy.length >
			0;
		if (hasAny) notes.doubts.push('the lock does not repeat the requirements of the manifest');
		return;
	}
	if (dynamic.includes('dependencies') || dynamic.includes('optional-dependencies')) {
		notes.doubts.push('the dependencies are computed when the project is built');
	} else {
		const wanted = wantedIn(stringsAt(project, ['dependencies']), notes);
		for (const extra of Object.keys(extras)) {
			for (const [key, list] of wantedIn(
				stringsAt(extras, [extra]),
				notes,
				item => `${normalName(extra)}|${item}`,
			))
				wanted.set(key, list);
		}
		const isSelfish = [...wanted.keys()].some(key => key.split('|').at(-1) === name);
		const own: Notes = isSelfish ? { differences: [], doubts: notes.doubts } : notes;
		comparedLists(
			wanted,
			metadata.requiresDist,
			({ name: item, extra }) => (extra === null ? item : `${normalName(extra)}|${item}`),
			sources,
			own,
		);
		if (isSelfish && own.differences.length > 0)
			notes.doubts.push('an extra of the project includes another of its extras');
		const provided = metadata.providesExtras;
		const mine = Object.keys(extras).map(normalName).toSorted().join(', ');
		if (provided !== null && provided.toSorted().join(', ') !== mine) {
			notes.differences.push(
				`the extras are \`${mine || 'none'}\` and the lock has \`${provided.toSorted().join(', ') || 'none'}\``,
			);
		}
	}
	for (const group of new Set([
		...Object.keys(groups),
		...(legacy.length > 0 ? ['dev'] : []),
		...Object.keys(metadata.groups),
	])) {
		const members = [...groupMembers(groups, group), ...(group === 'dev' ? legacy : [])];
		comparedLists(wantedIn(members, notes), metadata.groups[group] ?? [], item => item.name, sources, notes);
	}
};

/** Interpreters all members agree on, against those of the lock. */
const comparePython = (manifests: readonly UvManifest[], lock: UvLock, notes: Notes): void => {
	const specifiers = manifests
		.map(({ value }) => stringAt(value, ['project', 'requires-python']))
		.filter(specifier => specifier !== undefined);
	if (lock.requiresPython === null || specifiers.length === 0) return;
	if (manifests.some(({ value }) => valueAt(value, ['tool', 'uv', 'dependency-groups']) !== undefined))
		return;
	const mine = allowedReleases(specifiers.join(','));
	const theirs = allowedReleases(lock.requiresPython);
	if (!mine || !theirs) {
		notes.doubts.push('`requires-python` is not understood');
		return;
	}
	if (mine.size === theirs.size && [...mine].every(release => theirs.has(release))) return;
	notes.differences.push(
		`\`requires-python\` is \`${[...new Set(specifiers)].join('` and `')}\` and the lock has \`${lock.requiresPython}\``,
	);
};

/** Judges a uv.lock for one of the manifests it serves; `all` are the members, the root among them. */
export const uvFreshness = (lock: UvLock, manifest: UvManifest, all: readonly UvManifest[]): Freshness => {
	const notes: Notes = { differences: [], doubts: [] };
	if (lock.version !== 1) notes.doubts.push(`the lock is of version ${lock.version}`);
	else {
		const named = all.filter(({ value }) => stringAt(value, ['project', 'name']) !== undefined);
		const sources = directSources(all.map(({ value }) => value));
		if (tableAt(manifest.value, ['project'])) compareProject(manifest, lock, sources, notes);
		else notes.doubts.push('the manifest has no `[project]`');
		if (manifest.folder === '.' || all.length === 1) {
			comparePython(named, lock, notes);
			if (lock.members !== null && all.length > 0) {
				const mine = named
					.map(({ value }) => normalName(stringAt(value, ['project', 'name']) ?? ''))
					.toSorted();
				const missing = mine.filter(name => !lock.members?.includes(name));
				const gone = lock.members.filter(name => !mine.includes(name));
				for (const name of missing)
					notes.differences.push(`the workspace member \`${name}\` is not in the lock`);
				for (const name of gone)
					notes.differences.push(`\`${name}\` is locked but no longer a workspace member`);
			}
		}
	}
	const [first, ...rest] = [...new Set(notes.differences)];
	if (first !== undefined && lock.version === 1) return { state: 'stale', differences: [first, ...rest] };
	const [doubt] = notes.doubts;
	return doubt === undefined ? { state: 'fresh' } : { state: 'undecided', reason: doubt };
};
