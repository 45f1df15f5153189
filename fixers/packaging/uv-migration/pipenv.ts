import { isList, isTable, stringAt, tableAt, valueAt } from '../../../source/core/data.ts';
import type { Data, Table } from '../../../source/core/facts/config.ts';
import type { Answers } from '../../../source/core/fixer.ts';
import { findPair, findTable } from '../../../source/edit/toml/locate.ts';
import type { TomlText } from '../../../source/edit/toml/read.ts';
import { renderValue } from '../../../source/edit/toml/render.ts';
import type { Migrated, Obstacles, Pair, WantedList } from './model.ts';
import { emptyList } from './model.ts';
import { remarkReader } from './remarks.ts';
import { extrasOf, pipenvMarker, requirementOf } from './requirement.ts';
import { sourceOf } from './sources.ts';

// https://pipenv.pypa.io/en/latest/pipfile.html

const own = new Set(['source', 'requires', 'scripts', 'pipenv']);

const isPypi = (url: string): boolean => /^https?:\/\/pypi\.(?:python\.)?org\//.test(url);

/** A bare version is one version; everything else is a specifier of PEP 440 already. */
const specifierOf = (version: string): string | null => {
	const text = version.trim();
	if (text === '' || text === '*') return '';
	if (/^\d/.test(text)) return `==${text}`;
	const clauses = text.split(',').map(clause => clause.trim());
	return clauses.every(clause => /^(?:===|~=|==|!=|<=|>=|<|>)\s*[\w.*+!-]+$/.test(clause))
		? clauses.map(clause => clause.replaceAll(/\s+/g, '')).join(',')
		: null;
};

const requiresPython = (value: Table): string | null => {
	const full = stringAt(value, ['requires', 'python_full_version']);
	if (full !== undefined) return `==${full}`;
	const minor = stringAt(value, ['requires', 'python_version']);
	if (minor === undefined) return null;
	return /^\d/.test(minor) ? `==${minor.split('.').slice(0, 2).join('.')}.*` : minor;
};

/** `[[source]]`: what stands first answers for what names no index. */
const indexesOf = (value: Table): readonly { readonly [key: string]: Data }[] => {
	const listed = valueAt(value, ['source']);
	return (isList(listed) ? listed.filter(isTable) : []).flatMap((source, at) => {
		const url = stringAt(source, ['url']) ?? '';
		if (isPypi(url)) return [];
		const name = stringAt(source, ['name']) ?? `index-${at + 1}`;
		return [{ name, url, ...(at === 0 ? { default: true } : { explicit: true }) }];
	});
};

const pair = (key: string, text: string): Pair => ({
	key,
	text: renderValue(text, '"'),
	above: [],
	beside: null,
});

/** Turns a Pipfile into what the standards and uv read. */
export const migratePipfile = (toml: TomlText, answers: Answers, folder: string): Migrated | Obstacles => {
	const { value, text } = toml;
	const remarks = remarkReader(toml);
	const problems: string[] = [];
	const notes: string[] = [];
	const sources = new Map<string, Data>();
	const indexes = indexesOf(value);
	const known = new Set(indexes.map(({ name }) => name));
	for (const { url } of indexes)
		if (typeof url === 'string' && /[$@]/.test(url))
			problems.push('an index has credentials in its address, which uv takes from the environment');
	const listOf = (category: string): WantedList => {
		const header = findTable(toml, [category]);
		const above = header ? remarks.above(header.range[0]) : [];
		const items = Object.entries(tableAt(value, [category]) ?? {}).flatMap(([name, entry]) => {
			const table = typeof entry === 'string' ? { version: entry } : entry;
			const found = findPair(toml, [category, name])?.pair ?? findTable(toml, [category, name]);
			const said = remarks.of(found?.range ?? [0, 0]);
			const source = isTable(table) ? sourceOf(table) : null;
			if (!isTable(table)) {
				problems.push(`\`${name}\` is not understood`);
				return [];
			}
			if (source?.['path'] === '.') {
				notes.push('The project itself was installed from `.`, which uv does by itself for a package');
				return [];
			}
			const isDirect = source !== null && !('index' in source);
			const specifier = isDirect ? '' : specifierOf(stringAt(table, ['version']) ?? '*');
			if (specifier === null) {
				problems.push(`\`${name}\`: \`${stringAt(table, ['version']) ?? ''}\` is no specifier`);
				return [];
			}
			if (source !== null && (isDirect || known.has(stringAt(source, ['index']) ?? ''))) {
				const before = sources.get(name);
				if (before !== undefined && JSON.stringify(before) !== JSON.stringify(source))
					problems.push(`\`${name}\` comes from two places`);
				sources.set(name, source);
			}
			return [{ requirement: requirementOf(name, extrasOf(table), specifier, pipenvMarker(table)), ...said }];
		});
		return { above, items, after: header ? remarks.left(header.range[0], header.range[1]) : [] };
	};
	const dependencies = tableAt(value, ['packages']) ? listOf('packages') : emptyList;
	const categories = Object.keys(value).filter(key => key !== 'packages' && !own.has(key));
	const groups = new Map(
		categories
			.map(key => [key === 'dev-packages' ? 'dev' : key, listOf(key)] as const)
			.filter(([, list]) => list.items.length > 0),
	);
	for (const [name, command] of Object.entries(tableAt(value, ['scripts']) ?? {}))
		notes.push(
			`uv has no scripts: \`${name}\` ran \`${typeof command === 'string' ? command : JSON.stringify(command)}\``,
		);
	if (valueAt(value, ['pipenv', 'allow_prereleases']) === true)
		notes.push('`allow_prereleases` was set: uv has `prerelease = "allow"` for it');
	const python = requiresPython(value);
	const [problem, ...more] = problems;
	if (problem !== undefined) return { problems: [problem, ...more] };
	return {
		heading: remarks.left(0, text.length),
		project: [
			pair('name', answers['name'] ?? folder),
			pair('version', answers['version'] ?? '0.1.0'),
			...(python === null ? [] : [pair('requires-python', python)]),
		],
		dependencies,
		tables: [],
		extras: new Map(),
		groups,
		settings: { package: false },
		sources,
		indexes,
		notes,
	};
};
