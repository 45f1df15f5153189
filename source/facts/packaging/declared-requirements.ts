import { isTable, stringAt, stringsAt, tableAt } from '../../core/data.ts';
import type { Data, TomlDocument } from '../../core/facts/config.ts';
import type { DeclaredRequirement } from '../../core/facts/packaging.ts';
import type { RequirementsFile } from '../../core/facts/requirements.ts';
import { exactVersion, normalName, readRequirement } from '../../edit/pep508.ts';
import type { ProjectManifests } from './declared-python.ts';
import { spotOf } from './document.ts';

type Pin = DeclaredRequirement['pin'];

const isCommit = (revision: string | undefined): boolean => /^[0-9a-f]{40}$/.test(revision ?? '');

const pinOfText = (text: string): Pin | null => {
	const requirement = readRequirement(text);
	if (!requirement) return null;
	if (requirement.url !== null) return /@[0-9a-f]{40}(?:#|$)/.test(requirement.url) ? 'exact' : 'any';
	if (requirement.specifier === '') return 'any';
	return exactVersion(requirement.specifier) === null ? 'range' : 'exact';
};

/** Poetry takes a bare version for an exact one, Pipenv only with `==`. */
const pinOfVersion = (version: string, isBareExact: boolean): Pin => {
	if (version === '' || version === '*') return 'any';
	const bare = /^\d+(?:\.\d+)*$/.test(version);
	return (bare && isBareExact) || exactVersion(version) !== null ? 'exact' : 'range';
};

/** Null for a folder of the repository, which has no version to choose. */
const pinOfEntry = (entry: Data, isBareExact: boolean): Pin | null => {
	if (typeof entry === 'string') return pinOfVersion(entry, isBareExact);
	if (!isTable(entry)) return null;
	if (entry['path'] !== undefined || entry['file'] !== undefined) return null;
	if (entry['git'] !== undefined)
		return isCommit(stringAt(entry, ['rev']) ?? stringAt(entry, ['ref'])) ? 'exact' : 'any';
	return pinOfVersion(stringAt(entry, ['version']) ?? '', isBareExact);
};

const inLists = (
	document: TomlDocument | null,
	path: readonly string[],
	isRuntime: boolean,
): readonly DeclaredRequirement[] =>
	document === null
		? []
		: stringsAt(document.value, path).flatMap((text, at) => {
				const pin = pinOfText(text);
				if (pin === null) return [];
				return [
					{
						name: readRequirement(text)?.name ?? '',
						pin,
						isHashed: false,
						isRuntime,
						...spotOf(document, [...path, at]),
					},
				];
			});

const inTables = (
	document: TomlDocument | null,
	path: readonly string[],
	isBareExact: boolean,
	isRuntime: boolean,
): readonly DeclaredRequirement[] =>
	document === null
		? []
		: Object.entries(tableAt(document.value, path) ?? {}).flatMap(([name, entry]) => {
				const pin = name === 'python' ? null : pinOfEntry(entry, isBareExact);
				if (pin === null) return [];
				return [
					{ name: normalName(name), pin, isHashed: false, isRuntime, ...spotOf(document, [...path, name]) },
				];
			});

/** By its name, a list of tools. */
export const isDevelopmentFile = (path: string): boolean =>
	/(?:dev|test|lint|docs?|ci|typing)[^/]*\.(?:txt|in)$/.test(path);

export const inRequirementsFile = (path: string, file: RequirementsFile): readonly DeclaredRequirement[] =>
	file.lines.map(({ name, pin, isHashed, line, source }) => ({
		name,
		pin,
		isHashed,
		isRuntime: !isDevelopmentFile(path),
		at: { path, line },
		source,
	}));

/** All that the manifests of a project ask for. */
export const declaredRequirements = ({
	pyproject,
	setupCfg,
	setupScript,
	pipfile,
}: ProjectManifests): readonly DeclaredRequirement[] => {
	const option = setupCfg?.sections['options']?.options['install_requires'];
	const installed = setupScript?.value.installRequires;
	const groups = Object.keys(tableAt(pyproject?.value, ['tool', 'poetry', 'group']) ?? {});
	return [
		...inLists(pyproject, ['project', 'dependencies'], true),
		...inTables(pyproject, ['tool', 'poetry', 'dependencies'], true, true),
		...Object.keys(tableAt(pyproject?.value, ['dependency-groups']) ?? {}).flatMap(group =>
			inLists(pyproject, ['dependency-groups', group], false),
		),
		...inLists(pyproject, ['tool', 'uv', 'dev-dependencies'], false),
		...inTables(pyproject, ['tool', 'poetry', 'dev-dependencies'], true, false),
		...groups.flatMap(group =>
			inTables(pyproject, ['tool', 'poetry', 'group', group, 'dependencies'], true, false),
		),
		...(setupCfg && option
			? option.value.split('\n').flatMap(text => {
					const pin = text.trim() === '' ? null : pinOfText(text);
					const at = { path: setupCfg.path, line: option.line };
					return pin === null
						? []
						: [
								{
									name: readRequirement(text)?.name ?? '',
									pin,
									isHashed: false,
									isRuntime: true,
									at,
									source: text.trim(),
								},
							];
				})
			: []),
		...(setupScript && installed && installed !== 'unknown'
			? installed.flatMap(({ value, line, source }) => {
					const pin = pinOfText(value);
					const at = { path: setupScript.path, line };
					return pin === null
						? []
						: [
								{
									name: readRequirement(value)?.name ?? '',
									pin,
									isHashed: false,
									isRuntime: true,
									at,
									source,
								},
							];
				})
			: []),
		...inTables(pipfile, ['packages'], false, true),
		...inTables(pipfile, ['dev-packages'], false, false),
	];
};
