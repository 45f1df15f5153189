import { isTable, stringAt, stringsAt, tableAt, valueAt } from '../../core/data.ts';
import type { Data, Table } from '../../core/facts/config.ts';
import type { Lock, LockedProject, LockedRequirement, LockedVersions } from '../../core/facts/locks.ts';
import { normalName } from '../../edit/pep508.ts';
import { missingArmWheelsOf, missingWheelsOf } from './wheels.ts';

// https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile

export const tablesAt = (value: Data | undefined, path: readonly string[]): readonly Table[] => {
	const found = valueAt(value, path);
	return Array.isArray(found) ? found.filter(item => isTable(item)) : [];
};

const requirementOf = (entry: Table): LockedRequirement => ({
	name: normalName(stringAt(entry, ['name']) ?? ''),
	extras: stringsAt(entry, ['extras']).map(normalName).toSorted(),
	specifier: stringAt(entry, ['specifier']) ?? '',
	extra: /extra == '([^']+)'/.exec(stringAt(entry, ['marker']) ?? '')?.[1] ?? null,
	isDirect: ['git', 'url', 'path', 'editable', 'directory', 'virtual'].some(key => entry[key] !== undefined),
});

const folderOf = (entry: Table): string | null => {
	for (const key of ['editable', 'virtual', 'directory']) {
		const folder = stringAt(entry, ['source', key]);
		if (folder !== undefined) return folder;
	}
	return null;
};

const projectOf = (entry: Table): LockedProject | null => {
	const folder = folderOf(entry);
	if (folder === null) return null;
	const metadata = tableAt(entry, ['metadata']);
	const groups = tableAt(metadata, ['requires-dev']) ?? {};
	return {
		name: normalName(stringAt(entry, ['name']) ?? ''),
		version: stringAt(entry, ['version']) ?? null,
		folder,
		metadata: metadata
			? {
					requiresDist: tablesAt(metadata, ['requires-dist']).map(requirementOf),
					providesExtras:
						metadata['provides-extras'] === undefined
							? null
							: stringsAt(metadata, ['provides-extras']).map(normalName),
					groups: Object.fromEntries(
						Object.keys(groups).map(group => [
							normalName(group),
							tablesAt(groups, [group]).map(requirementOf),
						]),
					),
				}
			: null,
	};
};

/** Versions by normalised name, of entries that have both. */
export const versionsIn = (entries: readonly Table[]): LockedVersions => {
	const versions = new Map<string, string[]>();
	for (const entry of entries) {
		const name = normalName(stringAt(entry, ['name']) ?? '');
		const version = stringAt(entry, ['version']);
		if (version !== undefined) versions.set(name, [...(versions.get(name) ?? []), version]);
	}
	return Object.fromEntries(versions);
};

export const uvLockOf = (lock: Data): Lock => {
	const packages = tablesAt(lock, ['package']);
	const version = valueAt(lock, ['version']);
	const members = valueAt(lock, ['manifest', 'members']);
	const files = packages.map(entry => ({
		name: normalName(stringAt(entry, ['name']) ?? ''),
		version: stringAt(entry, ['version']) ?? '',
		wheels: tablesAt(entry, ['wheels']).map(
			wheel => stringAt(wheel, ['url']) ?? stringAt(wheel, ['path']) ?? stringAt(wheel, ['filename']) ?? '',
		),
	}));
	return {
		kind: 'uv',
		version: typeof version === 'number' ? version : 0,
		requiresPython: stringAt(lock, ['requires-python']) ?? null,
		members: members === undefined ? null : stringsAt(lock, ['manifest', 'members']).map(normalName),
		projects: packages.map(projectOf).filter(project => project !== null),
		versions: versionsIn(packages),
		missingWheels: missingWheelsOf(files),
		missingArmWheels: missingArmWheelsOf(files),
	};
};
