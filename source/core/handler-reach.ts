import type { Facts } from './facts.ts';
import type { LambdaFunction } from './facts/functions.ts';
import { folderOf } from './folders.ts';
import { joinPath } from './template/paths.ts';

type Read = Pick<Facts, 'paths' | 'modules'>;

/** The file of an imported module: absolute ones lie below the deployed folder, relative ones beside the importer. */
const fileOf = (module: string, from: string, root: string, paths: Facts['paths']): string | null => {
	const dots = /^\.*/.exec(module)?.[0].length ?? 0;
	const base = dots === 0 ? root : joinPath(folderOf(from), '../'.repeat(dots - 1));
	const inside = base === null ? null : joinPath(base, module.slice(dots).replaceAll('.', '/'));
	if (inside === null) return null;
	const candidates = inside === '.' ? ['__init__.py'] : [`${inside}.py`, `${inside}/__init__.py`];
	return candidates.find(candidate => paths.has(candidate)) ?? null;
};

/** The file that a name imported from a module stands in: a module of its own, or the module itself. */
export const filesOfImport = (
	{ module, name }: { readonly module: string; readonly name: string | null },
	from: string,
	root: string,
	paths: Facts['paths'],
): readonly string[] => {
	const own =
		name === null
			? null
			: fileOf(module.endsWith('.') ? module + name : `${module}.${name}`, from, root, paths);
	const found = [own, fileOf(module, from, root, paths)].filter(file => file !== null);
	return [...new Set(found)];
};

/**
 * A function's handler file and what it imports from the folder that is deployed with it, the handler's first.
 * Layers and installed packages are not followed.
 */
export const reachOf = (lambda: LambdaFunction, { paths, modules }: Read): readonly string[] => {
	const { handlerFile, codeDirectory } = lambda;
	if (handlerFile === null) return [];
	const reached = new Set([handlerFile]);
	if (codeDirectory === null) return [...reached];
	for (const path of reached) {
		const parsed = modules.get(path);
		for (const imported of parsed?.ok ? parsed.value.imports : []) {
			for (const file of filesOfImport(imported, path, codeDirectory, paths)) reached.add(file);
		}
	}
	return [...reached];
};
