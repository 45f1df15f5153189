import { Bug, UserError } from '../core/errors.ts';

/**
 * A path as git stores it: one UTF-16 unit for each byte (latin-1 as a bijection, no claim about the encoding).
 * So names that are not UTF-8 survive untouched, and `Buffer.from(path, 'latin1')` gives the bytes back.
 */
export type BytePath = string;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const beyondAscii = /[\u0080-\u00ff]/;

export const bytePathOf = (path: string): BytePath => Buffer.from(path, 'utf8').toString('latin1');

/** The path as text; null where its bytes are not UTF-8. */
export const textPathOf = (path: BytePath): string | null => {
	if (!beyondAscii.test(path)) return path;
	try {
		return strictUtf8.decode(Buffer.from(path, 'latin1'));
	} catch {
		return null;
	}
};

/** For people: the odd bytes as `\xNN`. */
export const escapedPathOf = (path: BytePath): string =>
	path.replace(/[\u0080-\u00ff]/g, byte => `\\x${byte.charCodeAt(0).toString(16)}`);

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** All folders above a path, outermost first, without the root. */
export const parentsOf = (path: string): readonly string[] => {
	const parents: string[] = [];
	for (let parent = parentOf(path); parent !== ''; parent = parentOf(parent)) parents.unshift(parent);
	return parents;
};

export { parentOf };

const maxDepth = 100;
const windowsDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;
const unportable = /[\p{Cc}:<>"|?*\\]|[ .]$/u;
// HFS+ ignores these in names, so `.g<U+200C>it` is `.git` there.
const ignoredByHfs = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

const isGitFolder = (part: string): boolean => {
	const folded = (textPathOf(part) ?? part).replace(ignoredByHfs, '');
	return /^(?:\.git|git~\d+)[ .]*(?:[:\\].*)?$/i.test(folded);
};

/** Refuses, with a {@link Bug}, a path that no tree may hold: a plan that names one is wrong. */
export const refuseUnsafePath = (path: BytePath): void => {
	const parts = path.split('/');
	if (parts.length > maxDepth) throw new Bug(`path is more than ${maxDepth} folders deep`);
	for (const part of parts) {
		if (part === '' || part === '.' || part === '..' || part.includes('\0') || isGitFolder(part)) {
			throw new Bug(`unsafe path ${JSON.stringify(path)}`);
		}
	}
};

/** Refuses to create a file that some system cannot check out. */
export const refuseUnportablePath = (path: BytePath): void => {
	for (const part of (textPathOf(path) ?? path).split('/')) {
		if (unportable.test(part) || windowsDevice.test(part)) {
			throw new UserError(`\`${escapedPathOf(path)}\` is not a name that every system can check out`);
		}
	}
};
