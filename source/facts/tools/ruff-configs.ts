import { pointerOf, stringAt, tableAt } from '../../core/data.ts';
import type { Facts } from '../../core/facts.ts';
import type { Table, TomlDocument } from '../../core/facts/config.ts';
import type { RuffConfig } from '../../core/facts/tools.ts';
import { folderOf, inFolder, upward } from '../../core/folders.ts';
import { defineDerived } from '../../core/gather.ts';
import { rooted } from '../../core/ruff/globs.ts';
import { targetOf } from '../../core/ruff/target.ts';
import type { RuffLayer } from './ruff-layer.ts';
import { layerOf, mergedLayers } from './ruff-layer.ts';

// https://docs.astral.sh/ruff/configuration/#config-file-discovery: nested files replace, only `extend` merges.

const names = ['.ruff.toml', 'ruff.toml', 'pyproject.toml'];
const deepestExtend = 8;

const documentAt = (facts: Pick<Facts, 'toml'>, path: string): TomlDocument | null => {
	const parsed = facts.toml.get(path);
	return parsed?.ok ? parsed.value : null;
};

const ruffTableOf = (
	document: TomlDocument,
): { readonly table: Table; readonly keys: readonly string[] } | null => {
	if (!/(^|\/)pyproject\.toml$/.test(document.path)) return { table: document.value, keys: [] };
	const table = tableAt(document.value, ['tool', 'ruff']);
	return table ? { table, keys: ['tool', 'ruff'] } : null;
};

/** The file's layer and those it extends, the farthest first. */
const layersOf = (
	facts: Pick<Facts, 'toml'>,
	path: string,
	unresolved: string[],
	seen: readonly string[],
): readonly RuffLayer[] => {
	const document = documentAt(facts, path);
	const found = document && ruffTableOf(document);
	if (!found) {
		if (!document || !/(^|\/)pyproject\.toml$/.test(path)) unresolved.push(path);
		return [];
	}
	const layer = layerOf(path, found.keys, found.table);
	const extended = stringAt(found.table, ['extend']);
	if (extended === undefined) return [layer];
	if (/^[~/$]|\$\{/.test(extended)) {
		unresolved.push(extended);
		return [layer];
	}
	const target = rooted(folderOf(path), extended);
	if (seen.includes(target) || seen.length >= deepestExtend) return [layer];
	return [...layersOf(facts, target, unresolved, [...seen, target]), layer];
};

const inferredTargetOf = (facts: Pick<Facts, 'toml'>, directory: string): string | null => {
	for (const folder of upward(directory)) {
		const document = documentAt(facts, inFolder(folder, 'pyproject.toml'));
		const requires = stringAt(document?.value, ['project', 'requires-python']);
		if (requires !== undefined) return targetOf(requires);
	}
	return null;
};

const configAt = (facts: Pick<Facts, 'toml'>, path: string): RuffConfig => {
	const directory = folderOf(path);
	const unresolved: string[] = [];
	const document = documentAt(facts, path);
	const pointer = document ? pointerOf(ruffTableOf(document)?.keys ?? []) : '';
	return {
		path,
		pointer,
		directory,
		...mergedLayers(layersOf(facts, path, unresolved, [path]), directory),
		inferredTarget: inferredTargetOf(facts, directory),
		unresolved,
	};
};

export default defineDerived({
	fact: 'ruffConfigs',
	needs: ['toml'],
	derive(facts) {
		const folders = new Set([...facts.toml.keys()].map(folderOf));
		return [...folders].toSorted().flatMap(folder => {
			const path = names
				.map(name => inFolder(folder, name))
				.find(candidate => {
					const document = documentAt(facts, candidate);
					return document !== null && ruffTableOf(document) !== null;
				});
			return path === undefined ? [] : [configAt(facts, path)];
		});
	},
});
