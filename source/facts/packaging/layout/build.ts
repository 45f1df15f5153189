import { folderOf } from '../../../core/folders.ts';
import { stringAt, stringsAt, tableAt, valueAt } from '../../../core/data.ts';
import type { IniDocument, TomlDocument } from '../../../core/facts/config.ts';
import type { Build, BuildBackend } from '../../../core/facts/layout.ts';
import type { SetupScript } from '../../../core/facts/setup-script.ts';
import { spotOf } from '../document.ts';

// https://packaging.python.org/en/latest/specifications/pyproject-toml/#declaring-build-system-dependencies-the-build-system-table

/** The manifests of one project that can say how it is built. */
export interface BuildSources {
	readonly pyproject: TomlDocument | null;
	readonly setupCfg: IniDocument | null;
	readonly setupScript: { readonly path: string; readonly value: SetupScript } | null;
}

const backends: readonly (readonly [prefix: string, backend: BuildBackend])[] = [
	['setuptools', 'setuptools'],
	['hatchling', 'hatchling'],
	['poetry', 'poetry-core'],
	['flit', 'flit'],
	['pdm', 'pdm'],
	['uv_build', 'uv'],
	['maturin', 'maturin'],
];

const backendOf = (name: string): BuildBackend =>
	backends.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'other';

/** What installs the project; null where nothing does. */
export const buildOf = ({ pyproject, setupCfg, setupScript }: BuildSources): Build | null => {
	const value = pyproject?.value;
	const system = tableAt(value, ['build-system']);
	// https://python-poetry.org/docs/basic-usage/#operating-modes
	if (valueAt(value, ['tool', 'poetry', 'package-mode']) === false) return null;
	if (pyproject && system) {
		const name = stringAt(system, ['build-backend']);
		return {
			backend: name === undefined ? 'setuptools' : backendOf(name),
			...spotOf(pyproject, name === undefined ? ['build-system'] : ['build-system', 'build-backend']),
		};
	}
	if (setupScript) {
		const { line } = setupScript.value;
		return { backend: 'setuptools', at: { path: setupScript.path, line }, source: 'setup()' };
	}
	const metadata = setupCfg?.sections['metadata'];
	if (setupCfg && metadata)
		return { backend: 'setuptools', at: { path: setupCfg.path, line: metadata.line }, source: '[metadata]' };
	if (pyproject && tableAt(value, ['tool', 'poetry']))
		return { backend: 'poetry-core', ...spotOf(pyproject, ['tool', 'poetry']) };
	// https://docs.astral.sh/uv/concepts/projects/config/#build-systems
	if (pyproject && valueAt(value, ['tool', 'uv', 'package']) === true)
		return { backend: 'setuptools', ...spotOf(pyproject, ['tool', 'uv', 'package']) };
	if (pyproject && valueAt(value, ['tool', 'pdm', 'distribution']) === true)
		return { backend: 'setuptools', ...spotOf(pyproject, ['tool', 'pdm', 'distribution']) };
	return null;
};

/** A folder that a manifest takes packages from. */
export interface NamedFolder {
	readonly folder: string;
	readonly at: Build['at'];
	readonly source: string;
}

const plain = (folder: string): string => folder.replace(/^\.\//, '').replace(/\/+$/, '') || '.';

const parentOf = (folder: string): string => folderOf(plain(folder));

/** Each folder that a manifest says packages lie in, the project's own as `.`. */
export const namedFolders = (sources: BuildSources): readonly NamedFolder[] => {
	const { pyproject, setupCfg, setupScript } = sources;
	const found: NamedFolder[] = [];
	if (pyproject) {
		const { value } = pyproject;
		const add = (path: readonly string[], folders: readonly (string | undefined)[]): void => {
			for (const folder of folders)
				if (folder !== undefined) found.push({ folder: plain(folder), ...spotOf(pyproject, path) });
		};
		const setuptools = ['tool', 'setuptools'] as const;
		add(
			[...setuptools, 'packages', 'find', 'where'],
			stringsAt(value, [...setuptools, 'packages', 'find', 'where']),
		);
		add([...setuptools, 'package-dir'], [stringAt(value, [...setuptools, 'package-dir', ''])]);
		for (const path of [
			['tool', 'hatch', 'build', 'targets', 'wheel', 'packages'],
			['tool', 'hatch', 'build', 'packages'],
			['tool', 'scikit-build', 'wheel', 'packages'],
		]) {
			add(path, stringsAt(value, path).map(parentOf));
		}
		for (const path of [
			['tool', 'maturin', 'python-source'],
			['tool', 'pdm', 'build', 'package-dir'],
			['tool', 'uv', 'build-backend', 'module-root'],
		]) {
			add(path, [stringAt(value, path)]);
		}
		const packages = valueAt(value, ['tool', 'poetry', 'packages']);
		if (Array.isArray(packages))
			add(
				['tool', 'poetry', 'packages'],
				packages.map(one => stringAt(one, ['from'])),
			);
	}
	if (setupCfg) {
		const { path, sections } = setupCfg;
		const where = sections['options.packages.find']?.options['where'];
		const folders = sections['options']?.options['package_dir'];
		if (where)
			found.push({ folder: plain(where.value.trim()), at: { path, line: where.line }, source: where.source });
		const root = folders && /^\s*=\s*(\S+)/m.exec(folders.value)?.[1];
		if (root) found.push({ folder: plain(root), at: { path, line: folders.line }, source: folders.source });
	}
	if (setupScript) {
		const { path, value } = setupScript;
		const root = value.packageFolders === 'unknown' ? undefined : value.packageFolders[''];
		for (const folder of [root, value.findsIn]) {
			if (folder !== undefined && folder !== null)
				found.push({ folder: plain(folder), at: { path, line: value.line }, source: 'setup()' });
		}
	}
	return found;
};

/** Names of packages and modules at the top that manifests install. */
export const namedModules = ({ pyproject, setupCfg, setupScript }: BuildSources): ReadonlySet<string> => {
	const value = pyproject?.value;
	const packages = valueAt(value, ['tool', 'poetry', 'packages']);
	const named = [
		...stringsAt(value, ['tool', 'setuptools', 'packages']),
		...stringsAt(value, ['tool', 'setuptools', 'py-modules']),
		...stringsAt(value, ['tool', 'hatch', 'build', 'targets', 'wheel', 'packages']),
		...(Array.isArray(packages)
			? packages.flatMap(one =>
					stringAt(one, ['from']) === undefined ? [stringAt(one, ['include']) ?? ''] : [],
				)
			: []),
		stringAt(value, ['tool', 'flit', 'module', 'name']) ?? '',
		stringAt(value, ['tool', 'uv', 'build-backend', 'module-name']) ?? '',
		...(setupScript ? [...setupScript.value.packages, ...setupScript.value.modules] : []),
		...(setupCfg?.sections['options']?.options['packages']?.value.split('\n') ?? []),
		...(setupCfg?.sections['options']?.options['py_modules']?.value.split('\n') ?? []),
	];
	return new Set(
		named.map(name => plain(name.trim()).replace(/\.py$/, '')).filter(name => /^[A-Za-z_]\w*$/.test(name)),
	);
};

const patternOf = (glob: string): RegExp =>
	new RegExp(
		`^${glob
			.trim()
			.replaceAll(/[.+^${}()|\\]/g, '\\$&')
			.replaceAll('*', '.*')
			.replaceAll('?', '.')}$`,
	);

const linesOf = (value: string | undefined): readonly string[] =>
	(value ?? '').split(/[\n,]/).filter(line => line.trim() !== '');

/** Whether the build's search for packages leaves one out. */
export const excludedBy = ({
	pyproject,
	setupCfg,
	setupScript,
}: BuildSources): ((name: string) => boolean) => {
	const find = ['tool', 'setuptools', 'packages', 'find'] as const;
	const config = setupCfg?.sections['options.packages.find']?.options;
	const include = [
		...stringsAt(pyproject?.value, [...find, 'include']),
		...linesOf(config?.['include']?.value),
	];
	const exclude = [
		...stringsAt(pyproject?.value, [...find, 'exclude']),
		...linesOf(config?.['exclude']?.value),
		...(setupScript?.value.findsExcept ?? []),
	].map(patternOf);
	const included = include.map(patternOf);
	return name =>
		exclude.some(pattern => pattern.test(name)) ||
		(included.length > 0 && !included.some(pattern => pattern.test(name)));
};
