import type { Data } from '../../../source/core/facts/config.ts';
import type { RequirementsFile } from '../../../source/core/facts/requirements.ts';
import type { Answers } from '../../../source/core/fixer.ts';
import { folderOf } from '../../../source/core/folders.ts';
import { normalName } from '../../../source/edit/pep508.ts';
import { renderValue } from '../../../source/edit/toml/render.ts';
import type { Migrated, Obstacles, Pair, Wanted, WantedList } from './model.ts';
import type { RequirementsText } from './requirements-lines.ts';
import { readRequirements } from './requirements-lines.ts';

/** `main` for what runs, else the name of a group. */
const roleOf = (path: string): string => {
	const name = path
		.slice(path.lastIndexOf('/') + 1)
		.toLowerCase()
		.replace(/\.(?:txt|in)$/, '')
		.replaceAll(/requirements?|\breqs?\b/g, '')
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '');
	return /^(?:|base|prod(?:uction)?|common|main|default|app|core|runtime)$/.test(name) ? 'main' : name;
};

const resolved = (from: string, written: string): string => {
	const parts = folderOf(from) === '.' ? [] : folderOf(from).split('/');
	for (const part of written.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return parts.join('/');
};

interface Read {
	readonly path: string;
	readonly said: RequirementsText;
	readonly includes: readonly string[];
}

/** The files to read: inputs rather than what was compiled from them, and no exports. */
const chosen = (
	paths: readonly string[],
	files: ReadonlyMap<string, { readonly ok: boolean; readonly value?: RequirementsFile }>,
	texts: ReadonlyMap<string, string>,
): readonly Read[] =>
	paths.flatMap(path => {
		const file = files.get(path)?.value;
		const text = texts.get(path);
		if (!file || text === undefined || file.compiledFrom !== null || file.isExported) return [];
		// An input without a header in its output is compiled all the same.
		if (path.endsWith('.txt') && paths.includes(path.replace(/\.txt$/, '.in'))) return [];
		const said = readRequirements(text);
		// `-r base.txt` of an input means what that was compiled from.
		const includes = said.includes.map(written => {
			const target = resolved(path, written);
			const input = target.replace(/\.txt$/, '.in');
			return paths.includes(input) ? input : target;
		});
		return [{ path, said, includes }];
	});

const pair = (key: string, text: string): Pair => ({
	key,
	text: renderValue(text, '"'),
	above: [],
	beside: null,
});

const isFreeze = (lists: readonly Read[]): boolean =>
	lists.some(
		({ said }) =>
			said.wanted.length >= 15 &&
			said.wanted.every(
				({ requirement, above, beside }) =>
					/==[\w.]+$/.test(requirement) && above.length === 0 && beside === null,
			),
	);

/** Each file's role; what a main file takes in is main too. */
const rolesOf = (reads: readonly Read[]): ReadonlyMap<string, string> => {
	const roles = new Map(reads.map(({ path }) => [path, roleOf(path)]));
	for (let changed = true; changed;) {
		changed = false;
		for (const { path, includes } of reads) {
			if (roles.get(path) !== 'main') continue;
			for (const target of includes) {
				if (!roles.has(target) || roles.get(target) === 'main') continue;
				roles.set(target, 'main');
				changed = true;
			}
		}
	}
	return roles;
};

/** Turns lists of requirements into what the standards and uv read. */
export const migrateRequirements = (
	paths: readonly string[],
	files: ReadonlyMap<string, { readonly ok: boolean; readonly value?: RequirementsFile }>,
	texts: ReadonlyMap<string, string>,
	python: string | null,
	answers: Answers,
	folder: string,
): Migrated | Obstacles => {
	const reads = chosen(paths, files, texts);
	const roles = rolesOf(reads);
	const problems: string[] = [];
	const notes = [...new Set(reads.flatMap(({ said }) => said.notes))];
	const sources = new Map<string, Data>();
	const lists = new Map<string, { items: Wanted[]; after: string[]; seen: Map<string, string> }>();
	for (const { path, said, includes } of reads) {
		const role = roles.get(path) ?? 'main';
		const list = lists.get(role) ?? { items: [], after: [], seen: new Map<string, string>() };
		lists.set(role, list);
		problems.push(...said.problems.map(problem => `${problem} (\`${path}\`)`));
		if (said.constraints.length > 0)
			problems.push(`\`-c ${said.constraints[0] ?? ''}\` has no counterpart (\`${path}\`)`);
		if (said.findLinks.length > 0)
			problems.push(`\`--find-links\` has no counterpart that keeps its meaning (\`${path}\`)`);
		for (const target of includes) {
			const other = roles.get(target);
			if (other === undefined) problems.push(`\`${path}\` takes in \`${target}\`, which cannot be read`);
			else if (other !== 'main' && other !== role)
				list.items.push({ requirement: { 'include-group': other }, above: [], beside: null });
		}
		for (const { name, requirement, above, beside } of said.wanted) {
			const key = `${normalName(name)};${requirement.split(';')[1]?.trim() ?? ''}`;
			const before = list.seen.get(key);
			if (before !== undefined && before !== requirement)
				problems.push(`\`${name}\` is asked for twice, as \`${before}\` and as \`${requirement}\``);
			if (before !== undefined) continue;
			list.seen.set(key, requirement);
			list.items.push({ requirement, above, beside });
		}
		for (const [name, source] of said.sources) {
			const before = sources.get(name);
			if (before !== undefined && JSON.stringify(before) !== JSON.stringify(source))
				problems.push(`\`${name}\` comes from two places`);
			sources.set(name, source);
		}
		list.after.push(...said.after);
	}
	const indexes = reads.flatMap(({ said }) => said.indexes);
	const urls = indexes.filter(({ url }, at) => indexes.findIndex(other => other.url === url) === at);
	if (urls.filter(({ isDefault }) => isDefault).length > 1)
		problems.push('two files name two default indexes');
	if (isFreeze(reads))
		notes.push('A list looks like the output of `pip freeze`: each of its lines is a direct dependency now');
	if (![...lists.values()].some(({ items }) => items.length > 0))
		problems.push('no list has a requirement to move');
	const [problem, ...more] = problems;
	if (problem !== undefined) return { problems: [problem, ...more] };
	const listOf = (role: string): WantedList => ({
		above: [],
		items: lists.get(role)?.items ?? [],
		after: lists.get(role)?.after ?? [],
	});
	return {
		heading: [],
		project: [
			pair('name', answers['name'] ?? folder),
			pair('version', answers['version'] ?? '0.1.0'),
			...(python === null ? [] : [pair('requires-python', python)]),
		],
		dependencies: listOf('main'),
		tables: [],
		extras: new Map(),
		groups: new Map(
			[...lists.keys()]
				.filter(role => role !== 'main' && listOf(role).items.length > 0)
				.map(role => [role, listOf(role)]),
		),
		settings: { package: false },
		sources,
		indexes: urls.map(({ url, isDefault }, at) => ({
			name: `index-${at + 1}`,
			url,
			...(isDefault ? { default: true } : {}),
		})),
		notes,
	};
};
