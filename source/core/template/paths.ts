/** A path relative to a folder, from the root; `.` for the root, null for one that leaves it or is absolute. */
export const joinPath = (folder: string, relative: string): string | null => {
	if (relative.startsWith('/') || /^[\w+-]+:/.test(relative)) return null;
	const parts: string[] = folder === '.' ? [] : folder.split('/');
	for (const part of relative.split('/')) {
		if (part === '' || part === '.') continue;
		if (part !== '..') parts.push(part);
		else if (parts.pop() === undefined) return null;
	}
	return parts.length === 0 ? '.' : parts.join('/');
};
