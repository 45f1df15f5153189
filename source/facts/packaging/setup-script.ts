import type { SgNode } from '@ast-grep/napi';
import type { SetupScript, SetupValue } from '../../core/facts/setup-script.ts';
import type { SourceFile } from '../../core/gather.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';
import { argumentsOf, keywordValue } from '../../edit/python/calls.ts';
import { lineOf, partsOf } from '../../edit/python/nodes.ts';
import { writtenList, writtenPairs } from '../../edit/python/written/lists.ts';
import { constantOf } from '../../edit/python/written/names.ts';
import { textIn } from '../../edit/python/written/text.ts';

// https://setuptools.pypa.io/en/latest/references/keywords.html

const valueOf = (file: SourceFile, node: SgNode): SetupValue | null => {
	const value = textIn(node);
	if (value === null) return null;
	const { line } = node.range().start;
	const source = file.text.slice(file.lineStarts[line] ?? 0, file.lineStarts[line + 1] ?? file.text.length);
	return { value, line: line + 1, source: source.trim().slice(0, 200) };
};

const listOf = (file: SourceFile, node: SgNode | null): readonly SetupValue[] | 'unknown' => {
	if (node === null) return [];
	if (node.kind() !== 'list' && node.kind() !== 'tuple') return 'unknown';
	const items = node.children().filter(child => child.isNamed() && child.kind() !== 'comment');
	const values = items.map(item => valueOf(file, item));
	return values.every(value => value !== null) ? values : 'unknown';
};

/** What is asked for, and the files that are read for it. */
const requiredOf = (
	file: SourceFile,
	root: SgNode,
	node: SgNode | null,
): Pick<SetupScript, 'installRequires' | 'requirementFiles'> => {
	const list = node ? writtenList(root, node) : null;
	if (!list) return { installRequires: node ? 'unknown' : [], requirementFiles: [] };
	const values = list.items.flatMap((item): readonly SetupValue[] => {
		if (item.kind !== 'text' && item.kind !== 'lines') return [];
		const value = valueOf(file, item.node);
		const said = item.text.split('\n').map(line => line.trim());
		return said
			.filter(line => line !== '' && !line.startsWith('#'))
			.flatMap(line => (value ? [{ ...value, value: line }] : []));
	});
	return {
		installRequires: values,
		requirementFiles: list.items.flatMap(item => (item.kind === 'file' ? [item.path] : [])),
	};
};

/** Whether every extra and what it asks for is written out; a condition in its name is not read. */
const writesExtras = (root: SgNode, node: SgNode): boolean => {
	const written = writtenPairs(root, node);
	return (
		written?.pairs.every(({ key, value }) => !key.includes(':') && writtenList(root, value) !== null) ?? false
	);
};

/** The value of a keyword, and of a name that is bound once in its place. */
const writtenValue = (root: SgNode, call: SgNode, name: string): SgNode | null => {
	const written = keywordValue(call, name);
	return written?.kind() === 'identifier' ? (constantOf(root, written.text())?.value ?? null) : written;
};

/** Keywords of one text each that setuptools takes from `[project]` alone, once there is one. */
const texts = [
	'name',
	'author',
	'author_email',
	'maintainer',
	'maintainer_email',
	'license',
	'url',
	'python_requires',
];

const computedOf = (root: SgNode, call: SgNode): readonly string[] => {
	const computed = texts.filter(name => {
		const value = writtenValue(root, call, name);
		return keywordValue(call, name) !== null && (value === null || textIn(value) === null);
	});
	const extras = keywordValue(call, 'extras_require');
	return extras === null || writesExtras(root, extras) ? computed : [...computed, 'extras_require'];
};

const namesIn = (file: SourceFile, node: SgNode | null): readonly string[] => {
	const values = listOf(file, node);
	return values === 'unknown' ? [] : values.map(({ value }) => value);
};

/** `{"": "src"}` as it is written; `unknown` for anything else. */
const foldersOf = (node: SgNode | null): Readonly<Record<string, string>> | 'unknown' => {
	if (node === null) return {};
	if (node.kind() !== 'dictionary') return 'unknown';
	const pairs = partsOf(node).map(pair => {
		const [key, value] = [pair.field('key'), pair.field('value')].map(part => part && textIn(part));
		return typeof key === 'string' && typeof value === 'string' ? ([key, value] as const) : null;
	});
	return pairs.every(pair => pair !== null) ? Object.fromEntries(pairs) : 'unknown';
};

/** The call to `find_packages()` that gives the packages. */
const finderOf = (call: SgNode): SgNode | null => {
	const node = keywordValue(call, 'packages');
	const isFinder = /(?:^|\.)find(?:_namespace)?_packages$/.test(node?.field('function')?.text() ?? '');
	return node?.kind() === 'call' && isFinder ? node : null;
};

/** Where `find_packages("src")` or `find_packages(where="src")` looks. */
const findsIn = (finder: SgNode | null): string | null => {
	if (finder === null) return null;
	const { positional, keywords } = argumentsOf(finder);
	const where = keywords.get('where')?.field('value') ?? positional[0];
	return where ? textIn(where) : null;
};

const tool =
	/(["'])((pytest-cov|pytest|coverage|mypy|ruff|flake8|pylint|black|pyright|basedpyright|pyrefly|ty)(?:\[[\w,\s-]*\])?\s*(?:[<>=!~;@][^"'\r\n]*)?)\1/g;

/** Extras are dictionaries, lists that are added up, or names for either: only the requirements themselves are told. */
const toolsIn = (file: SourceFile): SetupScript['tools'] =>
	[...file.text.matchAll(tool)].map(match => ({
		name: match[3] ?? '',
		requirement: match[2] ?? '',
		line: positionAt(file.lineStarts, match.index).line,
	}));

export default defineFileGatherer({
	fact: 'setupScripts',
	version: 6,
	wave: 'config',
	wants: path => path === 'setup.py' || path.endsWith('/setup.py'),
	extract(file, engines) {
		if (!/\bsetup\s*\(/.test(file.text)) return null;
		const root = engines.python(file);
		const call = root
			.findAll({ rule: { kind: 'call', has: { field: 'function', regex: '(^|\\.)setup$' } } })
			.at(0);
		if (!call) return null;
		const literal = (name: string): SetupValue | null => {
			const node = writtenValue(root, call, name);
			return node ? valueOf(file, node) : null;
		};
		const given = argumentsOf(call);
		const finder = finderOf(call);
		const requires = keywordValue(call, 'python_requires');
		const classifiers = listOf(file, keywordValue(call, 'classifiers'));
		return {
			name: literal('name'),
			version: literal('version'),
			pythonRequires: requires ? (literal('python_requires') ?? 'unknown') : null,
			classifiers: classifiers === 'unknown' ? [] : classifiers,
			...requiredOf(file, root, keywordValue(call, 'install_requires')),
			keywords: given.kwargs || given.splat ? 'unknown' : [...given.keywords.keys()],
			computed: computedOf(root, call),
			hasConsoleScripts: keywordValue(call, 'entry_points')?.text().includes('console_scripts') ?? false,
			packageFolders: foldersOf(keywordValue(call, 'package_dir')),
			findsIn: findsIn(finder),
			findsExcept: finder ? namesIn(file, keywordValue(finder, 'exclude')) : [],
			packages: namesIn(file, keywordValue(call, 'packages')),
			modules: namesIn(file, keywordValue(call, 'py_modules')),
			tools: toolsIn(file),
			line: lineOf(call),
		};
	},
});
