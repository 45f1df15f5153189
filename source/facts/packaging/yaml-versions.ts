import type { Scalar } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';

// Version scalars are read by source: `python-version: 3.10` is the number 3.1 to YAML.

/** What stands under keys in maps in maps; undefined where nothing does. */
export const child = (node: unknown, ...keys: readonly string[]): unknown => {
	let at = node;
	for (const key of keys) at = isMap(at) ? at.get(key, true) : undefined;
	return at;
};

const sourceOf = (scalar: Scalar): string => scalar.source ?? String(scalar.value);

// A `3.14-dev` is not there yet, and no `3.1` followed by something.
const version = /(?<![\w.])(\d+\.\d+(?:\.\d+)?)(?!\d|\.\d|[\w.]*\*|-dev)/g;

/** A version in a text, and the offset of its first character. */
export interface WrittenVersion {
	readonly version: string;
	readonly start: number;
}

/** Versions in a scalar, in a list of scalars, or in a block of lines. */
export const versionsIn = (text: string, node: unknown): readonly WrittenVersion[] => {
	if (isSeq(node)) return node.items.flatMap(item => versionsIn(text, item));
	if (!isScalar(node) || !node.range) return [];
	const [start, end] = node.range;
	const source = text.slice(start, end);
	if (source.includes('${{') || /pypy|graalpy/i.test(sourceOf(node))) {
		return [...source.matchAll(/^[ \t]*(\d+\.\d+(?:\.\d+)?)[ \t]*$/gm)].map(match => ({
			version: match[1] ?? '',
			start: start + match.index + match[0].indexOf(match[1] ?? ''),
		}));
	}
	// `>=3.9` and `3.x` choose by themselves.
	if (/[<>=~^]|\d\.x/.test(source)) return [];
	return [...source.matchAll(version)].map(match => ({
		version: match[1] ?? '',
		start: start + match.index,
	}));
};
