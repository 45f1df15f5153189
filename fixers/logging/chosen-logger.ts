import { folderOf, isBelow } from '../../source/core/folders.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { LoggerBinding, LoggerKind, ModuleLogging } from '../../source/core/facts/loggers.ts';
import { fileOf, reachOf } from './reach.ts';

type Read = Pick<Facts, 'files' | 'modules' | 'functions' | 'logging'>;

/** The logger that a file's prints become calls of. */
export type ChosenLogger =
	| {
			readonly source: 'present';
			readonly name: string;
			readonly kind: LoggerKind;
			/** From this line on the name is bound in the module body. */
			readonly line: number;
	  }
	| {
			readonly source: 'new';
			readonly name: string;
			readonly kind: LoggerKind;
			/** Call that makes it, such as `Logger()`; the maker's name is without its module. */
			readonly maker: string;
	  };

const mostFrequent = <T>(items: readonly T[]): T | undefined => {
	const counts = new Map<T, number>();
	for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
	return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
};

const bindingsIn = (path: string, facts: Read): readonly LoggerBinding[] => {
	const parsed = facts.logging.get(path);
	return parsed?.ok ? parsed.value.loggers : [];
};

const imported = (path: string, facts: Read): ChosenLogger | null => {
	const parsed = facts.modules.get(path);
	for (const { module, name, as, line, topLevel } of parsed?.ok ? parsed.value.imports : []) {
		if (!topLevel || name === null || !/log/i.test(as)) continue;
		const file = fileOf(module, path, facts);
		const binding = file === null ? undefined : bindingsIn(file, facts).find(one => one.name === name);
		if (binding) return { source: 'present', name: as, kind: binding.kind, line };
	}
	return null;
};

const plainMaker = /\(((?:__name__|\w+\s*=\s*(?:"[^"\\]*"|'[^'\\]*'|True|False))(?:\s*,\s*)?)*\)$/;

const makerFor = (kind: LoggerKind, bindings: readonly LoggerBinding[]): string | null => {
	if (kind === 'loguru') return '';
	if (kind === 'stdlib') return 'getLogger(__name__)';
	const sources = bindings
		.filter(binding => binding.kind === kind)
		.map(({ source }) => source.replace(/^[\w.]+(?=\()/, ''));
	const most = mostFrequent(sources);
	if (most === undefined || !plainMaker.test(most)) return null;
	return kind === 'structlog' ? `get_logger${most}` : `Logger${most}`;
};

const infoIsLost = 'nothing sets a level for standard-library logging, so an `info` record would be dropped';

/** Whether an `info` record of the logger comes out; standard-library logging drops it unless told otherwise. */
const drops = (
	logger: ChosenLogger,
	path: string,
	isLambda: boolean,
	production: readonly string[],
	facts: Read,
): boolean => {
	if (logger.kind === 'powertools' || logger.kind === 'loguru') return false;
	const sayings = (paths: Iterable<string>): readonly ModuleLogging[] =>
		[...paths].flatMap(one => {
			const parsed = facts.logging.get(one);
			return parsed?.ok ? [parsed.value] : [];
		});
	const all = sayings(production);
	if (logger.kind === 'structlog' && !all.some(({ structlogAsksStdlib }) => structlogAsksStdlib))
		return false;
	const here = facts.logging.get(path);
	if (logger.source === 'present' && here?.ok && here.value.talkative.includes(logger.name)) return false;
	// Each handler is a program of its own: what another one sets does not reach it.
	const parsed = facts.modules.get(path);
	const isEntry = parsed?.ok === true && parsed.value.handlers.length > 0;
	const heard = isEntry ? sayings(reachOf(path, facts)) : all;
	return !heard.some(({ letsInfo }) => letsInfo === 'root' || (letsInfo === 'basic' && !isLambda));
};

/** Whether another file has the same packages at hand: a function's own directory, else a project with a manifest. */
const isDeployedWith = (path: string, project: Project, facts: Read): ((other: string) => boolean) => {
	const [unit] = facts.functions.codeDirectories
		.filter(directory => isBelow(path, directory))
		.toSorted((a, b) => b.length - a.length);
	if (unit !== undefined && unit !== '.') return other => isBelow(other, unit);
	return project.declared ? () => true : other => folderOf(other) === folderOf(path);
};

const newLogger = (usable: readonly LoggerBinding[]): ChosenLogger | { readonly reason: string } => {
	const kind = mostFrequent(usable.map(binding => binding.kind));
	if (kind === undefined) return { reason: 'the project has no logger yet' };
	const maker = makerFor(kind, usable);
	if (maker === null) return { reason: 'the other modules make their loggers in ways that cannot be copied' };
	const name =
		mostFrequent(usable.filter(binding => binding.kind === kind).map(binding => binding.name)) ?? 'logger';
	return { source: 'new', name, kind, maker };
};

const usesPowertools = (path: string, facts: Read): boolean => {
	const parsed = facts.modules.get(path);
	return (
		parsed?.ok === true && parsed.value.imports.some(({ module }) => /^aws_lambda_powertools\b/.test(module))
	);
};

/** A module that has Powertools at hand already gets its logger, made as the other modules do. */
const powertoolsLogger = (usable: readonly LoggerBinding[]): ChosenLogger | { readonly reason: string } => {
	const others = usable.filter(({ kind }) => kind === 'powertools');
	return others.length > 0
		? newLogger(others)
		: { source: 'new', name: 'logger', kind: 'powertools', maker: 'Logger()' };
};

/** The module's own logger, one that it imports, or a new one of the kind the project uses most. */
export const chooseLogger = (
	path: string,
	isLambda: boolean,
	project: Project,
	facts: Read,
): ChosenLogger | { readonly reason: string } => {
	const own = bindingsIn(path, facts).find(({ name }) => /log/i.test(name));
	const present: ChosenLogger | null = own
		? { source: 'present', name: own.name, kind: own.kind, line: own.line }
		: imported(path, facts);
	const production = [...facts.files.values()].flatMap(file =>
		file.project === project.path && file.role === 'prod' ? [file.path] : [],
	);
	const isWithin = isDeployedWith(path, project, facts);
	const usable = production.flatMap(file =>
		bindingsIn(file, facts).filter(
			({ kind }) => kind === 'stdlib' || ((kind !== 'powertools' || isLambda) && isWithin(file)),
		),
	);
	const chosen =
		present ?? (isLambda && usesPowertools(path, facts) ? powertoolsLogger(usable) : newLogger(usable));
	if ('reason' in chosen) return chosen;
	// What another program of the repository sets does not reach this one.
	const together = production.filter(isWithin);
	return drops(chosen, path, isLambda, together, facts) ? { reason: infoIsLost } : chosen;
};
