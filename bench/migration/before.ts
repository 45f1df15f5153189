import { parse } from 'toml';
import { allowedByPoetry, allowedByStandard, markerHolds, reachOf } from './evaluate.ts';
import type { Wanted } from './wanted.ts';
import { fromStandard, normal, sortedExtras, sourceText } from './wanted.ts';

// Readers of the former manifests, written anew from their manuals.

type Table = Readonly<Record<string, unknown>>;

export const isTable = (value: unknown): value is Table =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
export const tableIn = (value: unknown, ...keys: readonly string[]): Table => {
	let at = value;
	for (const key of keys) at = isTable(at) ? at[key] : undefined;
	return isTable(at) ? at : {};
};
const text = (table: Table, key: string): string | undefined => {
	const value = table[key];
	return typeof value === 'string' ? value : undefined;
};
const texts = (value: unknown): readonly string[] =>
	Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];

const gitUrl = (url: string): string => {
	const match = /^(?:git\+)?([\w.-]+@)?([\w.-]+):([^/].*)$/.exec(url);
	return match && !url.includes('://') ? `ssh://${match[1] ?? ''}${match[2] ?? ''}/${match[3] ?? ''}` : url;
};

const sourceIn = (entry: Table): string => {
	const git = text(entry, 'git');
	if (git !== undefined) {
		const { branch, tag, subdirectory } = entry;
		const rev = entry['rev'] ?? entry['ref'];
		return sourceText({
			git: gitUrl(git),
			...(rev === undefined ? (tag === undefined ? { branch } : { tag }) : { rev }),
			subdirectory,
		});
	}
	const file = text(entry, 'file');
	const path = text(entry, 'path') ?? (file?.includes('://') === true ? undefined : file);
	if (path !== undefined)
		return sourceText({ path, editable: entry['develop'] === true || entry['editable'] === true });
	const url = text(entry, 'url') ?? file;
	if (url !== undefined) return sourceText({ url, subdirectory: entry['subdirectory'] });
	return sourceText({ index: entry['source'] });
};

const poetryEntry = (list: string, name: string, value: unknown): readonly Wanted[] =>
	(Array.isArray(value) ? value : [value]).map((one: unknown) => {
		const entry = typeof one === 'string' ? { version: one } : isTable(one) ? one : {};
		const source = sourceIn(entry);
		const range = source !== '' && !source.startsWith('index=') ? '*' : (text(entry, 'version') ?? '*');
		const python = text(entry, 'python');
		const platforms = text(entry, 'platform')
			?.split('|')
			.map(part => part.trim());
		return {
			list,
			name: normal(name),
			extras: sortedExtras(texts(entry['extras'])),
			range,
			allows: version => allowedByPoetry(range, version),
			reach: reachOf(
				environment =>
					markerHolds(text(entry, 'markers') ?? '', environment) &&
					(python === undefined ||
						allowedByPoetry(
							/^3\.\d+$/.test(python) ? `${python}.*` : python,
							environment['python_full_version'] ?? '',
						)) &&
					(platforms === undefined || platforms.includes(environment['sys_platform'] ?? '')),
			),
			source,
		};
	});

const isOptional = (value: unknown): boolean =>
	(Array.isArray(value) ? value : [value]).some((one: unknown) => isTable(one) && one['optional'] === true);

export const readPoetry = (manifest: string): readonly Wanted[] => {
	const poetry = tableIn(parse(manifest), 'tool', 'poetry');
	const main = Object.entries(tableIn(poetry, 'dependencies')).filter(([name]) => name !== 'python');
	const extras = Object.entries(tableIn(poetry, 'extras'));
	const named = new Set(extras.flatMap(([, list]) => texts(list).map(normal)));
	const groups: [string, Table][] = Object.keys(tableIn(poetry, 'group')).map(name => [
		name,
		tableIn(poetry, 'group', name, 'dependencies'),
	]);
	return [
		...main
			.filter(([, value]) => !isOptional(value))
			.flatMap(([name, value]) => poetryEntry('main', name, value)),
		...extras.flatMap(([extra, list]) =>
			texts(list).flatMap(wanted =>
				main
					.filter(([name]) => normal(name) === normal(wanted))
					.flatMap(([name, value]) => poetryEntry(`extra ${extra}`, name, value)),
			),
		),
		// An optional dependency in no extra becomes an extra of its own where nobody answers otherwise.
		...main
			.filter(([name, value]) => isOptional(value) && !named.has(normal(name)))
			.flatMap(([name, value]) => poetryEntry(`extra ${name}`, name, value)),
		...Object.entries(tableIn(poetry, 'dev-dependencies')).flatMap(([name, value]) =>
			poetryEntry('group dev', name, value),
		),
		...groups.flatMap(([group, table]) =>
			Object.entries(table).flatMap(([name, value]) => poetryEntry(`group ${group}`, name, value)),
		),
	];
};

const markerKeys =
	/^(?:os_name|sys_platform|platform_\w+|python_version|python_full_version|implementation_\w+)$/;

export const readPipfile = (manifest: string): readonly Wanted[] => {
	const pipfile: unknown = parse(manifest);
	const sources =
		isTable(pipfile) && Array.isArray(pipfile['source']) ? pipfile['source'].filter(isTable) : [];
	const indexes = new Set(
		sources
			.filter(source => !/\/\/pypi\.(?:python\.)?org\//.test(text(source, 'url') ?? ''))
			.map(source => text(source, 'name')),
	);
	const lists = Object.keys(isTable(pipfile) ? pipfile : {}).filter(
		key => !['source', 'requires', 'scripts', 'pipenv'].includes(key),
	);
	return lists.flatMap(key =>
		Object.entries(tableIn(pipfile, key)).flatMap(([name, value]): readonly Wanted[] => {
			const entry = typeof value === 'string' ? { version: value } : isTable(value) ? value : {};
			if (entry['path'] === '.') return [];
			const direct = sourceIn({ ...entry, source: undefined });
			const index = text(entry, 'index');
			const written = text(entry, 'version') ?? '*';
			const range = direct !== '' || written === '*' ? '' : /^\d/.test(written) ? `==${written}` : written;
			const markers = [
				text(entry, 'markers') ?? '',
				...Object.keys(entry)
					.filter(one => markerKeys.test(one))
					.map(one => `${one} ${text(entry, one) ?? ''}`),
			];
			return [
				{
					list: key === 'packages' ? 'main' : `group ${key === 'dev-packages' ? 'dev' : key}`,
					name: normal(name),
					extras: sortedExtras(texts(entry['extras'])),
					range,
					allows: version => allowedByStandard(range, version),
					reach: reachOf(environment => markers.every(marker => markerHolds(marker, environment))),
					source: direct === '' && indexes.has(index) && index !== undefined ? `index=${index}` : direct,
				},
			];
		}),
	);
};

/** Lines of requirements: one dependency a line, comments and options apart. */
export const readLines = (list: string, lines: string): readonly Wanted[] =>
	lines
		.replaceAll(/\\\r?\n/g, ' ')
		.split(/\r?\n/)
		.map(line =>
			line
				.replace(/(^|\s)#.*$/, '')
				.replaceAll(/--hash[= ]\S+/g, '')
				.trim(),
		)
		.filter(line => line !== '' && (!line.startsWith('-') || /^(?:-e|--editable)/.test(line)))
		.flatMap(line => {
			const isEditable = /^(?:-e|--editable)[ =]+/.test(line);
			const plain = line.replace(/^(?:-e|--editable)[ =]+/, '');
			if (/^\.\/?(?:\[.*\])?$/.test(plain)) return [];
			const egg = /#(?:.*&)?egg=([\w.-]+(?:\[[^\]]*\])?)/.exec(plain)?.[1];
			const head = /^[A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?(?=\s*@)/.exec(plain)?.[0];
			const address =
				head === undefined
					? egg === undefined
						? null
						: plain
					: plain.slice(head.length).replace(/^\s*@\s*/, '');
			if (address === null) return [fromStandard(list, plain)];
			const [url = '', marker = ''] = address.split(/\s+;\s*/);
			const bare = url.split('#')[0] ?? '';
			const git = /^git\+(.*?)(?:@([^/@]+))?$/.exec(bare);
			const subdirectory = /[#&]subdirectory=([^&]+)/.exec(url)?.[1];
			const source = git
				? { git: git[1], rev: git[2], subdirectory }
				: /^https?:/.test(bare)
					? { url: bare, subdirectory }
					: { path: bare, editable: isEditable };
			return [{ ...fromStandard(list, `${head ?? egg ?? ''} ; ${marker}`), source: sourceText(source) }];
		});

/** A section of setup.cfg: options and their raw text. */
const sectionOf = (config: string, name: string): ReadonlyMap<string, string> => {
	const out = new Map<string, string>();
	let inside = false;
	let key = '';
	for (const line of config.split(/\r?\n/)) {
		const header = /^\[(.+)\]/.exec(line);
		if (header) {
			inside = header[1] === name;
			key = '';
		} else if (inside && /^\s/.test(line) && key !== '')
			out.set(key, `${out.get(key) ?? ''}\n${line.trim()}`);
		else if (inside && /^[^#;\s]/.test(line)) {
			const at = /[=:]/.exec(line)?.index ?? line.length;
			key = line.slice(0, at).trim();
			out.set(key, line.slice(at + 1).trim());
		}
	}
	return out;
};

export const readSetupConfig = (config: string): readonly Wanted[] => [
	...readLines('main', sectionOf(config, 'options').get('install_requires') ?? ''),
	...readLines('group test', sectionOf(config, 'options').get('tests_require') ?? ''),
	...[...sectionOf(config, 'options.extras_require')].flatMap(([extra, lines]) =>
		readLines(`extra ${extra}`, lines),
	),
];

/** Lists that a setup script writes out, found by their brackets once strings are out of the way. */
export const readSetupScript = (script: string): readonly Wanted[] => {
	const strings: string[] = [];
	const plain = script.replaceAll(
		/#[^\n]*|[rRuU]?("{3}|'{3}|"|')([\s\S]*?)\1/g,
		(_, quote: string | undefined, content: string | undefined) =>
			quote === undefined ? '' : `¤${strings.push(content ?? '') - 1}¤`,
	);
	const inside = (code: string): readonly string[] =>
		[...code.matchAll(/¤(\d+)¤/g)].map(match => strings[Number(match[1])] ?? '');
	const valueOf = (keyword: string): string => {
		const written =
			new RegExp(`\\b${keyword}\\s*=\\s*(\\[[^\\]]*\\]|\\([^)]*\\)|\\{[^}]*\\}|[\\w.]+|¤\\d+¤)`).exec(
				plain,
			)?.[1] ?? '';
		if (!/^[A-Za-z_]\w*$/.test(written)) return written;
		return new RegExp(`^${written}\\s*=\\s*(\\[[^\\]]*\\]|\\{[^}]*\\})`, 'm').exec(plain)?.[1] ?? '';
	};
	const extras = [...valueOf('extras_require').matchAll(/¤(\d+)¤\s*:\s*(\[[^\]]*\]|\([^)]*\)|¤\d+¤)/g)];
	return [
		...readLines('main', inside(valueOf('install_requires')).join('\n')),
		...readLines('group test', inside(valueOf('tests_require')).join('\n')),
		...extras.flatMap(([, name = '', list = '']) =>
			readLines(`extra ${strings[Number(name)] ?? ''}`, inside(list).join('\n')),
		),
	];
};

const linesIn = (value: unknown): string => (typeof value === 'string' ? value : texts(value).join('\n'));

/** What a setup script was seen to ask for; one string holds lines, as setuptools has it. */
export const readRecorded = (recorded: string): readonly Wanted[] => {
	const value: unknown = JSON.parse(recorded.trim().split('\n').at(-1) ?? '');
	if (!isTable(value)) throw new Error('nothing was recorded');
	return [
		...readLines('main', linesIn(value['install_requires'])),
		...readLines('group test', linesIn(value['tests_require'])),
		...Object.entries(tableIn(value, 'extras_require')).flatMap(([extra, lines]) =>
			readLines(`extra ${extra}`, linesIn(lines)),
		),
	];
};
