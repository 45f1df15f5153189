/** The folder a path lies in, `.` for the root. */
export const folderOf = (path: string): string => {
	const slash = path.lastIndexOf('/');
	return slash < 0 ? '.' : path.slice(0, slash);
};

/** The last part of a path: the name of the file, or of the folder. */
export const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The path of a name in a folder; `.` is the root. */
export const inFolder = (folder: string, name: string): string =>
	folder === '.' ? name : `${folder}/${name}`;

/** A path below a folder as it is read from there; the path itself where the folder is the root. */
export const fromFolder = (folder: string, path: string): string =>
	folder === '.' ? path : path.slice(folder.length + 1);

/** A path lies in a folder, at any depth; every path lies in `.`. */
export const isBelow = (path: string, folder: string): boolean =>
	folder === '.' || path.startsWith(`${folder}/`);

/** A path is the folder or lies below it. */
export const isWithin = (path: string, folder: string): boolean => path === folder || isBelow(path, folder);

/** A folder and those above it, nearest first, `.` last. */
export const upward = (folder: string): readonly string[] => {
	const folders: string[] = [];
	for (let at = folder; at !== '.'; at = folderOf(at)) folders.push(at);
	return [...folders, '.'];
};

/** The nearest of those that each govern a folder; null where none lies above. */
export const nearestTo = <T extends { readonly directory: string }>(
	all: readonly T[],
	folder: string,
): T | null => {
	for (const above of upward(folder)) {
		const found = all.find(({ directory }) => directory === above);
		if (found) return found;
	}
	return null;
};
