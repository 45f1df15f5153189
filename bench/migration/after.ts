import { parse } from 'toml';
import { isTable, tableIn } from './before.ts';
import { markerHolds, reachOf } from './evaluate.ts';
import type { Wanted } from './wanted.ts';
import { fromStandard, normal, sourceText } from './wanted.ts';

// What uv reads. https://docs.astral.sh/uv/concepts/projects/dependencies/

const stringsIn = (value: unknown): readonly string[] =>
	Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];

/** Gives a dependency the source that applies where it does. */
const withSource = (wanted: Wanted, sources: ReadonlyMap<string, unknown>): Wanted => {
	const found = sources.get(wanted.name);
	const all = (Array.isArray(found) ? found : [found]).filter(isTable);
	const fitting = all.filter(source => {
		const marker = source['marker'];
		if (typeof marker !== 'string') return true;
		return reachOf(environment => markerHolds(marker, environment)) === wanted.reach;
	});
	return { ...wanted, source: fitting.map(sourceText).join(' | ') };
};

export const readProject = (manifest: string): readonly Wanted[] => {
	const value: unknown = parse(manifest);
	const sources = new Map(
		Object.entries(tableIn(value, 'tool', 'uv', 'sources')).map(([name, source]) => [normal(name), source]),
	);
	const list = (name: string, items: unknown): readonly Wanted[] =>
		stringsIn(items).map(item => withSource(fromStandard(name, item), sources));
	return [
		...list('main', tableIn(value, 'project')['dependencies']),
		...Object.entries(tableIn(value, 'project', 'optional-dependencies')).flatMap(([name, items]) =>
			list(`extra ${name}`, items),
		),
		...Object.entries(tableIn(value, 'dependency-groups')).flatMap(([name, items]) =>
			list(`group ${name}`, items),
		),
	];
};
