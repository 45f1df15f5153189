import type { SgNode } from '@ast-grep/napi';
import type { Data } from '../../../source/core/facts/config.ts';
import type { Splice } from '../../../source/core/tree.ts';
import { argumentsOf } from '../../../source/edit/python/calls.ts';
import { endOf, startOf } from '../../../source/edit/python/nodes.ts';
import { writtenList, writtenPairs } from '../../../source/edit/python/written/lists.ts';
import { constantOf, usesOfName } from '../../../source/edit/python/written/names.ts';
import { textIn } from '../../../source/edit/python/written/text.ts';
import { afterLine, beginsLine, lineStart } from '../../../source/edit/text.ts';
import { renderValue } from '../../../source/edit/toml/render.ts';
import type { Migrated, Obstacles, Pair, PairTable, WantedList } from './model.ts';
import { licenseOf } from './license.ts';
import { emptyList } from './model.ts';
import { peopleOf } from './people.ts';
import type { ListReader } from './setup-literals.ts';
import { textsIn, wantedFrom } from './setup-literals.ts';
import { removedStatements, remarksStart } from './setup-removals.ts';

// https://setuptools.pypa.io/en/latest/references/keywords.html

export interface SetupScriptMove {
	readonly migrated: Migrated;
	/** Of setup.py: what moved is gone from the call. */
	readonly splices: readonly Splice[];
	/** Comments that moved along, or went with what they explained. */
	readonly comments: readonly string[];
	/** Lists whose lines were taken over, by their paths from the script's folder. */
	readonly taken: readonly string[];
}

interface Draft {
	readonly pairs: Pair[];
	readonly dynamic: string[];
	readonly problems: string[];
	readonly gone: SgNode[];
	readonly taken: Set<string>;
	/** Statements whose comments moved along. */
	readonly told: Set<number>;
}

const pair = (key: string, value: Data): Pair => ({
	key,
	text: renderValue(value, '"'),
	above: [],
	beside: null,
});

const isPlainList = (items: readonly string[]): boolean => items.join('", "').length < 60;

const listPair = (key: string, items: readonly string[]): Pair => ({
	key,
	text: isPlainList(items)
		? renderValue(items, '"')
		: `[\n${items.map(item => `    ${renderValue(item, '"')},\n`).join('')}]`,
	above: [],
	beside: null,
});

const entryPaths: Readonly<Record<string, readonly string[]>> = {
	console_scripts: ['project', 'scripts'],
	gui_scripts: ['project', 'gui-scripts'],
};

const entryTables = (root: SgNode, node: SgNode): readonly PairTable[] | null => {
	const tables = writtenPairs(root, node)?.pairs.map(({ key: group, value }) => {
		const lines = textsIn(value) ?? (textIn(value) ?? '').split('\n').filter(line => line.trim() !== '');
		const pairs = lines.map(line => {
			const at = line.indexOf('=');
			return pair(
				line.slice(0, at).trim(),
				line
					.slice(at + 1)
					.trim()
					.replaceAll(/\s*:\s*/g, ':'),
			);
		});
		const isPlain = lines.length > 0 && lines.every(line => line.includes('=') && !line.includes('['));
		return isPlain
			? { path: entryPaths[group] ?? ['project', 'entry-points', group], above: [], pairs }
			: null;
	});
	return tables?.every(table => table !== null) === true ? tables : null;
};

/** Whole lines where every argument has its own; else the call is written anew without what is gone. */
const removals = (
	text: string,
	call: SgNode,
	keywords: readonly SgNode[],
	gone: readonly SgNode[],
): readonly Splice[] | null => {
	if (keywords.every(keyword => beginsLine(text, startOf(keyword)))) {
		const splices = gone.map(keyword => {
			const end = endOf(keyword);
			// The last argument may go without.
			const comma = /^(?:\s*,)?/.exec(text.slice(end))?.[0].length ?? 0;
			const rest = text.slice(end + comma, afterLine(text, end + comma)).trim();
			const isOwn = rest === '' || rest.startsWith('#');
			return isOwn
				? { start: lineStart(text, startOf(keyword)), end: afterLine(text, end + comma), text: '' }
				: null;
		});
		return splices.every(splice => splice !== null) ? splices : null;
	}
	const list = call.field('arguments');
	if (!list || list.text().includes('#')) return null;
	const left = keywords.filter(keyword => !gone.includes(keyword)).map(keyword => keyword.text());
	return [{ start: startOf(list), end: endOf(list), text: `(${left.join(', ')})` }];
};

/** Arguments of `setup` that say how the project is built, for which `[project]` has no word. */
export const buildKeywords: ReadonlySet<string> = new Set([
	'setup_requires',
	'dependency_links',
	'use_scm_version',
	'pbr',
]);

/** Moves what `[project]` can say out of the one call of `setup`; how packages are found and built stays there. */
export const migrateSetupScript = (
	text: string,
	root: SgNode,
	readme: string | null,
	readList: ListReader,
	mayExpress: boolean,
): SetupScriptMove | Obstacles => {
	const calls = root.findAll({
		rule: { kind: 'call', has: { field: 'function', regex: '^(?:setuptools\\.)?setup$' } },
	});
	const [call] = calls;
	if (!call || calls.length !== 1) return { problems: ['`setup.py` does not call `setup` once'] };
	const { keywords, kwargs, splat, positional } = argumentsOf(call);
	if (kwargs || splat || positional.length > 0)
		return { problems: ['`setup.py` puts the arguments of `setup` together by code'] };
	const draft: Draft = { pairs: [], dynamic: [], problems: [], gone: [], taken: new Set(), told: new Set() };
	/** The value of a keyword, where it is written out; taking it removes it. */
	const take = <T>(name: string, read: (node: SgNode) => T | null): T | null => {
		const keyword = keywords.get(name);
		const written = keyword?.field('value') ?? null;
		if (!keyword || !written) return null;
		const constant = written.kind() === 'identifier' ? constantOf(root, written.text()) : null;
		// A version that stays in the script as well would stand in two places.
		if (constant && name === 'version' && usesOfName(root, written.text()).length > 2) return null;
		const value = read(constant?.value ?? written);
		if (value === null) return null;
		draft.gone.push(keyword);
		return value;
	};
	const move = (name: string, key: string, read: (node: SgNode) => Data | null): void => {
		const value = take(name, read);
		if (value !== null) draft.pairs.push(pair(key, value));
		// setuptools goes on reading it from setup.py.
		else if (keywords.has(name)) draft.dynamic.push(key);
	};
	move('name', 'name', textIn);
	if (draft.pairs.length === 0) draft.problems.push('the name is worked out by code');
	move('version', 'version', textIn);
	if (!keywords.has('version'))
		draft.problems.push('`setup` is given no version, so that something else works it out');
	move('description', 'description', textIn);
	if (keywords.has('long_description')) {
		if (readme === null) draft.dynamic.push('readme');
		else {
			draft.pairs.push(pair('readme', readme));
			for (const name of ['long_description', 'long_description_content_type']) {
				const keyword = keywords.get(name);
				if (keyword) draft.gone.push(keyword);
			}
		}
	}
	for (const kind of ['author', 'maintainer']) {
		const people = peopleOf(take(kind, textIn), take(`${kind}_email`, textIn));
		if (people.length > 0) draft.pairs.push(pair(`${kind}s`, people));
	}
	const named = take('license', textIn);
	const classifiers = take('classifiers', textsIn);
	const isListed = classifiers !== null || !keywords.has('classifiers');
	const license =
		named === null || named === '' ? null : licenseOf(named, classifiers ?? [], mayExpress && isListed);
	if (license) draft.pairs.push(pair('license', license.value));
	// One text is split at its commas, never at blanks.
	const keywordsText = take(
		'keywords',
		node =>
			textsIn(node) ??
			textIn(node)
				?.split(',')
				.map(word => word.trim()) ??
			null,
	);
	if (keywordsText?.some(word => word !== '') === true) draft.pairs.push(listPair('keywords', keywordsText));
	const left = license?.classifiers ?? classifiers;
	if (left !== null && left.length > 0) draft.pairs.push(listPair('classifiers', left));
	else if (!isListed) draft.dynamic.push('classifiers');
	const python = take('python_requires', textIn);
	if (python !== null) draft.pairs.push(pair('requires-python', python.replaceAll(/\s+/g, '')));
	else if (keywords.has('python_requires')) draft.problems.push('`python_requires` is worked out by code');
	/** Comments above and beside the statements that bind what is taken over. */
	const remarksOf = (statements: readonly SgNode[]): readonly string[] =>
		statements.flatMap(statement => {
			if (draft.told.has(statement.id())) return [];
			draft.told.add(statement.id());
			const above = text.slice(remarksStart(text, statement), startOf(statement)).split('\n');
			const beside = text.slice(endOf(statement), afterLine(text, endOf(statement)));
			return [...above, beside].map(line => line.trim()).filter(line => line.startsWith('#'));
		});
	const wantedAt = (what: string, node: SgNode): WantedList | null => {
		const list = writtenList(root, node);
		const wanted = list && wantedFrom(list, readList);
		if (list && wanted && !('problem' in wanted)) {
			for (const item of list.items) if (item.kind === 'file') draft.taken.add(item.path);
			return { ...wanted, above: remarksOf(list.statements) };
		}
		draft.problems.push(wanted && 'problem' in wanted ? wanted.problem : `\`${what}\` is worked out by code`);
		return null;
	};
	/** The value of a keyword as it is written, a name for it included. */
	const takeWhole = <T>(name: string, read: (node: SgNode) => T | null): T | null => {
		const keyword = keywords.get(name);
		const node = keyword?.field('value');
		const value = node ? read(node) : null;
		if (keyword && value !== null) draft.gone.push(keyword);
		return value;
	};
	const listOf = (name: string): WantedList => takeWhole(name, node => wantedAt(name, node)) ?? emptyList;
	const dependencies = listOf('install_requires');
	const testing = listOf('tests_require');
	const extras = takeWhole('extras_require', node => {
		const written = writtenPairs(root, node);
		if (!written || written.pairs.some(({ key }) => key.includes(':'))) {
			draft.problems.push('`extras_require` is worked out by code');
			return null;
		}
		const heading = written.statement ? remarksOf([written.statement]) : [];
		return written.pairs.flatMap(
			({ key, value, statement, remarks }, at, all): readonly (readonly [string, WantedList])[] => {
				const own = statement ? remarksOf([statement]) : [];
				const list = wantedAt('extras_require', value);
				const above = [...(at === 0 ? heading : []), ...own, ...remarks, ...(list?.above ?? [])];
				const after = [...(list?.after ?? []), ...(at === all.length - 1 ? written.after : [])];
				return list ? [[key, { ...list, above, after }]] : [];
			},
		);
	});
	const entries = takeWhole('entry_points', node => entryTables(root, node));
	if (entries === null && keywords.has('entry_points'))
		draft.problems.push('`entry_points` are worked out by code');
	const home = take('url', textIn);
	const more = take('project_urls', node => {
		const pairs = writtenPairs(root, node)?.pairs.map(({ key, value }) => [key, textIn(value)] as const);
		return pairs?.every((entry): entry is readonly [string, string] => entry[1] !== null) === true
			? pairs
			: null;
	});
	const urls = [
		...(home === null || home === '' ? [] : [pair('Homepage', home)]),
		...(more ?? []).map(([name, value]) => pair(name, value)),
	];
	for (const name of buildKeywords)
		if (keywords.has(name)) draft.problems.push(`\`${name}\` takes part in the build`);
	// What stays in the script beside `[project]` setuptools leaves out.
	for (const name of ['author', 'maintainer', 'license', 'keywords', 'url', 'project_urls'])
		for (const keyword of [keywords.get(name), keywords.get(`${name}_email`)])
			if (keyword && !draft.gone.includes(keyword))
				draft.problems.push(`\`${keyword.field('name')?.text() ?? name}\` is worked out by code`);
	const splices = removals(text, call, [...keywords.values()], draft.gone);
	if (splices === null) draft.problems.push('the call of `setup` is laid out in an unusual way');
	const [problem, ...rest] = draft.problems;
	if (problem !== undefined) return { problems: [problem, ...rest] };
	const all = [...(splices ?? []), ...removedStatements(text, root, draft.gone)].toSorted(
		(a, b) => a.start - b.start,
	);
	const inside = (node: SgNode): boolean =>
		all.some(({ start, end }) => startOf(node) >= start && endOf(node) <= end);
	return {
		migrated: {
			heading: [],
			project: [...draft.pairs, ...(draft.dynamic.length > 0 ? [pair('dynamic', draft.dynamic)] : [])],
			dependencies,
			tables: [
				...(urls.length > 0 ? [{ path: ['project', 'urls'], above: [], pairs: urls }] : []),
				...(entries ?? []),
			],
			extras: new Map(extras ?? []),
			groups: new Map(testing.items.length > 0 ? [['test', testing]] : []),
			settings: {},
			sources: new Map(),
			indexes: [],
			notes: license?.notes ?? [],
		},
		splices: all,
		taken: [...draft.taken],
		comments: root
			.findAll({ rule: { kind: 'comment' } })
			.filter(inside)
			.map(node => node.text()),
	};
};
