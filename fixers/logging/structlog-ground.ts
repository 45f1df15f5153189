import type { Facts, Project } from '../../source/core/facts.ts';
import { fileOf, reachOf } from './reach.ts';

type Read = Pick<Facts, 'files' | 'modules' | 'functions' | 'logUse'>;

/** Production files of a project. */
export const productionOf = ({ files }: Pick<Facts, 'files'>, project: Project): readonly string[] =>
	[...files.values()].flatMap(({ path, role, project: home }) =>
		role === 'prod' && (home ?? '.') === project.path && path.endsWith('.py') ? [path] : [],
	);

const setupsIn = (path: string, { logUse }: Read) => {
	const use = logUse.get(path);
	return use?.ok ? use.value.setups : [];
};

/** Files of the project that set structlog up. */
export const setupFilesOf = (facts: Read, project: Project): readonly string[] =>
	productionOf(facts, project).filter(path => setupsIn(path, facts).some(({ of }) => of === 'structlog'));

/** Whether structlog hands its records to the standard library there, with levels and `%s` as the standard library has them. */
export const logsThroughStandardLibrary = (path: string, facts: Read, text: string): boolean =>
	setupsIn(path, facts)
		.filter(({ of }) => of === 'structlog')
		.every(
			({ processors, factory }) =>
				factory === 'LoggerFactory' &&
				processors?.includes('filter_by_level') === true &&
				processors.includes('PositionalArgumentsFormatter'),
		) &&
	/wrapper_class\s*=\s*(?:structlog\.)?stdlib\.BoundLogger\b/.test(text) &&
	/\b(?:format_exc_info|dict_tracebacks|ExceptionRenderer|ExceptionDictTransformer)\b/.test(text);

/** What command lines, workers and servers are made with: with too many starts less is changed, never too much. */
const makesProgram =
	/^(?:argparse|click|typer|fire|docopt|cyclopts)(?:\.|$)|^celery\.Celery$|^(?:rq\.Worker|dramatiq|huey)(?:\.|$)/;
const namesProgram = /(?:^|\/)(?:__main__|manage|wsgi|asgi)\.py$/;

const startsProgram = (path: string, { modules, functions, logUse }: Read): boolean => {
	const [parsed, use] = [modules.get(path), logUse.get(path)];
	return (
		namesProgram.test(path) ||
		functions.functions.some(({ handlerFile }) => handlerFile === path) ||
		(parsed?.ok === true &&
			(parsed.value.handlers.length > 0 ||
				parsed.value.hasMainGuard ||
				parsed.value.imports.some(({ module, name }) =>
					makesProgram.test(name === null ? module : `${module}.${name}`),
				))) ||
		(use?.ok === true && use.value.webApp !== null)
	);
};

/** Asked for each finding of a run. */
const programs = new WeakMap<Read['modules'], Map<string, ReadonlyMap<string, ReadonlySet<string>>>>();

/** Where the programs of a project start, with all that each of them imports. */
export const programsOf = (facts: Read, project: Project): ReadonlyMap<string, ReadonlySet<string>> => {
	const known = programs.get(facts.modules) ?? new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();
	programs.set(facts.modules, known);
	const before = known.get(project.path);
	if (before) return before;
	const found = new Map(
		productionOf(facts, project)
			.filter(path => startsProgram(path, facts))
			.map(path => [path, reachOf(path, facts)]),
	);
	known.set(project.path, found);
	return found;
};

/** Why structlog is not ready in each program that a file is part of, as words after "because"; null where it is. */
export const notReady = (
	path: string,
	started: ReadonlyMap<string, ReadonlySet<string>>,
	setups: readonly string[],
	facts: Read,
): string | null => {
	const around = [...started].filter(([, reach]) => reach.has(path));
	if (around.length === 0) return `no program is known that imports \`${path}\``;
	for (const [start, reach] of around) {
		const sure = reachOf(start, facts, true);
		if (!setups.some(setup => sure.has(setup)))
			return `\`${start}\` starts without the module that sets structlog up`;
		const other = [...reach].find(each =>
			setupsIn(each, facts).some(({ of }) => of === 'basicConfig' || of === 'dictConfig'),
		);
		if (other !== undefined) return `\`${other}\` sets logging up as well`;
	}
	return null;
};

/** Another module that takes one of the names from a file; null where none does. */
export const importerOf = (path: string, names: readonly string[], facts: Read): string | null => {
	for (const [other, parsed] of facts.modules) {
		if (other === path || !parsed.ok) continue;
		const takes = parsed.value.imports.some(
			({ module, name }) =>
				name !== null && (name === '*' || names.includes(name)) && fileOf(module, other, facts) === path,
		);
		if (takes) return other;
	}
	return null;
};

/** Tests of the project that run a file, by what they import. */
export const testsReaching = (facts: Read, project: Project): ReadonlyMap<string, ReadonlySet<string>> =>
	new Map(
		[...facts.files.values()]
			.filter(
				({ path, role, project: home }) =>
					role === 'test' && path.endsWith('.py') && (home ?? '.') === project.path,
			)
			.map(({ path }) => [path, reachOf(path, facts)]),
	);
