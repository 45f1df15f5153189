import { allowedByStandard, markerHolds, reachOf } from './evaluate.ts';

/** One dependency, in a form that two readers can compare. */
export interface Wanted {
	/** `main`, `extra x` or `group x`. */
	readonly list: string;
	readonly name: string;
	readonly extras: string;
	readonly range: string;
	allows(version: string): boolean;
	/** One sign for each environment in which it applies. */
	readonly reach: string;
	/** Where it comes from; empty for an index that is not named. */
	readonly source: string;
}

export const normal = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

export const sortedExtras = (extras: readonly string[]): string => extras.map(normal).toSorted().join(',');

/** `{git: …, rev: …}` as text; branches, tags and commits are told apart. */
export const sourceText = (source: Readonly<Record<string, unknown>>): string =>
	['git', 'branch', 'tag', 'rev', 'subdirectory', 'path', 'editable', 'url', 'index']
		.flatMap(key => {
			const value = source[key];
			return typeof value === 'string' || value === true ? [`${key}=${value}`] : [];
		})
		.join(' ');

/** Reads a dependency as PEP 508 has it. */
export const fromStandard = (list: string, text: string): Wanted => {
	const [head = '', ...rest] = text.includes('@') ? text.split(/\s+;\s*/) : text.split(';');
	const match = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*(.*?)\s*$/.exec(head);
	if (!match) throw new Error(`unreadable dependency ${text}`);
	const [, name = '', extras = '', tail = ''] = match;
	const range = tail.startsWith('@') ? '' : tail.replace(/^\((.*)\)$/, '$1').replaceAll(/\s+/g, '');
	const marker = rest.join(';');
	return {
		list,
		name: normal(name),
		extras: sortedExtras(
			extras
				.split(',')
				.filter(extra => extra.trim() !== '')
				.map(extra => extra.trim()),
		),
		range,
		allows: version => allowedByStandard(range, version),
		reach: reachOf(environment => markerHolds(marker, environment)),
		source: tail.startsWith('@') ? tail.slice(1).trim() : '',
	};
};
