import type { Facts } from '../facts.ts';
import type { PythonImport } from '../facts/python.ts';
import type { RuffConfig } from '../facts/tools.ts';
import { rooted } from './globs.ts';

const inside = (root: string, path: string): string => (root === '' ? path : `${root}/${path}`);

const folders = new WeakMap<Facts['paths'], ReadonlySet<string>>();

const foldersOf = (paths: Facts['paths']): ReadonlySet<string> => {
	const known = folders.get(paths);
	if (known) return known;
	const found = new Set<string>();
	for (const path of paths.keys()) {
		for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
			const folder = path.slice(0, slash);
			if (found.has(folder)) break;
			found.add(folder);
		}
	}
	folders.set(paths, found);
	return found;
};

/**
 * Whether a file imports from a package of the repository a module that is not there, such as a fallback for an
 * older version. Ruff sorts those by the whole path, our build by the first name only.
 */
export const importsWhatIsMissing = (
	imports: readonly PythonImport[],
	{ sources }: RuffConfig,
	paths: Facts['paths'],
): boolean => {
	const roots = sources.flatMap(({ base, patterns }) => patterns.map(pattern => rooted(base, pattern)));
	const all = foldersOf(paths);
	const exists = (path: string): boolean =>
		all.has(path) || paths.has(`${path}.py`) || paths.has(`${path}.pyi`);
	return imports.some(({ module }) => {
		if (module.startsWith('.') || !module.includes('.')) return false;
		const parts = module.split('.');
		const homes = roots.filter(root => exists(inside(root, parts[0] ?? '')));
		return homes.length > 0 && !homes.some(root => exists(inside(root, parts.join('/'))));
	});
};
