import type { IniBlock, IniEntry } from '../../../source/edit/ini/read.ts';
import { readIni } from '../../../source/edit/ini/read.ts';
import { afterLine, lineStart } from '../../../source/edit/text.ts';
import type { Splice } from '../../../source/core/tree.ts';
import { renderValue } from '../../../source/edit/toml/render.ts';
import type { Data } from '../../../source/core/facts/config.ts';
import { licenseOf } from './license.ts';
import { peopleOf } from './people.ts';
import type { Migrated, Obstacles, Pair, PairTable, WantedList } from './model.ts';
import { emptyList } from './model.ts';
import { readRequirements } from './requirements-lines.ts';

// https://setuptools.pypa.io/en/latest/userguide/declarative_config.html

export interface SetupConfig {
	readonly migrated: Migrated;
	/** Of setup.cfg: what moved is gone. */
	readonly splices: readonly Splice[];
	/** Comments that moved along. */
	readonly comments: readonly string[];
	/** Nothing is left in the file. */
	readonly isEmpty: boolean;
}

const linesOf = (value: string): readonly string[] =>
	value
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '');

const commaList = (value: string): readonly string[] =>
	(value.includes('\n') ? linesOf(value) : value.split(','))
		.map(item => item.trim())
		.filter(item => item !== '');

const pair = (key: string, value: Data): Pair => ({
	key,
	text: renderValue(value, '"'),
	above: [],
	beside: null,
});

const listText = (items: readonly string[]): string =>
	items.length < 2
		? renderValue(items, '"')
		: `[\n${items.map(item => `    ${renderValue(item, '"')},\n`).join('')}]`;

interface Draft {
	readonly pairs: Pair[];
	readonly dynamic: string[];
	readonly problems: string[];
	readonly notes: string[];
	readonly gone: { readonly section: string; readonly entry: IniEntry }[];
	readonly sources: Map<string, Data>;
}

/** A list of requirements with the comments that stand in it. */
const wantedIn = (text: string, entry: IniEntry, draft: Draft): WantedList => {
	const said = readRequirements(text.slice(entry.valueStart, entry.valueEnd));
	draft.problems.push(...said.problems);
	if (
		said.includes.length + said.constraints.length + said.indexes.length + said.findLinks.length > 0 ||
		/^\s*(?:file|attr):/.test(entry.value)
	)
		draft.problems.push(`\`${entry.name}\` is read from elsewhere`);
	for (const [name, source] of said.sources) draft.sources.set(name, source);
	return {
		above: [],
		items: said.wanted.map(({ requirement, above, beside }) => ({ requirement, above, beside })),
		after: said.after,
	};
};

const person = (metadata: IniBlock, kind: 'author' | 'maintainer', draft: Draft): void => {
	const names = metadata.options.get(kind);
	const emails = metadata.options.get(`${kind}_email`);
	const people = peopleOf(names?.value, emails?.value);
	if (people.length === 0) return;
	draft.pairs.push(pair(`${kind}s`, people));
	for (const entry of [names, emails]) if (entry) draft.gone.push({ section: 'metadata', entry });
};

const describe = (metadata: IniBlock, mayExpress: boolean, draft: Draft): void => {
	const move = (key: string, write: (value: string) => Pair | null): void => {
		const entry = metadata.options.get(key);
		if (!entry || entry.value === '') return;
		if (/^(?:attr|file):/.test(entry.value) && key !== 'long_description') {
			// setuptools goes on reading it from setup.cfg.
			draft.dynamic.push(key);
			return;
		}
		const made = write(entry.value);
		if (!made) return;
		if (made.text !== '[]') draft.pairs.push(made);
		draft.gone.push({ section: 'metadata', entry });
	};
	move('name', value => pair('name', value));
	move('version', value => pair('version', value));
	move('description', value => pair('description', value.replaceAll('\n', ' ')));
	const readme = /^file:\s*([\w./-]+\.(?:md|rst|txt))\s*$/i.exec(
		metadata.options.get('long_description')?.value ?? '',
	)?.[1];
	if (readme === undefined) {
		if (metadata.options.has('long_description')) draft.dynamic.push('readme');
	} else {
		move('long_description', () => pair('readme', readme));
		const type = metadata.options.get('long_description_content_type');
		if (type) draft.gone.push({ section: 'metadata', entry: type });
	}
	person(metadata, 'author', draft);
	person(metadata, 'maintainer', draft);
	const listed = metadata.options.get('classifiers')?.value ?? '';
	const isElsewhere = /^(?:attr|file):/.test(listed);
	const written = isElsewhere ? [] : linesOf(listed);
	const said = metadata.options.get('license')?.value ?? '';
	const license =
		said === '' || /^(?:attr|file):/.test(said) ? null : licenseOf(said, written, mayExpress && !isElsewhere);
	draft.notes.push(...(license?.notes ?? []));
	move('license', () => (license ? pair('license', license.value) : null));
	move('keywords', value => pair('keywords', commaList(value)));
	move('classifiers', () => ({
		key: 'classifiers',
		text: listText(license?.classifiers ?? written),
		above: [],
		beside: null,
	}));
	if (!metadata.options.has('version'))
		draft.problems.push('`[metadata]` has no `version`, so that something else works it out');
};

const urls = (metadata: IniBlock, draft: Draft): readonly PairTable[] => {
	const url = metadata.options.get('url') ?? metadata.options.get('home_page');
	const more = metadata.options.get('project_urls');
	const pairs = [
		...(url ? [pair('Homepage', url.value)] : []),
		...linesOf(more?.value ?? '').map(line => {
			const at = line.indexOf('=');
			return pair(line.slice(0, at).trim(), line.slice(at + 1).trim());
		}),
	];
	for (const entry of [url, more]) if (entry) draft.gone.push({ section: 'metadata', entry });
	return pairs.length === 0 ? [] : [{ path: ['project', 'urls'], above: [], pairs }];
};

const entryPaths: Readonly<Record<string, readonly string[]>> = {
	console_scripts: ['project', 'scripts'],
	gui_scripts: ['project', 'gui-scripts'],
};

const entryPoints = (blocks: ReadonlyMap<string, IniBlock>, draft: Draft): readonly PairTable[] => {
	const section = blocks.get('options.entry_points');
	if (blocks.get('options')?.options.has('entry_points'))
		draft.problems.push('`entry_points` is read from a file');
	return [...(section?.options.values() ?? [])].map(entry => {
		draft.gone.push({ section: 'options.entry_points', entry });
		const pairs = linesOf(entry.value).map(line => {
			const at = line.indexOf('=');
			const target = line.slice(at + 1).trim();
			if (target.includes('[')) draft.problems.push(`the entry point \`${line}\` asks for an extra`);
			return pair(line.slice(0, at).trim(), target.replaceAll(/\s*:\s*/g, ':'));
		});
		return { path: entryPaths[entry.name] ?? ['project', 'entry-points', entry.name], above: [], pairs };
	});
};

/** Whole lines of options that moved; a section goes when nothing is left in it. */
const removals = (text: string, blocks: ReadonlyMap<string, IniBlock>, draft: Draft): readonly Splice[] => {
	const starts = [...blocks.values()].map(({ start }) => start);
	return [...blocks.values()].flatMap(block => {
		const gone = draft.gone.filter(({ section }) => section === block.name).map(({ entry }) => entry);
		if (gone.length === 0) return [];
		const end = Math.min(...starts.filter(start => start > block.start), text.length);
		const left = [...block.options.values()].filter(entry => !gone.includes(entry));
		const hasComment = gone
			.reduce(
				(rest, entry) => rest.replace(text.slice(entry.start, entry.valueEnd), ''),
				text.slice(block.headerEnd, end),
			)
			.includes('#');
		if (left.length === 0 && !hasComment) return [{ start: block.start, end, text: '' }];
		return gone.map(entry => ({
			start: lineStart(text, entry.start),
			end: afterLine(text, entry.valueEnd),
			text: '',
		}));
	});
};

/** The same, without the empty lines that were before what goes at the end. */
const withoutEmptyEnd = (text: string, splices: readonly Splice[]): readonly Splice[] => {
	let cut = text.length;
	for (const { start, end } of splices.toSorted((a, b) => b.start - a.start)) {
		if (end !== cut) break;
		cut = start;
	}
	if (cut === text.length) return splices;
	const kept = text.slice(0, cut).replace(/(?<=\n)(?:[ \t]*\r?\n)+$/, '').length;
	return [...splices.filter(({ start }) => start < cut), { start: kept, end: text.length, text: '' }];
};

const commentsIn = (text: string, entries: Draft['gone']): readonly string[] =>
	entries.flatMap(({ entry }) =>
		text
			.slice(entry.start, entry.valueEnd)
			.split(/\r?\n/)
			.map(line => line.trim())
			.filter(line => /^[#;]/.test(line)),
	);

/**
 * Moves what `[project]` can say out of setup.cfg; how packages are found stays there, with setuptools. Whether that
 * takes an expression for a licence is told.
 */
export const migrateSetupConfig = (text: string, mayExpress: boolean): SetupConfig | Obstacles => {
	const reading = readIni(text);
	if (!reading.ok) return { problems: [`\`setup.cfg\` does not parse: ${reading.message}`] };
	const { blocks } = reading;
	const metadata = blocks.get('metadata');
	if (!metadata) return { problems: ['`setup.cfg` has no `[metadata]`'] };
	const draft: Draft = { pairs: [], dynamic: [], problems: [], notes: [], gone: [], sources: new Map() };
	describe(metadata, mayExpress, draft);
	const options = blocks.get('options')?.options;
	const python = options?.get('python_requires');
	if (python) {
		draft.pairs.push(pair('requires-python', python.value.replaceAll(/\s+/g, '')));
		draft.gone.push({ section: 'options', entry: python });
	}
	const requires = options?.get('install_requires');
	if (requires) draft.gone.push({ section: 'options', entry: requires });
	for (const name of ['setup_requires', 'dependency_links'])
		if (options?.has(name)) draft.problems.push(`\`${name}\` takes part in the build`);
	const extras = new Map(
		[...(blocks.get('options.extras_require')?.options.values() ?? [])].map(entry => {
			draft.gone.push({ section: 'options.extras_require', entry });
			if (/[%:]/.test(entry.name) || entry.value.includes('%('))
				draft.problems.push(`the extra \`${entry.name}\` is put together from others`);
			return [entry.name, wantedIn(text, entry, draft)] as const;
		}),
	);
	const dependencies = requires ? wantedIn(text, requires, draft) : emptyList;
	const tables = [...urls(metadata, draft), ...entryPoints(blocks, draft)];
	const tests = options?.get('tests_require');
	const testing = tests ? wantedIn(text, tests, draft) : emptyList;
	if (tests) draft.gone.push({ section: 'options', entry: tests });
	const [problem, ...more] = [...new Set(draft.problems)];
	if (problem !== undefined) return { problems: [problem, ...more] };
	const splices = withoutEmptyEnd(text, removals(text, blocks, draft));
	const left = splices
		.toSorted((a, b) => b.start - a.start)
		.reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
	return {
		migrated: {
			heading: [],
			project: [...draft.pairs, ...(draft.dynamic.length > 0 ? [pair('dynamic', draft.dynamic)] : [])],
			dependencies,
			tables,
			extras,
			groups: new Map(testing.items.length > 0 ? [['test', testing]] : []),
			settings: {},
			sources: draft.sources,
			indexes: [],
			notes: draft.notes,
		},
		splices,
		comments: commentsIn(text, draft.gone),
		isEmpty: left.trim() === '',
	};
};
