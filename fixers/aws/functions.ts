import { tableAt } from '../../source/core/data.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { LambdaFunction, Trigger } from '../../source/core/facts/functions.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { Template } from '../../source/core/facts/templates.ts';

const beside = ['Timeout', 'timeout', 'MemorySize', 'memorySize', 'Runtime', 'runtime', 'Handler', 'handler'];

/** The pair a limit of a function stands best behind: what else says how it runs. */
export const neighbourOf = (template: Template, lambda: LambdaFunction): { readonly after?: string } => {
	const own = tableAt(template.value, lambda.path) ?? {};
	const found = beside.find(key => typeof own[key] === 'string' || typeof own[key] === 'number');
	return found === undefined ? {} : { after: found };
};

/** A function that a finding is about, one of its triggers where the finding names it, and their template. */
export interface FunctionCase {
	readonly lambda: LambdaFunction;
	readonly trigger: Trigger | null;
	readonly template: Template;
}

/** Findings name what they are about in their key: `what:function` or `what:function:trigger`. */
export const functionCases = (
	{ functions, templates }: Pick<Facts, 'functions' | 'templates'>,
	findings: readonly Finding[],
): readonly FunctionCase[] =>
	findings.flatMap(({ key, at }) => {
		const [, id, ...rest] = (key ?? '').split(':');
		const lambda = functions.functions.find(one => one.template === at.path && one.id === id);
		const trigger = lambda?.triggers.find(one => one.id === rest.join(':')) ?? null;
		const parsed = templates.get(at.path);
		return lambda && parsed?.ok && parsed.value.outcome === 'read'
			? [{ lambda, trigger, template: parsed.value }]
			: [];
	});

/** What a user knows a function by: its id, and its template where another one of them has the same id. */
export const subjectOf = (
	{ id, template }: Pick<LambdaFunction, 'id' | 'template'>,
	all: readonly Pick<LambdaFunction, 'id' | 'template'>[],
): string =>
	all.some(other => other.id === id && other.template !== template)
		? `\`${id}\` of \`${template}\``
		: `\`${id}\``;
