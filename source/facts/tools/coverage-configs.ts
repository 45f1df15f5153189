import { isList, isTable, tableAt } from '../../core/data.ts';
import type { Data, IniDocument, TomlDocument } from '../../core/facts/config.ts';
import type { CoverageConfig } from '../../core/facts/coverage.ts';
import { folderOf } from '../../core/folders.ts';
import { defineDerived } from '../../core/gather.ts';
import { winningConfigs } from './winning-configs.ts';

// https://coverage.readthedocs.io/en/latest/config.html: the first of these files that has settings for coverage.

const names = ['.coveragerc', '.coveragerc.toml', 'setup.cfg', 'tox.ini', 'pyproject.toml'];
/** Found by their name alone, even when empty. */
const ownFile = /(?:^|\/)(?:\.coveragerc(?:[._-][\w.-]+)?|coveragerc)$/;
const sections = ['run', 'report', 'paths', 'html', 'xml', 'json', 'lcov'];
/** Options that are lists, parted by commas too. */
const listed = new Set([
	'run.source',
	'run.source_pkgs',
	'run.source_dirs',
	'run.omit',
	'run.include',
	'report.omit',
	'report.include',
]);

type Found = Omit<CoverageConfig, 'shadows'>;

const splitText = (key: string, text: string): readonly string[] =>
	text
		.split(listed.has(key) ? /[,\n]/ : '\n')
		.map(part => part.trim())
		.filter(part => part !== '');

const valuesOf = (key: string, value: Data): readonly string[] => {
	if (isTable(value)) return [];
	if (isList(value)) return value.map(item => (typeof item === 'string' ? item : JSON.stringify(item)));
	return typeof value === 'string' ? splitText(key, value) : [JSON.stringify(value)];
};

const fromToml = ({ path, value, locations }: TomlDocument): Found | null => {
	const nested = tableAt(value, ['tool', 'coverage']);
	const isOwn = ownFile.test(path);
	const table = nested ?? (isOwn ? value : undefined);
	if (!table || (!isOwn && !sections.some(name => isTable(table[name])))) return null;
	const base = nested ? '/tool/coverage' : '';
	const lineOf = (pointer: string): number => locations[`${base}${pointer}`]?.line ?? 0;
	const all = sections.flatMap(name => {
		const section = table[name];
		return isTable(section) ? Object.entries(section).map(([key, inner]) => [name, key, inner] as const) : [];
	});
	return {
		path,
		directory: folderOf(path),
		dialect: 'toml',
		base,
		line: sections.map(name => lineOf(`/${name}`)).find(line => line > 0) ?? 0,
		options: Object.fromEntries(
			all.map(([name, key, inner]) => [`${name}.${key}`, valuesOf(`${name}.${key}`, inner)]),
		),
		lines: Object.fromEntries(all.map(([name, key]) => [`${name}.${key}`, lineOf(`/${name}/${key}`)])),
	};
};

const fromIni = ({ path, sections: found }: IniDocument): Found | null => {
	const isOwn = ownFile.test(path);
	const prefixed = sections.some(name => found[`coverage:${name}`]);
	if (!isOwn && !prefixed) return null;
	const base = prefixed ? 'coverage:' : '';
	const all = sections.flatMap(name =>
		Object.entries(found[`${base}${name}`]?.options ?? {}).map(
			([key, option]) => [name, key, option] as const,
		),
	);
	return {
		path,
		directory: folderOf(path),
		dialect: 'ini',
		base,
		line: sections.map(name => found[`${base}${name}`]?.line ?? 0).find(line => line > 0) ?? 0,
		options: Object.fromEntries(
			all.map(([name, key, { value }]) => [`${name}.${key}`, splitText(`${name}.${key}`, value)]),
		),
		lines: Object.fromEntries(all.map(([name, key, { line }]) => [`${name}.${key}`, line])),
	};
};

/**
 * What the plugin `covdefaults` sets, and whether it only fills what is not set; its own list of omissions names no
 * production code. https://github.com/asottile/covdefaults
 */
const plugged = [
	{ key: 'run.branch', values: ['true'], fills: false },
	{ key: 'run.source', values: ['.'], fills: true },
	{ key: 'report.fail_under', values: ['100'], fills: true },
] as const;

const withPlugins = (found: Found | null): Found | null => {
	if (!found?.options['run.plugins']?.some(value => /(?:^|[,\s])covdefaults(?:$|[,\s])/.test(value)))
		return found;
	const line = found.lines['run.plugins'] ?? found.line;
	const added = plugged.filter(({ key, fills }) => !fills || (found.options[key] ?? []).length === 0);
	return {
		...found,
		options: {
			...found.options,
			...Object.fromEntries(added.map(({ key, values }) => [key, values])),
		},
		lines: { ...found.lines, ...Object.fromEntries(added.map(({ key }) => [key, line])) },
	};
};

/** What an INI file says to coverage, with what its plugins set; null where it says nothing. */
export const coverageInIni = (document: IniDocument): Found | null => withPlugins(fromIni(document));

export default defineDerived({
	fact: 'coverageConfigs',
	needs: ['toml', 'ini'],
	derive: facts => winningConfigs(facts, names, document => withPlugins(fromToml(document)), coverageInIni),
});
