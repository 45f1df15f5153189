import type { Facts } from '../../source/core/facts.ts';

type Read = Pick<Facts, 'modules'>;

const withoutEnding = (path: string): string => path.replace(/(?:\/__init__)?\.py$/, '');

/** Modules by each end of their paths, as imports spell them; made once for the modules of a run. */
const indexes = new WeakMap<Read['modules'], ReadonlyMap<string, readonly string[]>>();

const indexOf = (modules: Read['modules']): ReadonlyMap<string, readonly string[]> => {
	const known = indexes.get(modules);
	if (known) return known;
	const index = new Map<string, string[]>();
	for (const path of modules.keys()) {
		const parts = withoutEnding(path).split('/');
		for (let from = 0; from < parts.length; from++) {
			const ending = parts.slice(from).join('/');
			const paths = index.get(ending);
			if (paths) paths.push(path);
			else index.set(ending, [path]);
		}
	}
	indexes.set(modules, index);
	return index;
};

/** The file that an import means, by the end of its path; null where none or several fit. */
export const fileOf = (module: string, from: string, { modules }: Read): string | null => {
	const dots = /^\.*/.exec(module)?.[0].length ?? 0;
	const rest = module.slice(dots).replaceAll('.', '/');
	const folder = from.split('/').slice(0, -Math.max(dots, 1)).join('/');
	const ending = dots === 0 ? rest : [folder, rest].filter(part => part !== '').join('/');
	if (ending === '') return null;
	const fits = (indexOf(modules).get(ending) ?? []).filter(
		path => dots === 0 || withoutEnding(path) === ending,
	);
	const [only, ...more] = fits;
	return only !== undefined && more.length === 0 ? only : null;
};

/**
 * The file and all files of the repository that its imports reach.
 * @param always only by imports that run when a module is imported
 */
export const reachOf = (path: string, facts: Read, always = false): ReadonlySet<string> => {
	const reached = new Set<string>();
	const open = [path];
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		if (reached.has(at)) continue;
		reached.add(at);
		const parsed = facts.modules.get(at);
		for (const { module, name, topLevel } of parsed?.ok ? parsed.value.imports : []) {
			if (always && !topLevel) continue;
			for (const target of [module, ...(name === null ? [] : [`${module.replace(/\.$/, '')}.${name}`])]) {
				const file = fileOf(target, at, facts);
				if (file !== null) open.push(file);
			}
		}
	}
	return reached;
};
