import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { findingOn, hasLoggers, loggingFiles, runtimeWritesJson, scopeNeeds, uses } from './scope.ts';

export default defineCheck({
	id: 'structured-logger',
	spec: '3.1a',
	title: 'Records are written by a structured logger',
	failTitle: 'Records are written as plain text',
	severity: 'high',
	scope: 'project',
	needs: [...scopeNeeds, 'packaging'],
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		const dependency = facts.packaging
			.get(project.path)
			?.requirements.find(({ name, isRuntime }) => name.toLowerCase() === 'structlog' && isRuntime);
		if (!hasLoggers(files)) {
			return notApplicable('no production code has a logger');
		}
		const isAllLambda = files.every(({ isLambda }) => isLambda) || project.kinds.includes('lambda');
		const structured = uses(files, 'structlog') || (isAllLambda && uses(files, 'powertools'));
		if (structured) {
			const total = { plain: 0, structured: 0 };
			for (const { use } of files) {
				total.plain += use.calls.stdlib;
				total.structured += use.calls.structlog + use.calls.powertools + use.calls.loguru;
			}
			const all = total.plain + total.structured;
			const library = uses(files, 'structlog') ? 'structlog' : 'the Powertools logger';
			if (total.plain <= all / 10) return pass(`${library} writes the records`);
			const findings = files.flatMap(({ use }): readonly Finding[] =>
				use.plain === null
					? []
					: [
							findingOn(use.plain, {
								level: 'warn',
								message: `${use.calls.stdlib} of ${all} calls of loggers in the project write past ${library} from this file`,
								expected: `a logger of ${library}`,
								key: 'mixed',
							}),
						],
			);
			return verdictOf(findings, `${library} writes the records`, 'medium');
		}
		const json = files.find(
			({ use }) =>
				use.libraries.includes('powertools') ||
				use.libraries.includes('other JSON') ||
				(use.libraries.includes('loguru') && use.serializes),
		);
		if (json?.use.imported) {
			return verdictOf(
				[
					findingOn(json.use.imported, {
						level: 'warn',
						message: 'Records are JSON, written by another library than structlog',
						expected: project.kinds.includes('lambda') ? 'structlog or the Powertools logger' : 'structlog',
						key: 'other library',
					}),
				],
				'records are JSON',
				'low',
			);
		}
		const first = files.find(({ use }) => use.plain !== null);
		const named = first?.use.plain ?? files.find(({ use }) => use.imported !== null)?.use.imported;
		// Loggers that a module of another project makes tell nothing of how they write.
		if (!named) return manual('Do the loggers that this project imports write structured records?');
		if (runtimeWritesJson(facts, project)) {
			return verdictOf(
				[
					findingOn(named, {
						level: 'warn',
						message:
							'Records are JSON by the log format of the functions only, and carry no fields of their own',
						expected: 'structlog or the Powertools logger',
						key: 'log format',
					}),
				],
				'records are JSON',
				'low',
			);
		}
		if (dependency) {
			return verdictOf(
				[
					{
						level: 'fail',
						message: 'structlog is a dependency, and no production code imports it',
						confidence: 'certain',
						at: dependency.at,
						found: dependency.source,
						expected: '`structlog.get_logger(…)`',
					},
				],
				'structlog writes the records',
			);
		}
		if (isAllLambda && facts.functions.functions.length === 0 && facts.functions.unread.length > 0) {
			return manual('Do these functions write JSON by their log format?', [
				findingOn(named, {
					level: 'info',
					message: 'Records are written with the standard library',
					key: 'plain',
				}),
			]);
		}
		const where = files.filter(({ use }) => use.plain !== null).length;
		return verdictOf(
			[
				findingOn(named, {
					level: 'fail',
					message: 'Records are written as plain text',
					expected: isAllLambda ? 'structlog or the Powertools logger' : 'structlog with a JSON renderer',
					key: 'plain',
				}),
			],
			`${where} files log`,
		);
	},
});
