import { parse } from 'toml';
import { readProject } from './after.ts';
import { isTable, readPoetry, tableIn } from './before.ts';
import type { Wanted } from './wanted.ts';
import { normal } from './wanted.ts';

/** What Poetry 2 installs: the lists of `[project]`, its own groups, and its word on where a dependency comes from. */
export const readPoetryLists = (manifest: string): readonly Wanted[] => {
	const value: unknown = parse(manifest);
	const poetry = readPoetry(manifest);
	const own = isTable(value) ? tableIn(value, 'project') : {};
	if (own['dependencies'] === undefined) return [...readProject(manifest), ...poetry];
	const sources = new Map(
		poetry
			.filter(({ list }) => list === 'main' || list.startsWith('extra'))
			.map(one => [one.name, one.source]),
	);
	return [
		...readProject(manifest).map(one => ({
			...one,
			source:
				one.source === '' && !one.list.startsWith('group')
					? (sources.get(normal(one.name)) ?? '')
					: one.source,
		})),
		...poetry.filter(({ list }) => list.startsWith('group')),
	];
};
