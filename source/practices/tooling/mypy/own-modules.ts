import type { Facts, Project } from '../../../core/facts.ts';
import { folderOf } from '../../../core/folders.ts';
import { productionPaths } from './scope.ts';

/** A production file and the dotted names that mypy may know it by. */
export interface OwnModule {
	readonly path: string;
	readonly names: readonly string[];
}

const dotted = (path: string): string =>
	path
		.replace(/\.py$/, '')
		.replace(/(^|\/)__init__$/, '')
		.replaceAll('/', '.');

/** The outermost folder above which no `__init__.py` stands. */
const packageRoot = (path: string, paths: Facts['paths']): string => {
	let folder = folderOf(path);
	while (folder !== '.' && paths.has(`${folder}/__init__.py`)) folder = folderOf(folder);
	return folder;
};

const below = (path: string, folder: string): string =>
	folder === '.' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;

export const ownModules = (facts: Pick<Facts, 'files' | 'paths'>, project: Project): readonly OwnModule[] =>
	productionPaths(facts, project).map(path => {
		const inside = below(path, project.path);
		const all = [
			path,
			inside,
			inside.replace(/^(?:src|lib)\//, ''),
			below(path, packageRoot(path, facts.paths)),
		];
		return { path, names: [...new Set(all.map(dotted))] };
	});

/** `pkg.*` is the package and all below; a `*` elsewhere stands for parts of the name. */
const matchesPattern = (name: string, pattern: string): boolean => {
	if (pattern === '*') return true;
	if (!pattern.includes('*')) return name === pattern;
	const head = pattern.endsWith('.*') ? pattern.slice(0, -2) : null;
	if (head !== null && !head.includes('*')) return name === head || name.startsWith(`${head}.`);
	// Parts on both sides, a `*` taking none or several: matched part by part, without backtracking into letters.
	const names = name.split('.');
	let positions = new Set([0]);
	for (const part of pattern.split('.')) {
		const next = new Set<number>();
		for (const at of positions) {
			if (part === '*') for (let end = at; end <= names.length; end++) next.add(end);
			else if (names[at] === part) next.add(at + 1);
		}
		positions = next;
	}
	return positions.has(names.length);
};

/** The modules that a section of mypy's configuration is about. */
export const matching = (modules: readonly OwnModule[], patterns: readonly string[]): readonly OwnModule[] =>
	modules.filter(({ names }) => patterns.some(pattern => names.some(name => matchesPattern(name, pattern))));
