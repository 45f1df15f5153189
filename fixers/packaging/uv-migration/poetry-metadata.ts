import { isList, isTable, stringAt, stringsAt, tableAt } from '../../../source/core/data.ts';
import type { Data, Table } from '../../../source/core/facts/config.ts';
import { findPair } from '../../../source/edit/toml/locate.ts';
import type { TomlText } from '../../../source/edit/toml/read.ts';
import { renderValue } from '../../../source/edit/toml/render.ts';
import { isExpression } from './license.ts';
import type { Pair, PairTable } from './model.ts';
import { noRemarks } from './model.ts';
import type { RemarkReader } from './remarks.ts';
import { pythonSpecifierOf } from './version-ranges.ts';

// https://python-poetry.org/docs/pyproject/ and https://packaging.python.org/en/latest/specifications/pyproject-toml/

const base = ['tool', 'poetry'];

/** `Ann <ann@example.com>` as the standard has it. */
export const personOf = (written: string): { readonly [key: string]: Data } => {
	const match = /^([^<>]+?)\s*<([^<>]+)>\s*$/.exec(written.trim());
	if (match?.[1] !== undefined && match[2] !== undefined) return { name: match[1], email: match[2] };
	return { name: written.trim() };
};

const peopleText = (people: readonly string[]): string => {
	const items = people.map(person => renderValue(personOf(person), '"'));
	return items.length < 2 ? `[${items.join('')}]` : `[\n${items.map(item => `    ${item},\n`).join('')}]`;
};

/** The file's own text of a value. */
const textOf = (toml: TomlText, path: readonly string[]): string => {
	const node = findPair(toml, path)?.pair.value;
	return node ? toml.text.slice(...node.range) : '';
};

export interface Described {
	readonly pairs: readonly Pair[];
	readonly tables: readonly PairTable[];
	readonly problems: readonly string[];
	readonly notes: readonly string[];
	/** Comments of keys that are not said any more. */
	readonly loose: readonly string[];
	/** Keys of `[tool.poetry]` that are said now. */
	readonly taken: ReadonlySet<string>;
}

interface Draft {
	readonly pairs: Pair[];
	readonly urls: Pair[];
	readonly problems: string[];
	readonly notes: string[];
	readonly loose: string[];
	readonly taken: Set<string>;
}

const urlNames: Readonly<Record<string, string>> = {
	homepage: 'Homepage',
	repository: 'Repository',
	documentation: 'Documentation',
};

const readmeText = (value: Data | undefined, text: string, draft: Draft): string => {
	if (!isList(value)) return text;
	if (value.length === 1 && typeof value[0] === 'string') return renderValue(value[0], '"');
	draft.problems.push('the readme is put together from several files');
	return '';
};

const licenseText = (license: string, poetry: Table): string =>
	isExpression(license) && !stringsAt(poetry, ['classifiers']).some(name => name.startsWith('License ::'))
		? renderValue(license, '"')
		: renderValue({ text: license }, '"');

const simple = new Set(['name', 'version', 'description', 'keywords', 'classifiers']);

const describe = (key: string, toml: TomlText, poetry: Table, remarks: RemarkReader, draft: Draft): void => {
	const value = poetry[key];
	const text = textOf(toml, [...base, key]);
	const pair = findPair(toml, [...base, key])?.pair;
	const isEmpty = value === '' || (isList(value) && value.length === 0);
	const own = (): Pick<Pair, 'above' | 'beside'> => (pair ? remarks.of(pair.range) : noRemarks);
	const add = (name: string, written: string, list = draft.pairs): void => {
		draft.taken.add(key);
		const said = own();
		if (written !== '' && !isEmpty) list.push({ key: name, text: written, ...said });
		else if (said.above.length > 0 || said.beside !== null)
			draft.loose.push(...said.above, ...(said.beside === null ? [] : [said.beside]));
	};
	const verbatim = (name: string): void => {
		// Comments inside a list stay inside it.
		draft.taken.add(key);
		if (!pair || isEmpty) return add(name, '');
		const above = remarks.above(pair.range[0]);
		remarks.left(...pair.value.range);
		const { beside } = remarks.of([pair.range[1], pair.range[1]]);
		draft.pairs.push({ key: name, text, above, beside });
	};
	if (simple.has(key)) return verbatim(key);
	if (key in urlNames)
		return add(urlNames[key] ?? key, typeof value === 'string' && value !== '' ? text : '', draft.urls);
	switch (key) {
		case 'authors':
		case 'maintainers':
			return add(key, peopleText(stringsAt(poetry, [key])));
		case 'readme':
			return add(key, readmeText(value, text, draft));
		case 'license':
			return add(key, typeof value === 'string' && value !== '' ? licenseText(value, poetry) : '');
		case 'package-mode':
		case 'requires-poetry':
			return add(key, '');
		default:
	}
};

const scriptTable = (
	toml: TomlText,
	poetry: Table,
	key: readonly string[],
	path: readonly string[],
	remarks: RemarkReader,
	draft: Draft,
): readonly PairTable[] => {
	const table = tableAt(poetry, key);
	if (!table) return [];
	const pairs = Object.entries(table).flatMap(([name, value]): readonly Pair[] => {
		const pair = findPair(toml, [...base, ...key, name])?.pair;
		const target =
			typeof value === 'string' ? value : (stringAt(value, ['callable']) ?? stringAt(value, ['reference']));
		if (
			target === undefined ||
			(isTable(value) && (value['type'] === 'file' || value['extras'] !== undefined))
		) {
			draft.problems.push(`the script \`${name}\` is more than a reference to a function`);
			return [];
		}
		return [{ key: name, text: renderValue(target, '"'), ...(pair ? remarks.of(pair.range) : noRemarks) }];
	});
	return pairs.length === 0 ? [] : [{ path, above: [], pairs }];
};

const pluginPaths: Readonly<Record<string, readonly string[]>> = {
	console_scripts: ['project', 'scripts'],
	gui_scripts: ['project', 'gui-scripts'],
};

/** All that `[tool.poetry]` says besides dependencies, in the order of the file. */
export const poetryMetadata = (toml: TomlText, poetry: Table, remarks: RemarkReader): Described => {
	const draft: Draft = { pairs: [], urls: [], problems: [], notes: [], loose: [], taken: new Set() };
	for (const key of Object.keys(poetry)) describe(key, toml, poetry, remarks, draft);
	const python = tableAt(poetry, ['dependencies'])?.['python'];
	const range = typeof python === 'string' ? python : stringAt(python, ['version']);
	if (range !== undefined) {
		const converted = pythonSpecifierOf(range);
		const pair = findPair(toml, [...base, 'dependencies', 'python'])?.pair;
		const said = pair ? remarks.of(pair.range) : noRemarks;
		if (!converted.ok) draft.problems.push(`\`python\`: ${converted.problem}`);
		else if (converted.specifier !== '')
			draft.pairs.push({ key: 'requires-python', text: renderValue(converted.specifier, '"'), ...said });
	}
	for (const [name] of Object.entries(tableAt(poetry, ['urls']) ?? {})) {
		const pair = findPair(toml, [...base, 'urls', name])?.pair;
		draft.urls.push({
			key: name,
			text: textOf(toml, [...base, 'urls', name]),
			...(pair ? remarks.of(pair.range) : noRemarks),
		});
	}
	const plugins = Object.keys(tableAt(poetry, ['plugins']) ?? {});
	const urls = draft.urls.filter(
		({ key }, at) => draft.urls.findLastIndex(other => other.key === key) === at,
	);
	return {
		...draft,
		tables: [
			...(urls.length > 0 ? [{ path: ['project', 'urls'], above: [], pairs: urls }] : []),
			...scriptTable(toml, poetry, ['scripts'], ['project', 'scripts'], remarks, draft),
			...plugins.flatMap(name =>
				scriptTable(
					toml,
					poetry,
					['plugins', name],
					pluginPaths[name] ?? ['project', 'entry-points', name],
					remarks,
					draft,
				),
			),
		],
	};
};
