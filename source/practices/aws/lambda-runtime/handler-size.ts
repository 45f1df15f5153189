import type { Handler } from '../../../core/facts/handlers.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';

/** Of 697 handlers of public samples: nine in ten have at most 22 statements and 38 lines of code. */
const tiny = { statements: 25, lines: 40 };
const large = { statements: 50, lines: 60 };
/** Few statements with many lines are a long literal. */
const fewStatements = 12;

const exceeds = ({ statements, codeLines }: Handler, limit: typeof tiny): boolean =>
	statements > limit.statements || (codeLines > limit.lines && statements > fewStatements);

const judge = (handler: Handler): readonly Finding[] => {
	if (!exceeds(handler, tiny)) return [];
	const { name, at, statements, codeLines } = handler;
	return [
		{
			level: exceeds(handler, large) ? 'fail' : 'warn',
			message: `The handler \`${name}\` has ${statements} statements on ${codeLines} lines`,
			confidence: 'certain',
			at,
			found: `${statements} statements, ${codeLines} lines`,
			expected: `at most ${tiny.statements} statements and ${tiny.lines} lines`,
			key: `size:${name}`,
		},
	];
};

export default defineCheck({
	id: 'handler-size',
	spec: '5.1/handler-size',
	title: 'Handlers are small',
	failTitle: 'A handler does much by itself',
	severity: 'low',
	scope: 'project',
	needs: ['handlers', 'files'],
	check(facts, project) {
		const handlers = filesIn(facts.handlers, facts, project).flatMap(({ role, value }) =>
			role === 'prod' ? value.handlers : [],
		);
		if (handlers.length === 0) return notApplicable('No handler of a Lambda function is in this project');
		return verdictOf(
			handlers.flatMap(judge),
			`${handlers.length === 1 ? 'The handler has' : `All ${handlers.length} handlers have`} at most ${tiny.statements} statements and ${tiny.lines} lines`,
		);
	},
});
