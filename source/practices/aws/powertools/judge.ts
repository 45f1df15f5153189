import type { Facts, Project } from '../../../core/facts.ts';
import type { LambdaFunction, TriggerKind } from '../../../core/facts/functions.ts';
import type { Handler, HandlerModule } from '../../../core/facts/handlers.ts';
import type { PythonImport } from '../../../core/facts/python.ts';
import type { Finding } from '../../../core/finding.ts';
import type { Verdict } from '../../../core/practice.ts';
import { notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';

/** Facts that every check of handlers reads. */
export const handlerNeeds = ['handlers', 'files', 'functions', 'modules'] as const;
type Read = Pick<Facts, (typeof handlerNeeds)[number]>;

/** A handler of a project and what is known around it. */
export interface ProjectHandler {
	readonly handler: Handler;
	readonly path: string;
	readonly module: HandlerModule;
	/** Imports of its file. */
	readonly imports: readonly PythonImport[];
	/** Functions of templates that it serves. */
	readonly functions: readonly LambdaFunction[];
}

/**
 * The handlers of a project's own code: those that templates name; where none does, functions that look like one, in a
 * project that is no library.
 */
export const handlersIn = (facts: Read, project: Project): readonly ProjectHandler[] => {
	const all = filesIn(facts.handlers, facts, project).flatMap(({ path, role, value }) => {
		if (role !== 'prod' || /(?:^|\/)tests?\//.test(path)) return [];
		const parsed = facts.modules.get(path);
		const imports = parsed?.ok ? parsed.value.imports : [];
		return value.handlers.map(handler => ({
			handler,
			path,
			module: value,
			imports,
			functions: facts.functions.functions.filter(
				({ handlerFile, handlerName }) => handlerFile === path && handlerName === handler.name,
			),
		}));
	});
	const configured = all.filter(({ functions }) => functions.length > 0);
	if (configured.length > 0) return configured;
	return project.kinds.some(kind => kind === 'library' || kind === 'cli') ? [] : all;
};

export const powertools = /^aws_lambda_powertools(?:\.|$)/;

/** The module of an import together with the name it takes from it. */
export const wholeName = ({ module, name }: PythonImport): string =>
	name === null ? module : `${module}.${name}`;

/** Functions of the repository's own may do in a decorator what we look for. */
export const hasOwnDecorators = ({ handler }: ProjectHandler): boolean =>
	handler.decorators.some(
		({ name }) =>
			!name.startsWith('aws_lambda_powertools.') &&
			!/\.(?:inject_lambda_context|capture_lambda_handler|log_metrics)$/.test(name),
	);

export const isDecorated = ({ handler }: ProjectHandler, name: RegExp): boolean =>
	handler.decorators.some(decorator => name.test(decorator.name));

/** The functions of a handler are started by one of these. */
export const isStartedBy = ({ functions }: ProjectHandler, kinds: readonly TriggerKind[]): boolean =>
	functions.some(({ triggers }) => triggers.some(({ kind }) => kinds.includes(kind)));

/** One warning for all handlers that lack something. */
export const lacking = (
	missing: readonly ProjectHandler[],
	of: { readonly what: string; readonly expected: string; readonly key: string },
): readonly Finding[] => {
	const [first] = missing;
	if (!first) return [];
	const names = [...new Set(missing.map(({ handler }) => `\`${handler.name}\``))].slice(0, 3).join(', ');
	const who = missing.length === 1 ? `The handler ${names}` : `${missing.length} handlers`;
	const verb = missing.length === 1 ? 'has' : 'have';
	return [
		{
			level: 'warn',
			message: `${who} ${verb} ${of.what}`,
			confidence: 'likely',
			at: first.handler.at,
			expected: of.expected,
			key: of.key,
		},
	];
};

/** The verdict on handlers, where there are any to judge. */
export const concludeHandlers = (
	judged: number,
	findings: readonly Finding[],
	evidence: string,
	reason: string,
): Verdict => (judged === 0 ? notApplicable(reason) : verdictOf(findings, evidence));

export const noHandlers = 'No handler of a Lambda function is in this project';
export const noPowertools = 'The project does not use Powertools for AWS Lambda';
