import type { Facts, Project } from '../../source/core/facts.ts';
import type { LambdaFunction } from '../../source/core/facts/functions.ts';
import { folderOf, inFolder, isBelow, isWithin, upward } from '../../source/core/folders.ts';
import { runsInLambda } from '../../source/core/lambda.ts';
import { moduleStem } from './logging-module.ts';

type Read = Pick<Facts, 'files' | 'modules' | 'functions' | 'logUse' | 'paths'>;

/** Where a program starts, and how a module beside it is imported there. */
export interface EntryPoint {
	readonly path: string;
	/** Where the new module goes. */
	readonly home: string;
	/** As in an import statement; with a dot in front where the file imports its neighbours so. */
	readonly module: string;
	/** Tests that import the same package have their folder here; null where none does. */
	readonly tests: string | null;
}

const importsOf = (path: string, { modules }: Read): readonly string[] => {
	const parsed = modules.get(path);
	return parsed?.ok ? parsed.value.imports.map(({ module }) => module) : [];
};

const dotted = (folder: string, root: string): string =>
	(root === '.' ? folder : folder.slice(root.length + 1)).replaceAll('/', '.');

/** Where Lambda looks for modules: `src` for `src/orders/app.py` as `orders/app.handler` or `orders.app.handler`. */
const importRootOf = ({ handler, handlerFile }: LambdaFunction): string | null => {
	const file = `${handler?.replace(/\.\w+$/, '').replaceAll('.', '/') ?? ''}.py`;
	if (handlerFile === null || (handlerFile !== file && !handlerFile.endsWith(`/${file}`))) return null;
	return handlerFile.slice(0, -file.length - 1) || '.';
};

const deploys = ({ handlerFile, codeDirectory, dockerfile }: LambdaFunction, path: string): boolean => {
	const folder = codeDirectory ?? (dockerfile === null ? null : folderOf(dockerfile));
	return handlerFile === path || (folder !== null && folder !== '.' && path.startsWith(`${folder}/`));
};

/** Of the functions that a file is deployed with; undefined where there are none, null where they disagree. */
const lambdaRootOf = (path: string, { functions }: Read): string | null | undefined => {
	const own = functions.functions.filter(({ handlerFile }) => handlerFile === path);
	const around = functions.functions.filter(
		({ python, codeDirectory }) => python !== 'no' && codeDirectory !== null && isBelow(path, codeDirectory),
	);
	const roots = new Set((own.length > 0 ? own : around).map(importRootOf));
	const [root = null, ...others] = roots;
	return roots.size === 0 ? undefined : others.length > 0 ? null : root;
};

/** The module's name as the entry point imports it; null where the tree does not tell. */
const importedAs = (path: string, facts: Read, stem: string): string | null => {
	const folder = folderOf(path);
	const unit = runsInLambda(path, facts) ? lambdaRootOf(path, facts) : undefined;
	if (unit === null) return null;
	if (unit !== undefined) return folder === unit ? stem : `${dotted(folder, unit)}.${stem}`;
	const imports = importsOf(path, facts);
	if (!facts.paths.has(inFolder(folder, '__init__.py'))) {
		// Neighbours are imported by their bare names where the folder itself is the root.
		return imports.some(module => facts.paths.has(inFolder(folder, `${module.split('.', 1)[0] ?? ''}.py`)))
			? stem
			: null;
	}
	if (imports.some(module => /^\.[a-z_]/i.test(module))) return `.${stem}`;
	const packages = upward(folder).filter(above => facts.paths.has(inFolder(above, '__init__.py')));
	const top = packages.at(-1);
	if (top === undefined) return null;
	const name = top.replace(/^.*\//, '');
	const isKnown = [...facts.modules.keys()].some(each =>
		importsOf(each, facts).some(module => module === name || module.startsWith(`${name}.`)),
	);
	return isKnown ? `${dotted(folder, folderOf(top))}.${stem}` : null;
};

const depthOf = (folder: string): number => folder.split('/').length;

/** The folder above all of these that is one of tests itself; else the first of those that lie highest. */
const sharedFolder = (folders: readonly string[], facts: Read): string | null => {
	const [first] = folders.toSorted((a, b) => depthOf(a) - depthOf(b));
	if (first === undefined) return null;
	const above = upward(first).find(each => folders.every(folder => isWithin(folder, each)));
	const isOfTests =
		above !== undefined &&
		['conftest.py', '__init__.py'].some(name => facts.files.get(inFolder(above, name))?.role === 'test');
	return isOfTests ? above : first;
};

const testsOf = (
	module: string,
	folder: string,
	facts: Read,
	project: Project,
	stem: string,
): string | null => {
	if (module.startsWith('.')) return null;
	const [first = ''] = module.split('.', 1);
	const neighbour = (name: string): boolean => facts.paths.has(inFolder(folder, `${name}.py`));
	const importing = [...facts.files.values()].filter(
		({ path, role, project: home }) =>
			role === 'test' &&
			home === project.path &&
			/(?:^|\/)test_[^/]*\.py$/.test(path) &&
			importsOf(path, facts).some(each => {
				const [name = ''] = each.split('.', 1);
				return module === stem ? neighbour(name) : name === first;
			}),
	);
	const folders = [...new Set(importing.map(({ path }) => folderOf(path)))];
	const units = folders.filter(each => /(?:^|\/)units?(?:\/|$)/.test(each));
	return module === stem ? (folders[0] ?? null) : sharedFolder(units.length > 0 ? units : folders, facts);
};

/**
 * Handlers and web applications of a project, as far as it can be told how they import.
 * @param stem the name of the new module
 */
export const entryPointsOf = (
	facts: Read,
	project: Project,
	stem: string = moduleStem,
): readonly EntryPoint[] =>
	[...facts.files.values()].flatMap(({ path, role, project: home }): readonly EntryPoint[] => {
		if (role !== 'prod' || (home ?? '.') !== project.path || !path.endsWith('.py')) return [];
		const [parsed, use] = [facts.modules.get(path), facts.logUse.get(path)];
		const isHandler =
			facts.functions.functions.some(({ handlerFile }) => handlerFile === path) ||
			(parsed?.ok === true && parsed.value.handlers.length > 0);
		if (!isHandler && !(use?.ok === true && use.value.webApp !== null)) return [];
		// What an image holds is told by its Dockerfile, file by file.
		if (facts.functions.functions.some(one => one.packageType === 'image' && deploys(one, path))) return [];
		const module = importedAs(path, facts, stem);
		const folder = folderOf(path);
		const at = inFolder(folder, `${stem}.py`);
		if (module === null || facts.paths.has(at)) return [];
		return [{ path, home: at, module, tests: testsOf(module, folder, facts, project, stem) }];
	});
