import { isList, isTable, tableAt } from '../../core/data.ts';
import type { Data, IniDocument, Table, TomlDocument } from '../../core/facts/config.ts';
import type { PytestConfig } from '../../core/facts/tools.ts';
import { folderOf } from '../../core/folders.ts';
import { defineDerived } from '../../core/gather.ts';
import { winningConfigs } from './winning-configs.ts';
import { shellWords } from '../../core/shell-words.ts';

// https://docs.pytest.org/en/stable/reference/customize.html#configuration-file-formats: the first that matches wins.

const names = [
	'pytest.toml',
	'.pytest.toml',
	'pytest.ini',
	'.pytest.ini',
	'pyproject.toml',
	'tox.ini',
	'setup.cfg',
];
/** Found by their name alone, even when empty. */
const ownFile = /(^|\/)\.?pytest\.(?:ini|toml)$/;

type Found = Omit<PytestConfig, 'shadows'>;

const textOf = (value: Data): string => (typeof value === 'string' ? value : JSON.stringify(value));

const linesOf = (value: string): readonly string[] =>
	value
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '' && !line.startsWith('#'));

const optionOf = (value: Data | undefined): readonly string[] => {
	if (value === undefined || isTable(value)) return [];
	return isList(value) ? value.map(textOf) : linesOf(textOf(value));
};

const addoptsOf = (value: Data | undefined): readonly string[] =>
	isList(value)
		? value.map(textOf)
		: typeof value === 'string'
			? shellWords(value.replaceAll(/[ \t]#.*$/gm, ''))
			: [];

const fromTable = (
	document: TomlDocument,
	table: Table,
	section: string,
	dialect: PytestConfig['dialect'],
	problem: string | null,
): Found => {
	const lineOf = (pointer: string): number => document.locations[`${section}${pointer}`]?.line ?? 0;
	const own = Object.entries(table).filter(([, value]) => !isTable(value));
	const isText = dialect === 'native' && typeof table['addopts'] === 'string';
	return {
		path: document.path,
		directory: folderOf(document.path),
		dialect,
		section,
		line: lineOf(''),
		addopts: addoptsOf(table['addopts']),
		options: Object.fromEntries(own.map(([key, value]) => [key, optionOf(value)])),
		lines: Object.fromEntries(own.map(([key]) => [key, lineOf(`/${key}`)])),
		problem: problem ?? (isText ? '`addopts` must be a list in this table' : null),
	};
};

const fromToml = (document: TomlDocument): Found | null => {
	if (ownFile.test(document.path)) {
		const nested = tableAt(document.value, ['pytest']);
		return nested
			? fromTable(document, nested, '/pytest', 'native', null)
			: fromTable(document, document.value, '', 'native', null);
	}
	const tool = tableAt(document.value, ['tool', 'pytest']);
	if (!tool) return null;
	const old = tableAt(tool, ['ini_options']);
	const native = Object.keys(tool).some(key => key !== 'ini_options');
	const both = old && native ? '`[tool.pytest]` and `[tool.pytest.ini_options]` stand side by side' : null;
	return old
		? fromTable(document, old, '/tool/pytest/ini_options', 'ini-options', both)
		: fromTable(document, tool, '/tool/pytest', 'native', null);
};

const fromIni = (document: IniDocument): Found | null => {
	const section = document.path.endsWith('setup.cfg') ? 'tool:pytest' : 'pytest';
	const found = document.sections[section];
	if (!found && !ownFile.test(document.path)) return null;
	const options = Object.entries(found?.options ?? {});
	return {
		path: document.path,
		directory: folderOf(document.path),
		dialect: 'ini',
		section,
		line: found?.line ?? 0,
		addopts: addoptsOf(found?.options['addopts']?.value),
		options: Object.fromEntries(options.map(([key, { value }]) => [key, linesOf(value)])),
		lines: Object.fromEntries(options.map(([key, { line }]) => [key, line])),
		problem: null,
	};
};

export default defineDerived({
	fact: 'pytestConfigs',
	needs: ['toml', 'ini'],
	derive: facts => winningConfigs(facts, names, fromToml, fromIni),
});
