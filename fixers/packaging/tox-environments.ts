import { declined } from '../../source/core/fixer.ts';
import { readIni } from '../../source/edit/ini/read.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { spliced } from '../../source/edit/text.ts';

// https://tox.wiki/en/stable/config.html#generative-environments

/** `38`, `310` or `3.10` as its minor; null for anything else. */
const minorIn = (version: string): number | null => {
	const digits = /^3\.?(\d{1,2})$/.exec(version)?.[1];
	return digits === undefined ? null : Number(digits);
};

/** The items of an environment list, apart from what is between them: commas within braces belong to an item. */
const itemsOf = (list: string): readonly string[] => list.match(/(?:[^\s,{}]|\{[^}]*\}?|\})+|[\s,]+/g) ?? [];

/** An item without the versions that are too old; null where nothing is left of it. */
const withoutOld = (item: string, minor: number): string | null => {
	const group = /^py\{([^}]*)\}(.*)$/s.exec(item);
	if (group) {
		const versions = (group[1] ?? '').split(',').map(each => each.trim());
		if (versions.some(version => minorIn(version) === null)) return item;
		const kept = versions.filter(version => (minorIn(version) ?? 0) >= minor);
		if (kept.length === versions.length) return item;
		const [only, ...others] = kept;
		if (only === undefined) return null;
		const comma = /,\s*/.exec(group[1] ?? '')?.[0] ?? ',';
		return others.length === 0 ? `py${only}${group[2] ?? ''}` : `py{${kept.join(comma)}}${group[2] ?? ''}`;
	}
	const version = /^py(3\.?\d{1,2})(?![\w.])/.exec(item)?.[1];
	const found = version === undefined ? null : minorIn(version);
	return found !== null && found < minor ? null : item;
};

/** The oldest version of an item, so that a list of nothing but old ones keeps its form. */
const raised = (item: string, minor: number): string =>
	item.replace(/^py(?:\{[^}]*\}|3\.?\d{1,2})/, `py3${minor}`);

const isPython = (item: string | null): boolean => item !== null && /^py(?:3|\{)/.test(item);

const isGap = (item: string | null | undefined): boolean => /^[\s,]*$/.test(item ?? 'item');

/**
 * The list without environments of older versions. Where all of them are older, the first one is raised, with what it
 * stands with.
 */
export const newerEnvironments = (list: string, minor: number): string => {
	const items = itemsOf(list);
	const rewritten = items.map(item => (isGap(item) ? item : withoutOld(item, minor)));
	if (!rewritten.includes(null)) return rewritten.join('');
	if (!rewritten.some(isPython)) {
		const first = rewritten.indexOf(null);
		rewritten[first] = raised(items[first] ?? '', minor);
	}
	const out: string[] = [];
	for (const [at, item] of rewritten.entries()) {
		if (item !== null) out.push(item);
		// What stood between it and the next one goes along; behind the last one, what stood before it.
		else if (rewritten.slice(at + 1).some(later => later !== null && !isGap(later))) {
			if (isGap(rewritten[at + 1])) rewritten[at + 1] = '';
		} else while (out.length > 0 && isGap(out.at(-1))) out.pop();
	}
	return out.join('');
};

/** Takes older versions out of the environments of a `tox.ini`; nothing where a comment stands among them. */
export const raiseToxEnvironments = (text: string, minor: number): EditResult => {
	const reading = readIni(text);
	if (!reading.ok) return declined(`the file does not parse: ${reading.message}`);
	const options = reading.blocks.get('tox')?.options;
	const entry = options?.get('envlist') ?? options?.get('env_list');
	if (!entry) return spliced([]);
	const list = text.slice(entry.valueStart, entry.valueEnd);
	if (/[#;]/.test(list)) return spliced([]);
	const changed = newerEnvironments(list, minor);
	return spliced(changed === list ? [] : [{ start: entry.valueStart, end: entry.valueEnd, text: changed }]);
};
