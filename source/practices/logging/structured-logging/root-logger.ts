import { counted } from '../../../core/counted.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { hasLoggers, loggingFiles, scopeNeeds } from './scope.ts';

export default defineCheck({
	id: 'root-logger',
	spec: '3.1h',
	title: 'Modules write through loggers of their own',
	failTitle: 'Modules write through the root logger',
	severity: 'low',
	scope: 'project',
	needs: [...scopeNeeds, 'lint'],
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		if (!hasLoggers(files)) return notApplicable('no production code has a logger');
		const findings = files.flatMap(({ path }): readonly Finding[] => {
			const parsed = facts.lint.get(path);
			const hits = parsed?.ok ? parsed.value.filter(({ code }) => code === 'LOG015') : [];
			const [first] = hits;
			if (!first) return [];
			return [
				{
					level: 'warn',
					message:
						hits.length === 1
							? 'One record is written through the root logger and does not say which module wrote it'
							: `${counted(hits.length, 'record')} are written through the root logger and do not say which module wrote them`,
					confidence: 'certain',
					at: {
						path,
						line: first.line,
						column: first.column,
						endLine: first.endLine,
						endColumn: first.endColumn,
					},
					found: first.source.slice(0, 80),
					expected: 'a logger of the module',
					key: 'root logger',
				},
			];
		});
		return verdictOf(findings, 'no record is written through the root logger');
	},
});
