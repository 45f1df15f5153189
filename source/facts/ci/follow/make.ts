import { folderOf } from '../../../core/folders.ts';
import type { CiFile, MakeRule } from '../../../core/facts/ci-files.ts';
import type { CiHop, CiSoftener } from '../../../core/facts/ci.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import type { Follow, Piece, World } from '../piece.ts';
import { mapPlaced, pieces, placeIn, unresolved } from '../piece.ts';

// https://www.gnu.org/software/make/manual/make.html

type Makefile = Extract<CiFile, { kind: 'make' }>;

interface Asked {
	readonly folder: string | null;
	readonly file: string | null;
	readonly targets: readonly string[];
	readonly variables: ReadonlyMap<string, string>;
	readonly ignoring: boolean;
	/** It only says what it would do. */
	readonly dry: boolean;
}

const askedIn = (words: readonly string[], directory: string | null): Asked => {
	let folder = directory;
	let file: string | null = null;
	let ignoring = false;
	let dry = false;
	const targets: string[] = [];
	const variables = new Map<string, string>();
	for (let at = 1; at < words.length; at++) {
		const word = words[at] ?? '';
		const [, long, value] = /^(--[\w-]+)=(.*)$/.exec(word) ?? [];
		if (/^(?:-C|--directory)$/.test(word)) folder = folderAt(folder, words[++at] ?? '$');
		else if (long === '--directory') folder = folderAt(folder, value ?? '$');
		else if (/^-C./.test(word)) folder = folderAt(folder, word.slice(2));
		else if (/^(?:-f|--file|--makefile)$/.test(word)) file = words[++at] ?? null;
		else if (long === '--file' || long === '--makefile') file = value ?? null;
		else if (/^-f./.test(word)) file = word.slice(2);
		else if (/^(?:-i|--ignore-errors)$/.test(word)) ignoring = true;
		else if (/^(?:-n|--dry-run|--just-print|-q|--question|-p|-v|--version)$/.test(word)) dry = true;
		else if (/^-[jlIoW]$/.test(word))
			at += /^\d+$/.test(words[at + 1] ?? '') || /^-[IoW]$/.test(word) ? 1 : 0;
		else if (/^[A-Za-z_]\w*[:?+]?=/.test(word)) {
			variables.set(word.slice(0, word.search(/[:?+]?=/)), word.slice(word.indexOf('=') + 1));
		} else if (!word.startsWith('-')) targets.push(word);
	}
	return { folder, file, targets, variables, ignoring, dry };
};

/** One file of it and those it includes, as one. */
const withIncludes = (
	world: World,
	path: string,
	folder: string,
	seen: Set<string>,
): readonly (readonly [string, Makefile])[] => {
	if (seen.has(path) || seen.size > 20) return [];
	seen.add(path);
	const file = world.file(path);
	if (file?.kind !== 'make') return [];
	const included = file.includes.flatMap(include => {
		const plain = include.replace(/\$[({](?:CURDIR|ROOT_?DIR|PWD)[)}]\/?/, '');
		const target = folderAt(folder, plain) ?? folderAt(folderOf(path), plain);
		return target === null ? [] : withIncludes(world, target, folder, seen);
	});
	return [[path, file], ...included];
};

/** Stands for the result of a function of make. */
const computed = '${make}';

/** Text after make's own variables; those that nobody sets become the shell's. */
const expanded = (
	text: string,
	variables: ReadonlyMap<string, string>,
	target: string,
	needed: string,
	budget: { left: number } = { left: 5000 },
	depth = 0,
): string => {
	if (!text.includes('$')) return text;
	let out = '';
	for (let at = 0; at < text.length;) {
		if (text[at] !== '$') {
			out += text[at++] ?? '';
			continue;
		}
		const next = text[at + 1] ?? '';
		if (next === '$') {
			out += '$';
			at += 2;
			continue;
		}
		if (next !== '(' && next !== '{') {
			out += next === '@' ? target : next === '<' || next === '^' ? needed : `$${next}`;
			at += 2;
			continue;
		}
		const close = next === '(' ? ')' : '}';
		let level = 0;
		let end = at + 1;
		for (; end < text.length; end++) {
			if (text[end] === next) level++;
			else if (text[end] === close && --level === 0) break;
		}
		const name = text.slice(at + 2, end);
		const value = variables.get(name);
		if (name === '@') out += target;
		else if (/^(?:CURDIR|PWD)$/.test(name)) out += '.';
		else if (name === 'MAKE') out += 'make';
		else if (name === 'SHELL') out += 'sh';
		else if (value !== undefined && depth < 8 && budget.left-- > 0 && out.length < 20_000) {
			const inner = expanded(value, variables, target, needed, budget, depth + 1);
			// What make computes keeps the name that the reader finds in the recipe.
			out += inner.trim() === computed && /^\w+$/.test(name) ? `\${${name}}` : inner;
		} else if (/^\w+$/.test(name)) out += `\${${name}}`;
		else {
			const when = /^if\s+[^,]*,([^,]*)/.exec(name);
			// They print, or change make itself.
			if (/^(?:info|warning|error|eval)\s/.test(name)) {
				at = end + 1;
				continue;
			}
			out += when ? expanded(when[1] ?? '', variables, target, needed, budget, depth + 1) : computed;
		}
		at = end + 1;
	}
	return out;
};

const fits = (pattern: string, target: string): boolean => {
	const [head = '', tail] = pattern.split('%');
	return (
		tail !== undefined &&
		target.length > head.length + tail.length &&
		target.startsWith(head) &&
		target.endsWith(tail)
	);
};

/** More no target needs. */
const mostRecipes = 400;

/** `make lint`: the recipes of what a target needs, and its own. */
export const followMake: Follow = ({ words, directory, environment }, world) => {
	const asked = askedIn(words, directory);
	const { folder } = asked;
	if (asked.dry) return pieces([]);
	if (folder === null) {
		// `./configure && make` in what was unpacked; checks of one's own have a target.
		const isBuild = asked.targets.every(name => /^(?:all|install|clean)$/.test(name));
		return isBuild && asked.file === null ? pieces([]) : unresolved('variable');
	}
	const candidates = asked.file === null ? ['GNUmakefile', 'makefile', 'Makefile'] : [asked.file];
	const path = candidates
		.map(name => folderAt(folder, name))
		.find(found => found !== null && world.file(found)?.kind === 'make');
	if (path === undefined || path === null) {
		// Sources that were fetched before it.
		const known = folder === '.' || [...world.paths].some(name => name.startsWith(`${folder}/`));
		return known ? unresolved('target') : pieces([]);
	}
	const files = withIncludes(world, path, folder, new Set());
	const rules = files.flatMap(([own, { rules: all }]) => all.map(rule => ({ path: own, rule })));
	const variables = new Map([
		...environment,
		...files.toReversed().flatMap(([, file]) => Object.entries(file.variables)),
		...asked.variables,
	]);
	const flags = files.map(([, file]) => file.shellFlags).find(found => found !== null) ?? '-c';
	const oneshell = files.find(([, file]) => file.oneshell !== null);
	const ignore = files.find(([, file]) => file.ignore !== null);
	const errexit = /-\w*e/.test(flags);
	const pipefail = flags.includes('pipefail');
	const everywhere: readonly CiSoftener[] = [
		...(asked.ignoring
			? [{ kind: 'make' as const, path, line: 1, text: words.join(' ').slice(0, 200) }]
			: []),
		...(ignore
			? [{ kind: 'make' as const, path: ignore[0], line: ignore[1].ignore ?? 1, text: '.IGNORE:' }]
			: []),
	];
	const byTarget = new Map<string, { readonly path: string; readonly rule: MakeRule }[]>();
	for (const one of rules) {
		for (const name of one.rule.targets.flatMap(target => expanded(target, variables, '', '').split(/\s+/))) {
			const others = byTarget.get(name);
			if (others) others.push(one);
			else byTarget.set(name, [one]);
		}
	}
	const found: Piece[] = [];
	const done = new Set<string>();
	let missing = false;

	const recipePieces = (own: string, rule: MakeRule, target: string, hops: readonly CiHop[]): void => {
		const texts = rule.recipe.map(text =>
			mapPlaced(text, part => expanded(part, variables, target, rule.prerequisites)),
		);
		if (oneshell) {
			let whole = '';
			const parts: { at: number; line: number; column: number }[] = [];
			for (const text of texts) {
				for (const part of text.parts) parts.push({ ...part, at: part.at + whole.length, column: 0 });
				const prefix = /^[@+-]*/.exec(text.text)?.[0] ?? '';
				whole += `${' '.repeat(prefix.length)}${text.text.slice(prefix.length)}
`;
			}
			const joined = { text: whole, parts };
			const goesOn = {
				kind: 'make' as const,
				path: oneshell[0],
				line: oneshell[1].oneshell ?? 1,
				text: '.ONESHELL:',
			};
			found.push({
				kind: 'shell',
				path: own,
				text: joined,
				errexit,
				pipefail,
				directory: folder,
				softeners: everywhere,
				hops,
				goesOn,
			});
			return;
		}
		for (const text of texts) {
			const prefix = /^[@+\-\s]*/.exec(text.text)?.[0] ?? '';
			const bare = {
				text: text.text.slice(prefix.length),
				parts: text.parts.map(({ at, line, column }) =>
					at < prefix.length
						? { at: 0, line, column: column === 0 ? 0 : column + prefix.length - at }
						: { at: at - prefix.length, line, column },
				),
			};
			const { line } = placeIn(text, 0);
			const soft: readonly CiSoftener[] = prefix.includes('-')
				? [{ kind: 'make', path: own, line, text: text.text.trim().slice(0, 200) }]
				: [];
			found.push({
				kind: 'shell',
				path: own,
				text: bare,
				errexit,
				pipefail,
				directory: folder,
				softeners: [...everywhere, ...soft],
				hops,
			});
		}
	};

	const build = (target: string, hops: readonly CiHop[], depth: number, needed: boolean): void => {
		if (done.has(target) || depth > 30 || found.length > mostRecipes) return;
		done.add(target);
		const named = byTarget.get(target) ?? [];
		const own =
			named.length > 0
				? named
				: rules.filter(({ rule }) => rule.targets.some(name => fits(name, target))).slice(0, 1);
		if (own.length === 0) {
			missing ||= needed;
			return;
		}
		const prerequisites = own.flatMap(({ path: at, rule }) =>
			expanded(rule.prerequisites, variables, target, '')
				.split(/\s+/)
				.filter(name => name !== '')
				.map(name => ({
					name,
					hop: { path: at, line: rule.line, text: `${target}: ${name}`.slice(0, 200) },
				})),
		);
		for (const { name, hop } of prerequisites) build(name, [...hops, hop], depth + 1, false);
		for (const { path: at, rule } of own) recipePieces(at, rule, target, hops);
	};

	const first = rules.flatMap(({ rule }) => rule.targets).find(name => !/^\.|[%$]/.test(name));
	const goal = variables.get('.DEFAULT_GOAL') ?? first;
	const targets = asked.targets.length > 0 ? asked.targets : goal === undefined ? [] : [goal];
	for (const target of targets) {
		if (/[$`]/.test(target)) missing = true;
		else build(target, [], 0, true);
	}
	if (found.length === 0 && missing)
		return unresolved(targets.some(name => name.includes('$')) ? 'variable' : 'target');
	return pieces(found);
};
