import { tableAt } from '../../source/core/data.ts';
import type { LambdaFunction } from '../../source/core/facts/functions.ts';
import type { Template } from '../../source/core/facts/templates.ts';

const beside = ['Timeout', 'timeout', 'MemorySize', 'memorySize', 'Runtime', 'runtime', 'Handler', 'handler'];

/** The pair a limit of a function stands best behind: what else says how it runs. */
export const neighbourOf = (template: Template, lambda: LambdaFunction): { readonly after?: string } => {
	const own = tableAt(template.value, lambda.path) ?? {};
	const found = beside.find(key => typeof own[key] === 'string' || typeof own[key] === 'number');
	return found === undefined ? {} : { after: found };
};
