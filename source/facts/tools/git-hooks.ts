import { isList, isTable, pointerOf, stringAt, stringsAt, tableAt } from '../../core/data.ts';
import type { Data } from '../../core/facts/config.ts';
import type { GitHooks, HookManager } from '../../core/facts/git-hooks.ts';
import type { SourceFile } from '../../core/gather.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { shellWords } from '../../core/shell-words.ts';
import { readLined } from './yaml-lines.ts';

// https://lefthook.dev/configuration/, https://typicode.github.io/husky/, https://github.com/sds/overcommit and
// https://github.com/lint-staged/lint-staged: only what runs before a commit.

type Command = GitHooks['commands'][number];

const files: readonly (readonly [path: RegExp, manager: HookManager])[] = [
	[/(^|\/)(?:\.config\/)?\.?lefthook\.ya?ml$/, 'lefthook'],
	[/(^|\/)\.husky\/pre-commit$/, 'husky'],
	[/(^|\/)\.overcommit\.yml$/, 'overcommit'],
	[/(^|\/)\.?(?:git-?)?hooks\/pre-commit(?:\.sh|\/[^/]+)?$/, 'a folder of hooks'],
	[/(^|\/)(?:\.lintstagedrc(?:\.json|\.ya?ml)?|package\.json)$/, 'lint-staged'],
];

const managerOf = (path: string): HookManager | undefined => files.find(([file]) => file.test(path))?.[1];

const readData = (
	file: SourceFile,
): { readonly value: Data; readonly lineOf: (path: readonly (string | number)[]) => number } => {
	const { value, lines } = readLined(file);
	return { value, lineOf: path => lines.get(pointerOf(path)) ?? 0 };
};

const commandAt = (text: string, line: number): readonly Command[] =>
	text
		.replaceAll(/\\\r?\n/g, ' ')
		.split(/&&|\|\||[;\n|]/)
		.map(part => part.trim())
		.filter(part => part !== '' && !part.startsWith('#'))
		.map(part => ({ words: shellWords(part), line, source: part.slice(0, 200) }));

const inLefthook = (file: SourceFile): readonly Command[] => {
	const { value, lineOf } = readData(file);
	const base = ['pre-commit'];
	const commands = Object.keys(tableAt(value, [...base, 'commands']) ?? {});
	const jobs = isTable(value) && isTable(value['pre-commit']) ? value['pre-commit']['jobs'] : undefined;
	const grouped = (list: Data | undefined, path: readonly (string | number)[]): readonly Command[] =>
		isList(list)
			? list.flatMap((job, at) => {
					const inner = isTable(job) && isTable(job['group']) ? job['group']['jobs'] : undefined;
					return [
						...commandAt(stringAt(job, ['run']) ?? stringAt(job, ['script']) ?? '', lineOf([...path, at])),
						...grouped(inner, [...path, at, 'group', 'jobs']),
					];
				})
			: [];
	return [
		...commands.flatMap(name => {
			const path = [...base, 'commands', name];
			return commandAt(stringAt(value, [...path, 'run']) ?? '', lineOf([...path, 'run']) || lineOf(path));
		}),
		...Object.keys(tableAt(value, [...base, 'scripts']) ?? {}).map(name => ({
			words: [name],
			line: lineOf([...base, 'scripts', name]),
			source: name,
		})),
		...grouped(jobs, [...base, 'jobs']),
	];
};

/** Hooks that overcommit has by itself. */
const overcommitTools: Readonly<Record<string, string>> = {
	YamlLint: 'yamllint',
	YamlSyntax: 'check-yaml',
	Mdl: 'mdl',
	PythonFlake8: 'flake8',
	PythonPylint: 'pylint',
};

const inOvercommit = (file: SourceFile): readonly Command[] => {
	const { value, lineOf } = readData(file);
	return Object.entries(tableAt(value, ['PreCommit']) ?? {}).flatMap(([name, hook]) => {
		if (!isTable(hook) || hook['enabled'] === false || name === 'ALL') return [];
		const named = stringsAt(hook, ['command']);
		const words = named.length > 0 ? named : [overcommitTools[name] ?? name];
		return [{ words, line: lineOf(['PreCommit', name]), source: name }];
	});
};

/** A pattern that takes Python, Markdown or YAML, or everything. */
const seesOurs = /\b(?:py|pyi|md|markdown|ya?ml)\b|\*$/;

const inLintStaged = (file: SourceFile): readonly Command[] => {
	if (file.path.endsWith('package.json') && !file.text.includes('"lint-staged"')) return [];
	const { value, lineOf } = readData(file);
	const base = file.path.endsWith('package.json') ? ['lint-staged'] : [];
	return Object.entries(tableAt(value, base) ?? {}).flatMap(([glob, run]) => {
		if (!seesOurs.test(glob)) return [];
		const texts = typeof run === 'string' ? [run] : stringsAt(run, []);
		return texts.flatMap(text => commandAt(text, lineOf([...base, glob])));
	});
};

const inShell = (file: SourceFile): readonly Command[] =>
	file.text
		.split(/\r?\n/)
		.flatMap((text, at) => commandAt(text, at + 1))
		.filter(
			({ words }) => !/^(?:\.|source|set|if|fi|then|else|cd|echo|export|exit|done|\[)$/.test(words[0] ?? ''),
		);

const commandsIn = (file: SourceFile, manager: HookManager): readonly Command[] => {
	switch (manager) {
		case 'lefthook':
			return inLefthook(file);
		case 'overcommit':
			return inOvercommit(file);
		case 'lint-staged':
			return inLintStaged(file);
		case 'husky':
		case 'a folder of hooks':
			return inShell(file);
	}
};

export default defineFileGatherer({
	fact: 'gitHooks',
	version: 2,
	wave: 'config',
	wants: path => managerOf(path) !== undefined && !/\{[{%]|(^|\/)node_modules\//.test(path),
	extract(file) {
		const manager = managerOf(file.path);
		const commands = manager === undefined ? [] : commandsIn(file, manager);
		return manager === undefined || commands.length === 0 ? null : { manager, commands };
	},
});
