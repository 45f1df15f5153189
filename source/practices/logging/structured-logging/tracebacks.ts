import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingOn, hasLoggers, loggingFiles, scopeNeeds } from './scope.ts';

const outside: ReadonlySet<string> = new Set(['LOG004', 'LOG014']);

export default defineCheck({
	id: 'tracebacks',
	spec: '3.1g',
	title: 'Errors are recorded with their traceback',
	failTitle: 'Errors are recorded without their traceback',
	severity: 'low',
	scope: 'project',
	needs: [...scopeNeeds, 'lint'],
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		if (!hasLoggers(files)) return notApplicable('no production code has a logger');
		const findings = files.flatMap(({ path, use }): readonly Finding[] => {
			const parsed = facts.lint.get(path);
			const hits = parsed?.ok ? parsed.value.filter(({ code }) => outside.has(code)) : [];
			return [
				...use.lostTracebacks.map(site =>
					findingOn(site, {
						level: 'warn',
						message: `The record names the error, and its traceback is lost`,
						expected: '`.exception(…)`, or `exc_info=True`',
						key: site.code,
					}),
				),
				...hits.map(({ line, column, endLine, endColumn, source, code }): Finding => ({
					level: 'warn',
					message: 'The record asks for a traceback where no error is being handled',
					// A function may be called while its caller handles one.
					confidence: 'likely',
					at: { path, line, column, endLine, endColumn },
					found: source.slice(0, 80),
					expected:
						code === 'LOG004' ? '`.error(…)`, or a call inside `except`' : '`exc_info` inside `except`',
					key: `outside ${source}`,
				})),
			];
		});
		return verdictOf(findings, 'errors that are recorded keep their traceback');
	},
});
