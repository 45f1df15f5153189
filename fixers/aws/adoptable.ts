import { stringsAt } from '../../source/core/data.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { LambdaFunction } from '../../source/core/facts/functions.ts';
import type { Handler } from '../../source/core/facts/handlers.ts';
import { folderOf, inFolder } from '../../source/core/folders.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { rootOf } from '../../source/core/template/judge.ts';
import { runtimeListFor } from '../logging/runtime-dependency.ts';

export const distribution = 'aws-lambda-powertools';

export type AdoptFacts = Pick<
	Facts,
	'handlers' | 'files' | 'functions' | 'templates' | 'toml' | 'requirements' | 'packaging' | 'logging'
>;

type RuntimeList = NonNullable<ReturnType<typeof runtimeListFor>>;

/** A handler that can be given the logger of Powertools, and what brings the package to its function. */
export interface Adoptable {
	readonly path: string;
	readonly handler: Handler;
	/** Where the package is added; null where the function has it already. */
	readonly list: RuntimeList | null;
	/** What is deployed with the handler. */
	readonly codeDirectory: string | null;
}

/** A handler that is left to the user, and why. */
export interface NotAdoptable {
	readonly path: string;
	readonly handler: Handler;
	readonly reason: string;
}

const hasLayer = ({ properties }: LambdaFunction): boolean =>
	/AWSLambdaPowertoolsPython/.test(JSON.stringify(properties['Layers'] ?? properties['layers'] ?? null));

const lists = (path: string, { requirements }: Pick<Facts, 'requirements'>): boolean => {
	const parsed = requirements.get(path);
	return parsed?.ok === true && parsed.value.lines.some(({ name }) => name === distribution);
};

type Brought =
	| { readonly is: 'there' }
	| { readonly is: 'list'; readonly list: RuntimeList }
	| { readonly is: 'unknown' };

/** How the package comes to a function: only where the tool that builds it reads a list of the tree. */
const broughtTo = (lambda: LambdaFunction, facts: AdoptFacts, project: Project): Brought => {
	if (hasLayer(lambda)) return { is: 'there' };
	const { kind, codeDirectory, template, path } = lambda;
	const listIn = (folder: string): RuntimeList | null =>
		runtimeListFor(inFolder(folder, 'x.py'), distribution, '3', facts, { ...project, path: folder });
	if (kind === 'sam' && lambda.packageType === 'zip' && codeDirectory !== null) {
		const file = inFolder(codeDirectory, 'requirements.txt');
		if (lists(file, facts)) return { is: 'there' };
		const list = listIn(codeDirectory);
		return list?.path === file ? { is: 'list', list } : { is: 'unknown' };
	}
	const plugins = stringsAt(rootOf(facts, template), ['plugins']);
	if (
		kind === 'serverless' &&
		path.at(-1) !== 'Properties' &&
		plugins.includes('serverless-python-requirements')
	) {
		const folder = folderOf(template);
		const file = inFolder(folder, 'requirements.txt');
		if (lists(file, facts)) return { is: 'there' };
		const list = listIn(folder);
		return list?.path === file ? { is: 'list', list } : { is: 'unknown' };
	}
	return { is: 'unknown' };
};

const isOurs = (name: string): boolean =>
	name.startsWith('aws_lambda_powertools.') || /\.(?:capture_lambda_handler|log_metrics)$/.test(name);

const judge = (
	path: string,
	handler: Handler,
	facts: AdoptFacts,
	project: Project,
): Adoptable | NotAdoptable => {
	const base = { path, handler };
	const functions = facts.functions.functions.filter(
		({ handlerFile, handlerName }) => handlerFile === path && handlerName === handler.name,
	);
	if (handler.isAsync) return { ...base, reason: 'it is a coroutine' };
	if (!handler.decorators.every(({ name }) => isOurs(name)))
		return { ...base, reason: 'a decorator of another library may log already' };
	const parsed = facts.logging.get(path);
	const loggers = parsed?.ok ? parsed.value.loggers : [];
	if (loggers.some(({ kind }) => kind === 'loguru' || kind === 'structlog'))
		return { ...base, reason: 'its file logs through another library' };
	// A logger that logs nothing is a line to read and time to load.
	if (loggers.length === 0) return { ...base, reason: 'its file has no logger yet' };
	const brought = functions.map(lambda => broughtTo(lambda, facts, project));
	if (brought.length === 0 || brought.some(({ is }) => is === 'unknown'))
		return {
			...base,
			reason: `the repository does not tell where \`${distribution}\` would be installed from`,
		};
	const added = brought.flatMap(one => (one.is === 'list' ? [one.list] : []));
	if (added.length > 0 && added.length < brought.length)
		return { ...base, reason: 'its functions are built from different lists' };
	return { ...base, list: added[0] ?? null, codeDirectory: functions[0]?.codeDirectory ?? null };
};

/** The handlers of a project that templates name and that no Powertools logger decorates yet. */
export const handlersToAdopt = (facts: AdoptFacts, project: Project): readonly (Adoptable | NotAdoptable)[] =>
	filesIn(facts.handlers, facts, project).flatMap(({ path, role, value }) =>
		role !== 'prod' || /(?:^|\/)tests?\//.test(path)
			? []
			: value.handlers
					.filter(
						({ isConfigured, decorators }) =>
							isConfigured && !decorators.some(({ name }) => /(?:^|\.)inject_lambda_context$/.test(name)),
					)
					.map(handler => judge(path, handler, facts, project)),
	);

export const isAdoptable = (one: Adoptable | NotAdoptable): one is Adoptable => !('reason' in one);
