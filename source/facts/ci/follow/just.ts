import { folderOf, upward } from '../../../core/folders.ts';
import type { CiHop } from '../../../core/facts/ci.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import type { Follow, Piece } from '../piece.ts';
import { mapPlaced, pieces, placeIn, unresolved } from '../piece.ts';

// https://just.systems/man/en/

const justfiles = ['justfile', 'Justfile', '.justfile'];

/** `just lint`: the recipes that a recipe names, and its own lines. */
export const followJust: Follow = ({ words, directory }, world) => {
	let folder = directory;
	let file: string | null = null;
	const names: string[] = [];
	for (let at = 1; at < words.length; at++) {
		const word = words[at] ?? '';
		if (/^(?:-f|--justfile)$/.test(word)) file = words[++at] ?? null;
		else if (/^(?:-d|--working-directory)$/.test(word)) folder = folderAt(folder, words[++at] ?? '$');
		else if (!word.startsWith('-') && !/^\w+=/.test(word)) names.push(word);
	}
	if (folder === null) return unresolved('variable');
	const start = folder;
	const candidates =
		file === null
			? upward(start).flatMap(above => justfiles.map(name => folderAt(above, name)))
			: [folderAt(start, file)];
	const path = candidates.find(found => found !== null && world.file(found)?.kind === 'just') ?? null;
	if (path === null) return unresolved('target');
	const main = world.file(path);
	if (main?.kind !== 'just') return unresolved('target');
	const imported = main.imports.flatMap(name => {
		const target = folderAt(folderOf(path), name);
		const other = target === null ? null : world.file(target);
		return target !== null && other?.kind === 'just' ? [{ path: target, file: other }] : [];
	});
	const all = [{ path, file: main }, ...imported].flatMap(({ path: own, file: just }) =>
		just.recipes.map(recipe => ({ own, recipe, variables: just.variables })),
	);
	const found: Piece[] = [];
	const done = new Set<string>();
	let missing = false;
	const build = (name: string, given: readonly string[], hops: readonly CiHop[], depth: number): boolean => {
		const hit = all.find(({ recipe }) => recipe.name === name);
		if (!hit) return false;
		const key = [name, ...given].join('\0');
		if (done.has(key) || depth > 20) return true;
		done.add(key);
		const { own, recipe, variables } = hit;
		const values = new Map(Object.entries(variables));
		recipe.parameters.forEach(({ name: parameter, value }, at) => {
			const last = at === recipe.parameters.length - 1;
			values.set(parameter, (last ? given.slice(at).join(' ') : given[at]) || (value ?? ''));
		});
		for (const [needed = '', ...rest] of recipe.dependencies) {
			build(
				needed,
				rest.map(word => values.get(word) ?? word),
				[...hops, { path: own, line: recipe.line, text: `${name}: ${needed}` }],
				depth + 1,
			);
		}
		const filled = (text: string): string =>
			text.replace(
				/\{\{\s*([\w-]+)\s*\}\}/g,
				(_, variable: string) => values.get(variable) ?? `\${${variable}}`,
			);
		for (const line of recipe.body) {
			const text = mapPlaced(line, filled);
			const prefix = recipe.shebang ? '' : (/^[@-]*/.exec(text.text)?.[0] ?? '');
			const place = placeIn(text, prefix.length);
			found.push({
				kind: 'shell',
				path: own,
				text:
					prefix === ''
						? text
						: {
								text: text.text.slice(prefix.length),
								parts: [
									{ at: 0, ...place },
									...text.parts.slice(1).map(part => ({ ...part, at: part.at - prefix.length })),
								],
							},
				errexit: false,
				pipefail: false,
				directory: folderOf(own),
				variables: values,
				hops,
				softeners: prefix.includes('-')
					? [{ kind: 'make', path: own, line: place.line, text: text.text.slice(0, 200) }]
					: [],
			});
		}
		return true;
	};
	const [first] = main.recipes;
	if (names.length === 0 && first) build(first.name, [], [], 0);
	for (let at = 0; at < names.length; at++) {
		const name = names[at] ?? '';
		const takes = all.find(({ recipe }) => recipe.name === name)?.recipe.parameters.length ?? 0;
		if (!build(name, names.slice(at + 1, at + 1 + takes), [], 0)) missing = true;
		at += takes;
	}
	return found.length === 0 && missing ? unresolved('target') : pieces(found);
};
