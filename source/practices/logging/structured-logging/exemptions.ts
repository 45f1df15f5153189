import { tableAt } from '../../../core/data.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { ModulePrints, PrintCall } from '../../../core/facts/prints.ts';
import { folderOf, inFolder, nearestTo } from '../../../core/folders.ts';
import { isPerFile } from '../../../core/ruff/globs.ts';
import { namesCode } from '../../../core/ruff/selection.ts';

type Read = Pick<Facts, 'modules' | 'toml' | 'ini' | 'consoleScripts' | 'ruffConfigs'>;

const cliPath =
	/(?:^|\/)(?:__main__\.py$|cli[^/]*\.py$|console\.py$|commands?(?:\/|\.py$)|(?:[^/]+[-_])?cli(?:\/|\.py$))/;
const showing = /^(?:main|usage|help|print_.*|show_.*|display.*|dump.*)$/;

const inProject = (project: Project, name: string): string => inFolder(project.path, name);

/** `pkg.mod:func` as the path ending `pkg/mod`. */
const endingOf = (target: string): string => (target.split(':', 1)[0] ?? '').trim().replaceAll('.', '/');

/** Modules that the project's manifests start as commands, as path endings without `.py`. */
const scriptTargets = (project: Project, facts: Read): readonly string[] => {
	const toml = facts.toml.get(inProject(project, 'pyproject.toml'));
	const value = toml?.ok ? toml.value.value : undefined;
	const tables = [tableAt(value, ['project', 'scripts']), tableAt(value, ['tool', 'poetry', 'scripts'])];
	const ini = facts.ini.get(inProject(project, 'setup.cfg'));
	const listed = ini?.ok
		? (ini.value.sections['options.entry_points']?.options['console_scripts']?.value ?? '')
		: '';
	const setup = facts.consoleScripts.get(inProject(project, 'setup.py'));
	return [
		...tables.flatMap(table => Object.values(table ?? {})).filter(target => typeof target === 'string'),
		...listed.split('\n').map(line => line.replace(/^[^=]*=/, '')),
		...(setup?.ok ? setup.value : []),
	]
		.map(endingOf)
		.filter(ending => ending !== '');
};

const isAt = (path: string, ending: string): boolean =>
	[`${ending}.py`, `${ending}/__init__.py`].some(file => path === file || path.endsWith(`/${file}`));

/** The configuration of ruff that lets the file print, or null: a decision that the team wrote down. */
const allowedBy = (path: string, facts: Read): string | null => {
	const config = nearestTo(facts.ruffConfigs, folderOf(path));
	const allows = config?.perFileIgnores.some(
		({ base, pattern, codes }) => isPerFile(path, base, pattern) && namesCode(codes, 'T201'),
	);
	return config && allows === true ? `\`per-file-ignores\` in \`${config.path}\` allows it` : null;
};

/** Says of a call in one file why it may print; null where it may not. */
export type Exemption = (call: PrintCall) => string | null;

/** The last part of a module's name, as importers spell it. */
const moduleNameOf = (path: string): string =>
	path
		.replace(/\/__init__\.py$/, '')
		.replace(/\.py$/, '')
		.replace(/^.*\//, '');

/** Functions of the file that another module imports by name. */
const importedElsewhere = (path: string, facts: Read): ReadonlySet<string> => {
	const name = moduleNameOf(path);
	const found = new Set<string>();
	for (const [other, parsed] of facts.modules) {
		if (other === path || !parsed.ok) continue;
		for (const imported of parsed.value.imports) {
			if (imported.name !== null && imported.module.replace(/^.*\./, '') === name) found.add(imported.name);
		}
	}
	return found;
};

/** Why the module counts as a command-line program; null where it does not. */
const programReason = (path: string, prints: ModulePrints, project: Project, facts: Read): string | null => {
	if (prints.cliLibrary !== null)
		return `the module imports \`${prints.cliLibrary}\` and talks to a terminal`;
	if (cliPath.test(path)) return 'the path says that it is a command-line program';
	if (prints.hasShebang) return 'the file starts with `#!`, as a program does';
	const started = scriptTargets(project, facts).some(target => isAt(path, target));
	return started ? 'the project starts it as a command' : null;
};

/** The exemptions of one file, worked out once. Code that Lambda runs is never a command-line program. */
export const exemptionsOf = (
	path: string,
	prints: ModulePrints,
	isLambda: boolean,
	project: Project,
	facts: Read,
): Exemption => {
	const program = isLambda ? null : programReason(path, prints, project, facts);
	const allowed = allowedBy(path, facts);
	const callers = prints.calls.some(call => call.mainGuard === 'reached')
		? importedElsewhere(path, facts)
		: new Set();
	return call => {
		if (call.mainGuard === 'inside') return 'it runs only when the file is run as a program';
		if (allowed !== null && call.kind !== 'stream write' && call.kind !== 'traceback') return allowed;
		if (program !== null) return program;
		if (isLambda) return null;
		const [outermost = ''] = call.functions;
		if (call.mainGuard === 'reached' && !callers.has(outermost)) {
			return 'it is reached only when the file is run as a program';
		}
		const shows = call.functions.find(name => showing.test(name));
		return shows === undefined ? null : `\`${shows}\` is there to print`;
	};
};
