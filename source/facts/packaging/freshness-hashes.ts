import { createHash } from 'node:crypto';
import { isList, isTable, tableAt, valueAt } from '../../core/data.ts';
import type { Data, Table } from '../../core/facts/config.ts';
import type { Freshness } from '../../core/facts/packaging.ts';

// Poetry: src/poetry/packages/locker.py; Pipenv: plette/pipfiles.py; PDM: src/pdm/project/project_file.py.

/** Numbers with a fraction, dates and wide integers are written in ways that the value does not tell. */
const isPlain = (value: Data): boolean => {
	if (typeof value === 'number') return Number.isInteger(value);
	if (isList(value)) return value.every(isPlain);
	if (!isTable(value)) return true;
	const keys = Object.keys(value);
	if (keys.length === 1 && (keys[0] === 'datetime' || keys[0] === 'integer')) return false;
	return keys.every(key => isPlain(value[key] ?? null));
};

const quoted = (text: string): string =>
	JSON.stringify(text).replaceAll(
		/[\u007f-\uffff]/g,
		char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Python's `json.dumps(value, sort_keys=True)`. */
const pythonJson = (value: Data, comma: string, colon: string): string => {
	if (typeof value === 'string') return quoted(value);
	if (isList(value)) return `[${value.map(item => pythonJson(item, comma, colon)).join(comma)}]`;
	if (!isTable(value)) return String(value);
	const pairs = Object.keys(value)
		.toSorted(byCodePoint)
		.map(key => quoted(key) + colon + pythonJson(value[key] ?? null, comma, colon));
	return `{${pairs.join(comma)}}`;
};

const sha256 = (value: Data, comma = ', ', colon = ': '): string =>
	createHash('sha256')
		.update(pythonJson(value, comma, colon))
		.digest('hex');

const picked = (table: Table, keys: readonly string[]): Table =>
	Object.fromEntries(
		keys.flatMap(key => (table[key] === undefined ? [] : [[key, table[key] ?? null] as const])),
	);

const isEmpty = (table: Table): boolean => Object.keys(table).length === 0;

/** What Poetry hashes; older releases of Poetry 2 left the dependency groups out. */
const poetryContent = (manifest: Table, withGroups: boolean): Table => {
	const project = picked(tableAt(manifest, ['project']) ?? {}, [
		'requires-python',
		'dependencies',
		'optional-dependencies',
	]);
	const groups = withGroups ? (tableAt(manifest, ['dependency-groups']) ?? {}) : {};
	const poetry = tableAt(manifest, ['tool', 'poetry']) ?? {};
	const isLegacy = isEmpty(project) && isEmpty(groups);
	const legacyKeys = ['dependencies', 'source', 'extras', 'dev-dependencies'];
	const own: Table = {
		...(isLegacy ? Object.fromEntries(legacyKeys.map(key => [key, null])) : {}),
		...picked(poetry, [...legacyKeys, 'group']),
	};
	if (isLegacy) return own;
	return {
		...(isEmpty(project) ? {} : { project }),
		...(isEmpty(groups) ? {} : { 'dependency-groups': groups }),
		tool: { poetry: own },
	};
};

const compared = (
	hash: string | null,
	contents: readonly Data[],
	hashes: readonly string[],
	what: string,
): Freshness => {
	if (hash === null) return { state: 'undecided', reason: 'the lockfile holds no hash of its manifest' };
	if (!contents.every(isPlain))
		return { state: 'undecided', reason: 'the manifest holds numbers or dates that cannot be hashed here' };
	if (hashes.includes(hash)) return { state: 'fresh' };
	return {
		state: 'stale',
		differences: [
			`${what} \`${hash.slice(0, 12)}…\` is not \`${hashes[0]?.slice(0, 12) ?? ''}…\`, the hash of the manifest`,
		],
	};
};

export const poetryFreshness = (hash: string | null, manifest: Table): Freshness => {
	const contents = [poetryContent(manifest, true), poetryContent(manifest, false)];
	return compared(
		hash,
		contents,
		contents.map(content => sha256(content)),
		'content-hash',
	);
};

const notCategories = new Set([
	'source',
	'packages',
	'dev-packages',
	'requires',
	'scripts',
	'pipfile',
	'pipenv',
	'default',
	'develop',
]);

export const pipenvFreshness = (hash: string | null, pipfile: Table): Freshness => {
	const index = { name: 'pypi', url: 'https://pypi.org/simple', verify_ssl: true };
	const content: Table = {
		_meta: { sources: pipfile['source'] ?? [index], requires: pipfile['requires'] ?? {} },
		default: pipfile['packages'] ?? {},
		develop: pipfile['dev-packages'] ?? {},
		...Object.fromEntries(Object.entries(pipfile).filter(([key]) => !notCategories.has(key))),
	};
	return compared(hash, [content], [sha256(content, ',', ':')], 'hash');
};

/** Only a match proves something: releases of PDM differ in what they hash, and workspaces hash their members. */
export const pdmFreshness = (hash: string | null, manifest: Table): Freshness => {
	const project = tableAt(manifest, ['project']) ?? {};
	const settings = tableAt(manifest, ['tool', 'pdm']) ?? {};
	const groups = tableAt(manifest, ['dependency-groups']) ?? {};
	const old = tableAt(settings, ['dev-dependencies']) ?? {};
	const contents = [{ ...groups, ...old }, old, groups].map((development): Table => ({
		sources: settings['source'] ?? [],
		dependencies: project['dependencies'] ?? [],
		'dev-dependencies': development,
		'optional-dependencies': project['optional-dependencies'] ?? {},
		'requires-python': project['requires-python'] ?? '',
		resolution: settings['resolution'] ?? {},
	}));
	const withOverrides = contents.map((content): Table => ({
		...picked(
			content,
			Object.keys(content).filter(key => key !== 'resolution'),
		),
		overrides: valueAt(settings, ['resolution', 'overrides']) ?? {},
	}));
	const hashes = [...contents, ...withOverrides].map(content => sha256(content));
	if (hash !== null && hashes.includes(hash.replace(/^sha256:/, ''))) return { state: 'fresh' };
	return { state: 'undecided', reason: 'releases of PDM hash the manifest in different ways' };
};
