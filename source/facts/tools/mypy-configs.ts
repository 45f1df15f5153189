import { isList, isTable, tableAt } from '../../core/data.ts';
import type { Facts } from '../../core/facts.ts';
import type { Data, IniDocument, Table } from '../../core/facts/config.ts';
import type { MypyConfig } from '../../core/facts/tools.ts';
import { folderOf, inFolder } from '../../core/folders.ts';
import { defineDerived } from '../../core/gather.ts';

// https://mypy.readthedocs.io/en/stable/config_file.html: the first of these files that has settings for mypy.

const names = ['mypy.ini', '.mypy.ini', 'pyproject.toml', 'setup.cfg'];

type Found = Omit<MypyConfig, 'shadows'>;

const truth: Readonly<Record<string, boolean>> = {
	true: true,
	yes: true,
	on: true,
	'1': true,
	false: false,
	no: false,
	off: false,
	'0': false,
};

const iniValue = (text: string): Data => truth[text.trim().toLowerCase()] ?? text.trim();

const underscored = (name: string): string => name.replaceAll('-', '_').toLowerCase();

const iniOptions = (section: IniDocument['sections'][string] | undefined): Table =>
	Object.fromEntries(
		Object.values(section?.options ?? {}).map(({ name, value }) => [underscored(name), iniValue(value)]),
	);

const fromIni = (document: IniDocument): Found | null => {
	const global = document.sections['mypy'];
	const isOwnFile = /(^|\/)\.?mypy\.ini$/.test(document.path);
	if (!global && !isOwnFile) return null;
	return {
		path: document.path,
		directory: folderOf(document.path),
		dialect: 'ini',
		options: iniOptions(global),
		overrides: Object.entries(document.sections)
			.filter(([name]) => name.startsWith('mypy-'))
			.map(([name, section]) => ({
				modules: name
					.slice('mypy-'.length)
					.split(',')
					.map(part => part.trim()),
				options: iniOptions(section),
				line: section.line,
			})),
		line: global?.line ?? 0,
		lines: Object.fromEntries(
			Object.values(global?.options ?? {}).map(({ name, line }) => [underscored(name), line]),
		),
	};
};

const stringsOf = (value: Data | undefined): readonly string[] => {
	if (typeof value === 'string') return [value];
	return isList(value) ? value.filter(item => typeof item === 'string') : [];
};

const fromToml = (facts: Pick<Facts, 'toml'>, path: string): Found | null => {
	const parsed = facts.toml.get(path);
	const table = parsed?.ok ? tableAt(parsed.value.value, ['tool', 'mypy']) : undefined;
	if (!parsed?.ok || !table) return null;
	const { locations } = parsed.value;
	const lineOf = (pointer: string): number => locations[`/tool/mypy${pointer}`]?.line ?? 0;
	const overrides = isList(table['overrides']) ? table['overrides'] : [];
	const own = Object.entries(table).filter(([key]) => key !== 'overrides');
	return {
		path,
		directory: folderOf(path),
		dialect: 'toml',
		options: Object.fromEntries(own.map(([key, value]) => [underscored(key), value])),
		overrides: overrides.flatMap((override, at) => {
			if (!isTable(override)) return [];
			const options = Object.entries(override).filter(([key]) => key !== 'module');
			return [
				{
					modules: stringsOf(override['module']),
					options: Object.fromEntries(options.map(([key, value]) => [underscored(key), value])),
					line: lineOf(`/overrides/${at}`) || lineOf(`/overrides/${at}/module`),
				},
			];
		}),
		line: lineOf(''),
		lines: Object.fromEntries(own.map(([key]) => [underscored(key), lineOf(`/${key}`)])),
	};
};

const isStrict = ({ options }: Found): boolean => options['strict'] === true;

export default defineDerived({
	fact: 'mypyConfigs',
	needs: ['toml', 'ini'],
	derive(facts) {
		const found = (path: string): Found | null => {
			const ini = facts.ini.get(path);
			return path.endsWith('.toml') ? fromToml(facts, path) : ini?.ok ? fromIni(ini.value) : null;
		};
		const folders = new Set([...facts.toml.keys(), ...facts.ini.keys()].map(folderOf));
		return [...folders].toSorted().flatMap(folder => {
			const all = names.map(name => found(inFolder(folder, name)));
			const [winner, ...others] = all.filter(config => config !== null);
			if (!winner) return [];
			const shadows = others.map(config => ({
				path: config.path,
				line: config.line,
				strict: isStrict(config),
			}));
			return [{ ...winner, shadows }];
		});
	},
});
