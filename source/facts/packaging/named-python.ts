import { isList, stringAt, stringsAt, valueAt } from '../../core/data.ts';
import type { PerFile, Role } from '../../core/facts.ts';
import type { CdkModule } from '../../core/facts/cdk.ts';
import type { IniDocument, TomlDocument } from '../../core/facts/config.ts';
import type { LambdaFunction } from '../../core/facts/functions.ts';
import type { NamedPython } from '../../core/facts/packaging.ts';
import type { PythonPlaces } from '../../core/facts/python-places.ts';
import type { Place } from '../../core/finding.ts';
import { minorOf } from '../../core/python-versions.ts';
import { spotOf } from './document.ts';

type Spot = { readonly at: Place; readonly source: string };

const named = (
	use: NamedPython['use'],
	what: string,
	version: string,
	spot: Spot,
): readonly NamedPython[] => {
	const minor = minorOf(version);
	return minor === null ? [] : [{ use, what, version, minor, ...spot }];
};

/** `py313` is 3.13. */
const ofTarget = (target: string): string => target.replace(/^py(\d)(\d+)$/, '$1.$2');

const targetsIn = (document: TomlDocument, path: readonly string[], what: string): readonly NamedPython[] => {
	const value = valueAt(document.value, path);
	if (isList(value)) {
		// Black takes the union of its targets; the oldest is what it writes for.
		const targets = stringsAt(value, []).map(ofTarget);
		const oldest = targets.toSorted((a, b) => (minorOf(a) ?? 99) - (minorOf(b) ?? 99))[0];
		return oldest === undefined ? [] : named('target', what, oldest, spotOf(document, path));
	}
	return typeof value === 'string' ? named('target', what, ofTarget(value), spotOf(document, path)) : [];
};

const classifiersIn = (document: TomlDocument, path: readonly string[]): readonly NamedPython[] =>
	stringsAt(document.value, path).flatMap((classifier, at) => {
		const version = /^Programming Language :: Python :: (3\.\d+)$/.exec(classifier)?.[1];
		return version === undefined
			? []
			: named('classifier', 'classifier', version, spotOf(document, [...path, at]));
	});

/** `10`, or `0-5` for each number between. */
const numbersOf = (part: string): readonly string[] => {
	const [from = '', to] = part.trim().split('-');
	if (to === undefined) return [from];
	return Array.from({ length: Math.max(0, Math.min(20, Number(to) - Number(from)) + 1) }, (_, at) =>
		String(Number(from) + at),
	);
};

/** `py313`, `py3{12,13}`, `py{312,313}-lint`, `3.13`, `3.1{0-5}`. */
const toxVersions = (list: string): readonly string[] => {
	const expanded = list.replaceAll(/((?:py|3\.)[\d.]*)\{([^}]*)\}/g, (_, head: string, inner: string) =>
		inner
			.split(',')
			.flatMap(numbersOf)
			.map(part => head + part)
			.join(' '),
	);
	return [...expanded.matchAll(/(?<![\w.])(?:py3\.?|3\.)(\d{1,2})(?![\w.])/g)].map(
		match => `3.${match[1] ?? ''}`,
	);
};

const inToxIni = (document: IniDocument): readonly NamedPython[] => {
	const options = document.sections['tox']?.options;
	const list = options?.['envlist'] ?? options?.['env_list'];
	if (!list) return [];
	const spot = { at: { path: document.path, line: list.line }, source: list.source };
	return [...new Set(toxVersions(list.value))].flatMap(version =>
		named('ci', 'tox environment', version, spot),
	);
};

const inMypyIni = (document: IniDocument): readonly NamedPython[] => {
	const option = document.sections['mypy']?.options['python_version'];
	if (!option) return [];
	return named('target', 'mypy target', option.value, {
		at: { path: document.path, line: option.line },
		source: option.source,
	});
};

const inTomlFile = (document: TomlDocument): readonly NamedPython[] => {
	const name = document.path.slice(document.path.lastIndexOf('/') + 1);
	switch (name) {
		case 'ruff.toml':
		case '.ruff.toml':
			return targetsIn(document, ['target-version'], 'ruff target');
		case 'mise.toml':
		case '.mise.toml': {
			const version = stringAt(document.value, ['tools', 'python']) ?? '';
			return named('environment', 'tool version', version, spotOf(document, ['tools', 'python']));
		}
		case 'pyproject.toml':
			return [
				...targetsIn(document, ['tool', 'ruff', 'target-version'], 'ruff target'),
				...targetsIn(document, ['tool', 'black', 'target-version'], 'black target'),
				...targetsIn(document, ['tool', 'mypy', 'python_version'], 'mypy target'),
				...classifiersIn(document, ['project', 'classifiers']),
				...classifiersIn(document, ['tool', 'poetry', 'classifiers']),
				...stringsAt(document.value, ['tool', 'tox', 'env_list']).flatMap((environment, at) =>
					toxVersions(environment).flatMap(version =>
						named('ci', 'tox environment', version, spotOf(document, ['tool', 'tox', 'env_list', at])),
					),
				),
			];
		default:
			return [];
	}
};

/** What all files of one project name. */
export const namedPythons = (
	isOwn: (path: string) => boolean,
	places: PerFile<PythonPlaces>,
	toml: PerFile<TomlDocument>,
	ini: PerFile<IniDocument>,
): readonly NamedPython[] => [
	...[...places].flatMap(([path, parsed]) =>
		parsed.ok && isOwn(path)
			? parsed.value.places.flatMap(({ use, what, version, line, column, endColumn, source }) =>
					named(use, what, version, { at: { path, line, column, endLine: line, endColumn }, source }),
				)
			: [],
	),
	...[...toml.values()].flatMap(parsed =>
		parsed.ok && isOwn(parsed.value.path) ? inTomlFile(parsed.value) : [],
	),
	...[...ini.values()].flatMap(parsed =>
		parsed.ok && isOwn(parsed.value.path) ? [...inToxIni(parsed.value), ...inMypyIni(parsed.value)] : [],
	),
];

/** What the runtime is called in each kind of template. */
const runtimeKeys: Readonly<Record<LambdaFunction['kind'], string>> = {
	sam: 'Runtime',
	cloudformation: 'Runtime',
	serverless: 'runtime',
	zappa: 'runtime',
	chalice: 'lambda_python_version',
};

/** Runtimes that templates give to functions; one shared by many is named once. */
export const runtimePythons = (functions: readonly LambdaFunction[]): readonly NamedPython[] => {
	const found = functions.flatMap(({ kind, runtime }) =>
		runtime.branches.flatMap(branch => {
			if (branch.state !== 'known' || typeof branch.value !== 'string') return [];
			const version = /^python(3\.\d+)$/.exec(branch.value)?.[1];
			const spot = { at: runtime.at, source: `${runtimeKeys[kind]}: ${branch.value}` };
			return version === undefined ? [] : named('deploy', 'Lambda runtime', version, spot);
		}),
	);
	return found.filter(
		({ at, version }, index) =>
			found.findIndex(
				other => other.at.path === at.path && other.at.line === at.line && other.version === version,
			) === index,
	);
};

/** Runtimes that constructs of the CDK give to functions. */
export const constructPythons = (
	cdk: PerFile<CdkModule>,
	roleOf: (path: string) => Role | undefined,
): readonly NamedPython[] =>
	[...cdk].flatMap(([path, parsed]) => {
		const role = roleOf(path);
		if (!parsed.ok || role === 'test' || role === 'docs' || role === 'vendored') return [];
		return parsed.value.constructs.flatMap(({ values, line, column, endLine, endColumn }) => {
			const runtime = values['runtime'];
			const name = runtime?.state === 'known' ? String(runtime.value) : '';
			const minor = /^PYTHON_3_(\d+)$/.exec(name)?.[1];
			if (minor === undefined) return [];
			return named('deploy', 'Lambda runtime', `3.${minor}`, {
				at: { path, line, column, endLine, endColumn },
				source: name,
			});
		});
	});
