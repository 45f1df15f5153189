import type { Finding } from '../../../core/finding.ts';
import { runsInLambda } from '../../../core/lambda.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';

/** Ruff's rules for calls that stop the loop, and for tasks that nobody keeps. */
export const asyncCodes = [
	'ASYNC210',
	'ASYNC220',
	'ASYNC221',
	'ASYNC222',
	'ASYNC230',
	'ASYNC251',
	'RUF006',
] as const;
const codes: ReadonlySet<string> = new Set(asyncCodes);

export default defineCheck({
	id: 'blocking',
	spec: '5.6/blocking',
	title: 'Coroutines of Lambda functions do not block their loop, and keep their tasks',
	failTitle: 'A coroutine of a Lambda function blocks its loop, or drops a task',
	severity: 'medium',
	scope: 'project',
	needs: ['lint', 'modules', 'functions', 'files'],
	check(facts, project) {
		const judged = filesIn(facts.modules, facts, project).filter(
			({ path, role, value }) =>
				role === 'prod' &&
				value.imports.some(({ module }) => /^(?:asyncio|anyio|trio|aiohttp|httpx)(?:\.|$)/.test(module)) &&
				runsInLambda(path, facts),
		);
		if (judged.length === 0) return notApplicable('No code that Lambda runs uses asyncio');
		const findings = judged.flatMap(({ path }) => {
			const parsed = facts.lint.get(path);
			return (parsed?.ok ? parsed.value : [])
				.filter(({ code }) => codes.has(code))
				.map(({ code, message, line, column, endLine, endColumn, source }): Finding => ({
					level: 'warn',
					message: message.replace(/\.$/, ''),
					confidence: 'certain',
					at: { path, line, column, endLine, endColumn },
					found: source,
					key: `${code}:${source}`,
				}));
		});
		return verdictOf(findings, 'Coroutines that Lambda runs neither block their loop nor drop a task');
	},
});
