import { stringAt } from '../../../core/data.ts';
import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { LogUse } from '../../../core/facts/log-use.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Confidence, Finding, Level } from '../../../core/finding.ts';
import { runsInLambda } from '../../../core/lambda.ts';
import { notApplicable } from '../../../core/practice.ts';
import type { Verdict } from '../../../core/practice.ts';

/** Facts that tell which files a check on logs reads. */
export const scopeNeeds = ['files', 'modules', 'functions', 'logUse'] as const;
export type ScopeFacts = Pick<Facts, (typeof scopeNeeds)[number]>;

/** One file that logs, or could. */
export interface LoggingFile {
	readonly path: string;
	readonly use: LogUse;
	readonly isLambda: boolean;
}

/** Paths of the Python files of a project that are deployed: Lambda code, and the code of a service. */
export const deployedFiles = (
	facts: Pick<Facts, 'files' | 'modules' | 'functions'>,
	project: Project,
): readonly string[] => {
	const isDeployed = project.kinds.includes('lambda') || project.kinds.includes('service');
	if (!isDeployed && project.kinds.includes('library')) return [];
	return [...facts.files.values()].flatMap(({ path, role, project: owner }) =>
		role === 'prod' &&
		(owner ?? '.') === project.path &&
		path.endsWith('.py') &&
		(isDeployed || runsInLambda(path, facts))
			? [path]
			: [],
	);
};

/** The files of a project that are deployed, as far as they log or could. */
export const loggingFiles = (facts: ScopeFacts, project: Project): readonly LoggingFile[] | Verdict => {
	const isDeployed = project.kinds.includes('lambda') || project.kinds.includes('service');
	if (!isDeployed && project.kinds.includes('library')) {
		return notApplicable('a library leaves logging to the program that uses it');
	}
	const deployed = deployedFiles(facts, project);
	if (deployed.length === 0) {
		return notApplicable('no Lambda function and no service is here; others leave logging to their user');
	}
	return deployed.flatMap(path => {
		const parsed = facts.logUse.get(path);
		return parsed?.ok ? [{ path, use: parsed.value, isLambda: runsInLambda(path, facts) }] : [];
	});
};

/** Whether any of the files imports a library. */
export const uses = (files: readonly LoggingFile[], library: LogUse['libraries'][number]): boolean =>
	files.some(({ use }) => use.libraries.includes(library));

/** Whether a word of interest stands in any of the files. */
export const mentions = (files: readonly LoggingFile[], ...words: readonly string[]): boolean =>
	files.some(({ use }) => words.some(word => use.words.includes(word)));

export const callsOf = (files: readonly LoggingFile[]): number =>
	files.reduce((sum, { use }) => sum + Object.values(use.calls).reduce((all, one) => all + one, 0), 0);

/** Whether production code has a logger at all. */
export const hasLoggers = (files: readonly LoggingFile[]): boolean => files.some(({ use }) => use.hasLogger);

/** The functions that the project's templates declare. */
export const functionsOf = (
	facts: Pick<Facts, 'files' | 'functions'>,
	project: Project,
): readonly LambdaFunction[] =>
	facts.functions.functions.filter(
		({ python, handlerFile, template }) =>
			python !== 'no' &&
			(facts.files.get(handlerFile ?? template)?.project ?? facts.files.get(template)?.project ?? '.') ===
				project.path,
	);

/** Whether the runtime of Lambda writes JSON for all of the project's functions. */
export const runtimeWritesJson = (facts: Pick<Facts, 'files' | 'functions'>, project: Project): boolean => {
	const functions = functionsOf(facts, project);
	return (
		functions.length > 0 &&
		functions.every(
			({ properties }) => stringAt(properties, ['LoggingConfig', 'LogFormat'])?.toUpperCase() === 'JSON',
		)
	);
};

/** Setups of structlog in the project, or, where it has none, in the rest of the repository. */
export const structlogSetups = (
	facts: ScopeFacts,
	files: readonly LoggingFile[],
): readonly LogUse['setups'][number][] => {
	const own = files.flatMap(({ use }) => use.setups.filter(({ of }) => of === 'structlog'));
	if (own.length > 0) return own;
	return [...facts.logUse].flatMap(([path, parsed]) => {
		const role = facts.files.get(path)?.role;
		if (!parsed.ok || role === 'test' || role === 'docs') return [];
		return parsed.value.setups.filter(({ of }) => of === 'structlog');
	});
};

interface Said {
	readonly level: Level;
	readonly message: string;
	readonly expected?: string;
	readonly confidence?: Confidence;
	readonly key?: string;
}

/** A finding at a place in code; what a comment silences is a note. */
export const findingOn = (site: CodeSite, said: Said): Finding => ({
	level: site.suppression === null ? said.level : 'info',
	message: site.suppression === null ? said.message : `${said.message} (silenced by a comment)`,
	confidence: said.confidence ?? 'certain',
	at: site.at,
	found: site.code,
	...(said.expected === undefined ? {} : { expected: said.expected }),
	key: said.key ?? `${said.message}\0${site.code}`,
});
