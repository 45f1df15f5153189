import { defineCheck } from '../../../core/practice.ts';
import { importsOf } from '../../../core/project-files.ts';
import {
	concludeHandlers,
	handlerNeeds,
	handlersIn,
	hasOwnDecorators,
	isDecorated,
	lacking,
	noPowertools,
	powertools,
} from './judge.ts';

export default defineCheck({
	id: 'logger',
	spec: '5.3/logger',
	title: 'Every line that a handler logs names its request',
	failTitle: 'Lines that a handler logs do not name their request',
	severity: 'low',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const uses = importsOf(facts, project, powertools);
		const handlers = uses ? handlersIn(facts, project) : [];
		const missing = handlers.filter(
			one =>
				!isDecorated(one, /(?:^|\.)inject_lambda_context$/) &&
				!hasOwnDecorators(one) &&
				!one.imports.some(({ module }) => module.startsWith('structlog')),
		);
		return concludeHandlers(
			handlers.length,
			lacking(missing, {
				what: 'no `@logger.inject_lambda_context`',
				expected: '`@logger.inject_lambda_context`',
				key: 'no-context',
			}),
			'The handlers give their request to the logger',
			noPowertools,
		);
	},
});
