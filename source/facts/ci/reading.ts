import { isTable, pointerOf, valueAt } from '../../core/data.ts';
import type { PlacedText } from '../../core/facts/ci-files.ts';
import type { CiAction, CiOutOfSight, CiSource } from '../../core/facts/ci.ts';
import type { Data } from '../../core/facts/config.ts';
import type { Step, World } from './piece.ts';

/** What a provider found in its files. */
export interface Pipelines {
	readonly sources: readonly CiSource[];
	readonly steps: readonly Step[];
	readonly actions: readonly CiAction[];
	readonly outOfSight: readonly CiOutOfSight[];
}

export type Provider = (world: World) => Pipelines;

export const nothing: Pipelines = { sources: [], steps: [], actions: [], outOfSight: [] };

/** A YAML file and where its values stand. */
export interface YamlFile {
	readonly path: string;
	readonly value: Data;
	/** Line of what stands under a path; of the nearest above it where the path has none. */
	readonly lineOf: (path: readonly (string | number)[]) => number;
	/** A text with its places. */
	readonly textAt: (path: readonly (string | number)[]) => PlacedText | null;
}

export const yamlAt = (world: World, path: string): YamlFile | null => {
	const file = world.file(path);
	if (file?.kind !== 'yaml') return null;
	const { value, places } = file;
	const partsOf = (at: readonly (string | number)[]): PlacedText['parts'] => {
		for (let end = at.length; end >= 0; end--) {
			const parts = places[pointerOf(at.slice(0, end))];
			if (parts && parts.length > 0)
				return end === at.length ? parts : parts.slice(0, 1).map(part => ({ ...part, column: 0 }));
		}
		return [{ at: 0, line: 1, column: 0 }];
	};
	return {
		path,
		value,
		lineOf: at => partsOf(at)[0]?.line ?? 1,
		textAt: at => {
			const text = valueAt(value, at);
			return typeof text === 'string' ? { text, parts: partsOf(at) } : null;
		},
	};
};

/** The texts of a table, numbers and truth values among them. */
export const textsIn = (value: Data | undefined): ReadonlyMap<string, string> =>
	new Map(
		isTable(value)
			? Object.entries(value).flatMap(([key, inner]) =>
					typeof inner === 'string' || typeof inner === 'boolean' || typeof inner === 'number'
						? [[key, String(inner)]]
						: [],
				)
			: [],
	);
