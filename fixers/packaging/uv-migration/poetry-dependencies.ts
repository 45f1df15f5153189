import { isList, isTable, stringAt } from '../../../source/core/data.ts';
import type { Data, Table } from '../../../source/core/facts/config.ts';
import { normalName } from '../../../source/edit/pep508.ts';
import { extrasOf, poetryMarker, requirementOf } from './requirement.ts';
import { sourceOf } from './sources.ts';
import { specifierOf } from './version-ranges.ts';

/** One dependency of Poetry: its lines, and where it comes from. */
export interface PoetryDependency {
	/** As written. */
	readonly name: string;
	readonly isOptional: boolean;
	/** Each a requirement of PEP 508. */
	readonly requirements: readonly string[];
	/** For `[tool.uv.sources]`. */
	readonly source: Data | null;
	readonly notes: readonly string[];
	readonly problems: readonly string[];
}

interface Line {
	readonly requirement: string;
	readonly source: { readonly [key: string]: Data } | null;
	readonly marker: string;
	readonly problems: readonly string[];
}

const lineOf = (name: string, entry: Table): Line => {
	const source = sourceOf(entry);
	// What comes from an address has no version to choose.
	const isDirect = source !== null && !('index' in source);
	const version = isDirect ? '' : (stringAt(entry, ['version']) ?? '*');
	const converted = specifierOf(version);
	const marked = poetryMarker(entry);
	const marker = 'marker' in marked ? marked.marker : '';
	return {
		requirement: requirementOf(name, extrasOf(entry), converted.ok ? converted.specifier : '', marker),
		source,
		marker,
		problems: [
			...(converted.ok ? [] : [`\`${name}\`: ${converted.problem}`]),
			...('problem' in marked ? [`\`${name}\`: ${marked.problem}`] : []),
		],
	};
};

const sourcesOf = (lines: readonly Line[]): Data | null => {
	const found = lines.filter(({ source }) => source !== null);
	const [only] = found;
	if (!only?.source) return null;
	if (lines.length === 1) return only.source;
	return found.map(({ source, marker }) => ({ ...source, ...(marker === '' ? {} : { marker }) }));
};

/** Reads an entry of `[tool.poetry.dependencies]` or of a group. */
export const poetryDependency = (name: string, entry: Data): PoetryDependency => {
	const entries = isList(entry) ? entry : [entry];
	const tables = entries.map(one => (typeof one === 'string' ? { version: one } : one)).filter(isTable);
	const lines = tables.map(one => lineOf(name, one));
	const isPre = tables.some(one => one['allow-prereleases'] === true || one['allows-prereleases'] === true);
	return {
		name,
		isOptional: tables.some(one => one['optional'] === true),
		requirements: lines.map(({ requirement }) => requirement),
		source: sourcesOf(lines),
		notes: isPre
			? [
					`\`${name}\` allowed prereleases: uv takes one where the range names one, or with \`prerelease = "allow"\``,
				]
			: [],
		problems: [
			...(tables.length === entries.length && lines.length > 0 ? [] : [`\`${name}\` is not understood`]),
			...lines.flatMap(({ problems }) => problems),
		],
	};
};

export const sameName = (a: string, b: string): boolean => normalName(a) === normalName(b);
