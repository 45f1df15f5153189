import type { SgNode } from '@ast-grep/napi';
import { isList, isTable, stringAt, stringsAt, tableAt, valueAt } from '../../../source/core/data.ts';
import type { Layout } from '../../../source/core/facts/layout.ts';
import { argumentsOf } from '../../../source/edit/python/calls.ts';
import { appendItem } from '../../../source/edit/python/items.ts';
import { endOf, startOf } from '../../../source/edit/python/nodes.ts';
import { addSection, insertOption, putOption, setOption } from '../../../source/edit/ini.ts';
import { readIni } from '../../../source/edit/ini/read.ts';
import type { EditResult } from '../../../source/edit/text.ts';
import { spliced } from '../../../source/edit/text.ts';
import {
	deleteKey,
	deleteTable,
	insertKey,
	putValue,
	setValue,
	appendToArray,
} from '../../../source/edit/toml.ts';
import { readToml } from '../../../source/edit/toml/read.ts';

// What each build backend has to be told, and what it finds by itself.
// https://setuptools.pypa.io/en/latest/userguide/package_discovery.html
// https://python-poetry.org/docs/pyproject/#packages
// https://docs.astral.sh/uv/concepts/build-backend/#modules

export type Step = (text: string) => EditResult;

/** Edits of one file, or why the build stays as it is. */
export type Told = { readonly steps: readonly Step[] } | { readonly reason: string };

const compiled = 'it builds extension modules, whose paths only its own build knows';

/** Edits of `pyproject.toml` for the build, and for tools whose settings name the project's own folder. */
export const pyprojectSteps = (text: string, layout: Layout, names: readonly string[]): Told => {
	const reading = readToml(text);
	if (!reading.ok) return { reason: `\`pyproject.toml\` is ${reading.message}` };
	const { value } = reading.toml;
	const steps: Step[] = [];
	const backend = layout.build?.backend;
	const setuptools = tableAt(value, ['tool', 'setuptools']);
	if (setuptools && backend === 'setuptools') {
		if (setuptools['ext-modules'] !== undefined) return { reason: compiled };
		if (setuptools['py-modules'] !== undefined)
			return { reason: '`py-modules` lists modules at the top, which do not move' };
		const folder = tableAt(setuptools, ['package-dir']);
		if (folder) {
			if (stringAt(folder, ['']) === undefined || Object.keys(folder).length > 1)
				return { reason: '`package-dir` maps packages one by one' };
			steps.push(now => setValue(now, ['tool', 'setuptools', 'package-dir', ''], 'src'));
		}
		if (isList(setuptools['packages'])) {
			if (!folder) steps.push(now => insertKey(now, ['tool', 'setuptools'], ['package-dir'], { '': 'src' }));
		} else {
			const find = tableAt(setuptools, ['packages', 'find']);
			if (find)
				steps.push(now => putValue(now, ['tool', 'setuptools', 'packages', 'find', 'where'], ['src']));
		}
	}
	if (backend === 'poetry-core') {
		const packages = valueAt(value, ['tool', 'poetry', 'packages']);
		if (isList(packages)) {
			for (const [at, one] of packages.entries()) {
				const include = stringAt(one, ['include']);
				if (include === undefined || !names.includes(include)) continue;
				if (!isTable(one) || one['from'] !== undefined || one['to'] !== undefined)
					return { reason: 'a package of `[tool.poetry] packages` has a place of its own' };
				steps.push(now => setValue(now, ['tool', 'poetry', 'packages', at], { ...one, from: 'src' }));
			}
		}
	}
	if (backend === 'uv') {
		const root = ['tool', 'uv', 'build-backend', 'module-root'];
		const isAlone = Object.keys(tableAt(value, root.slice(0, -1)) ?? {}).length === 1;
		if (valueAt(value, root) !== undefined)
			steps.push(now => (isAlone ? deleteTable(now, root.slice(0, -1)) : deleteKey(now, root)));
	}
	if (backend === 'pdm' && stringAt(value, ['tool', 'pdm', 'build', 'package-dir']) !== undefined)
		steps.push(now => setValue(now, ['tool', 'pdm', 'build', 'package-dir'], 'src'));
	if (backend === 'hatchling') {
		const modes = ['tool', 'hatch', 'build', 'dev-mode-dirs'];
		if (stringsAt(value, modes).includes('.')) steps.push(now => setValue(now, modes, ['src']));
		const wheel = tableAt(value, ['tool', 'hatch', 'build', 'targets', 'wheel']);
		if (wheel?.['force-include'] !== undefined || wheel?.['sources'] !== undefined)
			return { reason: 'the wheel of `[tool.hatch]` is put together by hand' };
	}
	return { steps: [...steps, ...toolSteps(value)] };
};

/** Tools that are told the project's folder, where the packages were. */
const toolSteps = (value: Parameters<typeof tableAt>[0]): readonly Step[] => {
	const steps: Step[] = [];
	for (const path of [
		['tool', 'pytest', 'ini_options', 'pythonpath'],
		['tool', 'pytest', 'pythonpath'],
		['tool', 'ruff', 'src'],
	]) {
		const found = valueAt(value, path);
		if (isList(found) && found.includes('.')) steps.push(now => appendToArray(now, path, ['src']));
		else if (found === '.') steps.push(now => setValue(now, path, '. src'));
	}
	const mypy = tableAt(value, ['tool', 'mypy']);
	if (mypy && mypy['mypy_path'] === undefined)
		steps.push(now => putValue(now, ['tool', 'mypy', 'mypy_path'], 'src'));
	else if (mypy?.['mypy_path'] === '.')
		steps.push(now => setValue(now, ['tool', 'mypy', 'mypy_path'], 'src'));
	const towncrier = tableAt(value, ['tool', 'towncrier']);
	if (towncrier?.['package'] !== undefined)
		steps.push(now => putValue(now, ['tool', 'towncrier', 'package_dir'], 'src'));
	return steps;
};

/** Edits of `setup.cfg` and of the INI files of tools. */
export const iniSteps = (text: string, isSetup: boolean): Told => {
	const reading = readIni(text);
	if (!reading.ok) return { reason: `\`setup.cfg\` does not parse: ${reading.message}` };
	const { blocks } = reading;
	const steps: Step[] = [];
	const options = blocks.get('options')?.options;
	if (isSetup && blocks.has('files')) return { reason: 'pbr builds it, which takes packages from the top' };
	if (isSetup && options?.has('packages')) {
		if (options.has('py_modules'))
			return { reason: '`py_modules` lists modules at the top, which do not move' };
		if (options.has('package_dir')) return { reason: '`package_dir` maps packages already' };
		steps.push(now => insertOption(now, 'options', 'package_dir', '\n=src'));
		if (/^find(?:_namespace)?:/.test(options.get('packages')?.value ?? '')) {
			const find = blocks.get('options.packages.find');
			steps.push(now =>
				find
					? putOption(now, 'options.packages.find', 'where', 'src')
					: addSection(now, 'options.packages.find', { where: 'src' }),
			);
		}
	}
	const pytest = isSetup ? 'tool:pytest' : 'pytest';
	const path = blocks.get(pytest)?.options.get('pythonpath')?.value;
	if (path !== undefined && /(?:^|\s)\.(?:\s|$)/.test(path))
		steps.push(now => setOption(now, pytest, 'pythonpath', `${path} src`));
	const mypy = blocks.get('mypy');
	if (mypy && !mypy.options.has('mypy_path'))
		steps.push(now => insertOption(now, 'mypy', 'mypy_path', 'src'));
	return { steps };
};

/** `src` in the quotes that a call mostly has. */
const quotedLike = (call: SgNode): string => {
	const text = call.text();
	return text.split("'").length > text.split('"').length ? "'src'" : '"src"';
};

/** A name that holds a word and is put into a path: `os.path.join(here, package, "VERSION")`. */
const pathName = (text: string): string | null => {
	const names = [...text.matchAll(/^(\w+)[ \t]*=[ \t]*[rRuU]?["']\w+["'][ \t]*(?:#.*)?$/gm)].map(
		match => match[1] ?? '',
	);
	const isInPath = (name: string): boolean =>
		new RegExp(
			`(?:join|open|[pP]ath|joinpath|read\\w*)\\([^\\n]*\\b${name}\\b|/[ \\t]*${name}\\b|\\{${name}\\}/`,
		).test(text);
	return names.find(isInPath) ?? null;
};

/** Edits of `setup.py`. */
export const scriptSteps = (parse: (text: string) => SgNode): ((text: string) => Told) => {
	const setupOf = (text: string): SgNode | null =>
		parse(text).find({ rule: { kind: 'call', has: { field: 'function', regex: '(^|\\.)setup$' } } });
	const find: Step = text => {
		const call = setupOf(text);
		const packages = call && argumentsOf(call).keywords.get('packages')?.field('value');
		if (!call || packages?.kind() !== 'call') return spliced([]);
		const { positional, keywords } = argumentsOf(packages);
		const where = keywords.get('where')?.field('value') ?? positional[0];
		if (where) return spliced([{ start: startOf(where), end: endOf(where), text: quotedLike(call) }]);
		const list = packages.field('arguments');
		if (!list) return spliced([]);
		const isEmpty = list.namedChildren().length === 0;
		return spliced([
			{
				start: startOf(list) + 1,
				end: startOf(list) + 1,
				text: isEmpty ? quotedLike(call) : `${quotedLike(call)}, `,
			},
		]);
	};
	const folder: Step = text => {
		const call = setupOf(text);
		const list = call?.field('arguments');
		if (!call || !list) return spliced([]);
		const quote = quotedLike(call).charAt(0);
		const folders = `{${quote}${quote}: ${quotedLike(call)}}`;
		const present = argumentsOf(call).keywords.get('package_dir')?.field('value');
		if (present) return spliced([{ start: startOf(present), end: endOf(present), text: folders }]);
		return spliced(appendItem(text, list.children(), `package_dir=${folders}`));
	};
	return text => {
		const call = setupOf(text);
		if (!call) return { steps: [] };
		const { keywords, kwargs } = argumentsOf(call);
		if (keywords.has('ext_modules') || keywords.has('cffi_modules') || keywords.has('rust_extensions'))
			return { reason: compiled };
		if (keywords.has('py_modules'))
			return { reason: '`py_modules` lists modules at the top, which do not move' };
		const named = pathName(text);
		if (named !== null) return { reason: `\`setup.py\` makes a path of \`${named}\`` };
		const packages = keywords.get('packages')?.field('value');
		if (kwargs) return { reason: '`setup.py` computes what it passes to `setup()`' };
		if (!packages) return { steps: [] };
		const isFinder =
			packages.kind() === 'call' &&
			/(?:^|\.)find(?:_namespace)?_packages$/.test(packages.field('function')?.text() ?? '');
		if (!isFinder && packages.kind() !== 'list') return { reason: '`setup.py` computes its packages' };
		return { steps: [find, folder] };
	};
};
