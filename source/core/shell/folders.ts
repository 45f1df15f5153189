import { joinPath } from '../template/paths.ts';
import { rootMark } from './words.ts';

/** Where a path of a script leads from a folder; null where that is not known or lies outside the repository. */
export const folderAt = (folder: string | null, target: string): string | null => {
	if (target === rootMark || target.startsWith(`${rootMark}/`)) {
		const rest = target.slice(rootMark.length + 1);
		return unknown.test(rest) ? null : joinPath('.', rest);
	}
	if (unknown.test(target) || target.startsWith('/') || folder === null) return null;
	return joinPath(folder, target);
};

const unknown = /[$`~*?{}<>]/;

/** A word as the user may read it: paths that a script made absolute start at the root again. */
export const withoutMark = (word: string): string =>
	word.includes(rootMark) ? word.replaceAll(`${rootMark}/`, '').replaceAll(rootMark, '.') : word;
