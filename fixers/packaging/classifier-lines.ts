import { nameOfMinor } from '../../source/core/python-versions.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { spliced } from '../../source/edit/text.ts';

// A list of classifiers has one a line, in `setup.cfg` and, quoted, in `setup.py`. What shares its line with something
// else, a comment for one, stays for a person.
const line =
	/^(?<before>[ \t]*(?<quote>["']?)Programming Language :: Python :: )3\.(?<minor>\d+)\k<quote>(?<comma>,?)[ \t]*(?:\r?\n|$)/gm;

interface ClassifierLine {
	readonly start: number;
	readonly end: number;
	/** Of the version, `3.10`. */
	readonly version: readonly [start: number, end: number];
	readonly minor: number;
}

/** Without its comma, a quoted text runs into the next one; only the last of a list needs none. */
const endsItem = (text: string, end: number): boolean => /^\s*[\])]/.test(text.slice(end));

const linesIn = (text: string): readonly ClassifierLine[] =>
	[...text.matchAll(line)].flatMap(({ index, 0: whole, groups }): readonly ClassifierLine[] => {
		const { before = '', quote = '', minor = '', comma = '' } = groups ?? {};
		const end = index + whole.length;
		if (quote !== '' && comma === '' && !endsItem(text, end)) return [];
		const at = index + before.length;
		return [{ start: index, end, version: [at, at + 2 + minor.length], minor: Number(minor) }];
	});

/**
 * Takes the classifiers of older Pythons out of a `setup.py` or `setup.cfg`; the newest of them becomes the wanted one
 * where the list lacks it.
 */
export const raiseClassifierLines = (text: string, minor: number): EditResult => {
	const lines = linesIn(text);
	const old = lines.filter(found => found.minor < minor);
	const hasWanted = text.includes(`Programming Language :: Python :: ${nameOfMinor(minor)}`);
	const kept = hasWanted ? undefined : old.toSorted((a, b) => a.minor - b.minor).at(-1);
	return spliced(
		old.map(found =>
			found === kept
				? { start: found.version[0], end: found.version[1], text: nameOfMinor(minor) }
				: { start: found.start, end: found.end, text: '' },
		),
	);
};
