import { isList, isTable, pointerOf, stringAt, stringsAt, valueAt } from '../../core/data.ts';
import type { Data, Table } from '../../core/facts/config.ts';
import type { Hook, HookFilter, HookRepo, PreCommitConfig } from '../../core/facts/pre-commit.ts';
import type { SourceFile } from '../../core/gather.ts';
import { defineFileGatherer, ParseError } from '../../core/gather.ts';
import { shellWords } from '../../core/shell-words.ts';
import { positionAt } from '../../core/text.ts';
import { readToml } from '../../edit/toml/read.ts';
import type { LinedData } from './yaml-lines.ts';
import { readLined } from './yaml-lines.ts';
import { knownHook } from './known-hooks.ts';

// https://pre-commit.com/#plugins and https://prek.j178.dev/configuration/

const readTomlLined = (file: SourceFile): LinedData => {
	const reading = readToml(file.text);
	if (!reading.ok) throw new ParseError(reading.message, reading.line);
	const { value, entries } = reading.toml;
	return {
		value,
		lines: new Map(
			[...entries].map(([pointer, { start }]) => [pointer, positionAt(file.lineStarts, start).line]),
		),
	};
};

/** `https://GitHub.com/Owner/Name.git` and `git@github.com:Owner/Name` are `github.com/owner/name`. */
const repositoryOf = (repo: string): string | null => {
	if (/^(?:local|meta|builtin)?$/.test(repo)) return null;
	return repo
		.toLowerCase()
		.replace(/^[a-z+]+:\/\//, '')
		.replace(/^[^@/]*@/, '')
		.replace(/^([^/:]+):(?!\d)/, '$1/')
		.replace(/^www\./, '')
		.replace(/\/+$/, '')
		.replace(/\.git$/, '');
};

// Stages had other names before pre-commit 3.2.
const stageNames: Readonly<Record<string, string>> = {
	commit: 'pre-commit',
	push: 'pre-push',
	'merge-commit': 'pre-merge-commit',
};

const stagesOf = (value: Data | undefined): readonly string[] | null => {
	if (!isList(value)) return null;
	const names = value.filter(item => typeof item === 'string').map(name => stageNames[name] ?? name);
	return names.length > 0 ? names : null;
};

const globsOf = (value: Data | undefined): readonly string[] =>
	typeof value === 'string' ? [value] : isList(value) ? value.filter(item => typeof item === 'string') : [];

const filterOf = (value: Data | undefined, line: number): HookFilter | null => {
	if (typeof value === 'string') return value === '' ? null : { kind: 'regex', patterns: [value], line };
	const globs = isTable(value) ? globsOf(value['glob']) : [];
	return globs.length > 0 ? { kind: 'glob', patterns: globs, line } : null;
};

const textOf = (value: Data): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Languages whose entry is a pattern or a message. */
const noCommand = new Set(['pygrep', 'fail']);

const commandOf = (
	hook: Table,
	repo: string,
	id: string,
	args: readonly string[] | null,
): readonly string[] | null => {
	const entry = stringAt(hook, ['entry']);
	if (noCommand.has(stringAt(hook, ['language']) ?? '')) return null;
	const own = knownHook(repo, repositoryOf(repo), id);
	const words = entry === undefined ? own?.entry : shellWords(entry);
	return words && words.length > 0 ? [...words, ...(args ?? own?.args ?? [])] : null;
};

const hooksOf = (
	{ value, lines }: LinedData,
	sourceAt: (line: number) => string,
): { readonly repos: readonly HookRepo[]; readonly hooks: readonly Hook[] } => {
	// Before pre-commit 1.0 the list stood alone.
	const base = isList(value) ? [] : ['repos'];
	const lineIn = (...path: readonly (string | number)[]): number =>
		lines.get(pointerOf([...base, ...path])) ?? 0;
	const listed = valueAt(value, base);
	const defaults = isTable(value) ? stagesOf(value['default_stages']) : null;
	const repos: HookRepo[] = [];
	const hooks: Hook[] = [];
	for (const [at, repoTable] of (isList(listed) ? listed : []).entries()) {
		const repo = stringAt(repoTable, ['repo']);
		if (repo === undefined || !isTable(repoTable)) continue;
		const revision = repoTable['rev'] ?? repoTable['sha'];
		const rev = revision === undefined || revision === null ? null : textOf(revision);
		const repository = repositoryOf(repo);
		const own = isList(repoTable['hooks']) ? repoTable['hooks'] : [];
		const line = lineIn(at);
		const revLine = lineIn(at, 'rev') || lineIn(at, 'repo') || line;
		repos.push({ repo, repository, rev, line, revLine, hooks: own.length });
		for (const [index, hook] of own.entries()) {
			const id = stringAt(hook, ['id']);
			if (id === undefined || !isTable(hook)) continue;
			const path = [at, 'hooks', index] as const;
			const args = isList(hook['args']) ? hook['args'].map(textOf) : null;
			const pass = hook['pass_filenames'];
			const hookLine = lineIn(...path) || lineIn(...path, 'id');
			hooks.push({
				id,
				name: stringAt(hook, ['name']) ?? null,
				repo,
				repository,
				rev,
				entry: stringAt(hook, ['entry']) ?? null,
				args,
				command: commandOf(hook, repo, id, args),
				language: stringAt(hook, ['language']) ?? null,
				stages: stagesOf(hook['stages']) ?? defaults,
				files: filterOf(hook['files'], lineIn(...path, 'files')),
				exclude: filterOf(hook['exclude'], lineIn(...path, 'exclude')),
				types: [...stringsAt(hook, ['types']), ...stringsAt(hook, ['types_or'])],
				passFilenames: typeof pass === 'boolean' ? pass : null,
				additionalDependencies: stringsAt(hook, ['additional_dependencies']),
				line: hookLine,
				source: sourceAt(hookLine),
			});
		}
	}
	return { repos, hooks };
};

export default defineFileGatherer({
	fact: 'preCommit',
	version: 2,
	wave: 'config',
	wants: path => /(^|\/)(?:\.pre-commit-config\.ya?ml|prek\.toml)$/.test(path) && !/\{[{%]/.test(path),
	extract(file): PreCommitConfig {
		const dialect = file.path.endsWith('.toml') ? 'toml' : 'yaml';
		const reading = dialect === 'toml' ? readTomlLined(file) : readLined(file);
		const top = isTable(reading.value) ? reading.value : {};
		const lineOf = (key: string): number => reading.lines.get(pointerOf([key])) ?? 0;
		const sourceAt = (line: number): string => {
			const start = file.lineStarts[line - 1] ?? 0;
			return file.text
				.slice(start, file.lineStarts[line] ?? file.text.length)
				.trim()
				.slice(0, 200);
		};
		const ci = top['ci'];
		return {
			path: file.path,
			dialect,
			isOldList: isList(reading.value),
			...hooksOf(reading, sourceAt),
			defaultStages: stagesOf(top['default_stages']),
			files: filterOf(top['files'], lineOf('files')),
			exclude: filterOf(top['exclude'], lineOf('exclude')),
			ci: isTable(ci)
				? { line: lineOf('ci'), skip: stringsAt(ci, ['skip']), autofix: ci['autofix_prs'] !== false }
				: null,
		};
	},
});
