import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import { notApplicable } from '../../../core/practice.ts';
import type { Verdict } from '../../../core/practice.ts';
import type { LoggingFile, ScopeFacts } from '../structured-logging/scope.ts';
import { functionsOf, loggingFiles, structlogSetups } from '../structured-logging/scope.ts';

/** Deployed code with a structured logger, and the place that speaks for its records. */
export interface StructuredCode {
	readonly files: readonly LoggingFile[];
	readonly site: CodeSite;
	/** Keys that the code puts into its records, lower-cased. */
	readonly keys: ReadonlySet<string>;
	/** What the templates give the project's functions, as JSON. */
	readonly deployment: string;
	/** A template of the repository declares them. */
	readonly isDeploymentRead: boolean;
}

/** The code that the checks on fields are about; a reason where records have no fields. */
export const structuredCode = (facts: ScopeFacts, project: Project): StructuredCode | Verdict => {
	const files = loggingFiles(facts, project);
	if ('status' in files) return files;
	const own = files.find(
		({ use }) =>
			use.imported !== null &&
			use.libraries.some(library => library === 'structlog' || library === 'powertools'),
	)?.use.imported;
	if (!own) return notApplicable('no code that is deployed uses structlog or the Powertools logger');
	const setups = structlogSetups(facts, files);
	const homes = new Set([...files.map(({ path }) => path), ...setups.map(({ at }) => at.path)]);
	const keys = [...homes].flatMap(path => {
		const parsed = facts.logUse.get(path);
		return parsed?.ok ? parsed.value.keys : [];
	});
	const functions = functionsOf(facts, project);
	return {
		files,
		site: setups[0] ?? own,
		keys: new Set(keys.map(key => key.toLowerCase())),
		deployment: functions.map(({ properties }) => JSON.stringify(properties)).join('\n'),
		isDeploymentRead: functions.length > 0,
	};
};

/** Whether the project needs a package at run time. */
export const requires = (facts: Pick<Facts, 'packaging'>, project: Project, name: RegExp): boolean =>
	facts.packaging.get(project.path)?.requirements.some(each => name.test(each.name)) === true;
