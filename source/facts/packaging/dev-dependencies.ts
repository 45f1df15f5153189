import { isList, isTable, pointerOf, valueAt } from '../../core/data.ts';
import type { Data, IniDocument, TomlDocument } from '../../core/facts/config.ts';
import type { Dependency } from '../../core/facts/tools.ts';
import { defineDerived } from '../../core/gather.ts';

// https://docs.astral.sh/uv/concepts/projects/dependencies/ and the manuals of Poetry, PDM, Hatch and Pipenv.

type Keys = readonly (string | number)[];

const normal = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

const nameOf = (requirement: string): string => normal(/^\s*([\w.-]+)/.exec(requirement)?.[1] ?? '');

const keysAt = (value: Data, keys: Keys): readonly string[] => {
	const table = valueAt(value, keys);
	return isTable(table) ? Object.keys(table) : [];
};

const developing =
	/^(?:dev|develop|development|tests?|testing|lint|linting|typing|types|type-check|docs?|qa|checks?|ci)$/;

const placesIn = (value: Data): readonly { readonly keys: Keys; readonly use: Dependency['use'] }[] => [
	{ keys: ['project', 'dependencies'], use: 'run' },
	...keysAt(value, ['project', 'optional-dependencies']).map(name => ({
		keys: ['project', 'optional-dependencies', name],
		use: developing.test(name) ? ('dev' as const) : ('run' as const),
	})),
	...keysAt(value, ['dependency-groups']).map(name => ({
		keys: ['dependency-groups', name],
		use: 'dev' as const,
	})),
	{ keys: ['tool', 'uv', 'dev-dependencies'], use: 'dev' },
	{ keys: ['tool', 'poetry', 'dependencies'], use: 'run' },
	{ keys: ['tool', 'poetry', 'dev-dependencies'], use: 'dev' },
	...keysAt(value, ['tool', 'poetry', 'group']).map(name => ({
		keys: ['tool', 'poetry', 'group', name, 'dependencies'],
		use: 'dev' as const,
	})),
	...keysAt(value, ['tool', 'pdm', 'dev-dependencies']).map(name => ({
		keys: ['tool', 'pdm', 'dev-dependencies', name],
		use: 'dev' as const,
	})),
	...keysAt(value, ['tool', 'hatch', 'envs']).flatMap(name =>
		['dependencies', 'extra-dependencies'].map(key => ({
			keys: ['tool', 'hatch', 'envs', name, key],
			use: 'dev' as const,
		})),
	),
	{ keys: ['packages'], use: 'run' },
	{ keys: ['dev-packages'], use: 'dev' },
];

const isManifest = (path: string): boolean => /(^|\/)(?:pyproject\.toml|Pipfile)$/.test(path);

const inToml = ({ path, value, locations }: TomlDocument): readonly Dependency[] =>
	placesIn(value).flatMap(({ keys, use }) => {
		const found = valueAt(value, keys);
		const lineOf = (key: string | number): number => locations[pointerOf([...keys, key])]?.line ?? 0;
		if (isList(found)) {
			return found.flatMap((item, at) =>
				typeof item === 'string'
					? [{ name: nameOf(item), requirement: item, path, line: lineOf(at), use }]
					: [],
			);
		}
		if (!isTable(found)) return [];
		return Object.entries(found).map(([name, item]) => ({
			name: normal(name),
			requirement: typeof item === 'string' ? `${name} ${item}` : name,
			path,
			line: lineOf(name),
			use,
		}));
	});

const iniPlaces: readonly (readonly [section: RegExp, option: RegExp])[] = [
	[/^options$/, /^(?:install_requires|tests_require)$/],
	[/^options\.extras_require$/, /./],
	[/^testenv(?::.*)?$/, /^deps$/],
];

const inIni = ({ path, sections }: IniDocument): readonly Dependency[] =>
	Object.entries(sections).flatMap(([section, { options }]) =>
		Object.entries(options)
			.filter(([name]) => iniPlaces.some(([where, what]) => where.test(section) && what.test(name)))
			.flatMap(([name, option]) =>
				option.value.split('\n').flatMap((text, at) => {
					// tox: `py312: pytest>=8`; `-r file` names nothing.
					const requirement = text.replace(/^[\w{},-]+:\s*/, '').trim();
					if (!/^[A-Za-z]/.test(requirement)) return [];
					const use = name === 'install_requires' ? ('run' as const) : ('dev' as const);
					return [{ name: nameOf(requirement), requirement, path, line: option.line + at, use }];
				}),
			),
	);

export default defineDerived({
	fact: 'devDependencies',
	needs: ['toml', 'ini', 'setupScripts'],
	derive: facts => [
		...[...facts.toml.values()].flatMap(parsed =>
			parsed.ok && isManifest(parsed.value.path) ? inToml(parsed.value) : [],
		),
		...[...facts.ini.values()].flatMap(parsed => (parsed.ok ? inIni(parsed.value) : [])),
		...[...facts.setupScripts].flatMap(([path, parsed]) =>
			parsed.ok ? parsed.value.tools.map(one => ({ ...one, path, use: 'dev' as const })) : [],
		),
	],
});
