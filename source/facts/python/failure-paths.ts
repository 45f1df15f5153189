import type { SgNode } from '@ast-grep/napi';
import type { FailurePath } from '../../core/facts/failure-paths.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { argumentsOf, keywordValue } from '../../edit/python/calls.ts';
import { siteOf } from '../../edit/python/code-site.ts';
import { briefly, enclosing } from '../../edit/python/nodes.ts';

// https://docs.celeryq.dev/en/stable/userguide/tasks.html#handlers
// https://docs.celeryq.dev/en/stable/userguide/signals.html#task-failure
// https://tenacity.readthedocs.io/en/stable/#retry-error-callback

const hint = /\b(?:on_failure|link_error|task_failure|retry_error_callback)\b/;
const silenced = { ids: ['10.C3', 'ears-exhausted-tasks', 'ears-exhausted-tasks/failure-path'], codes: [] };

/** Keyword arguments that name what is called, and who calls it. */
const keywordCallers: ReadonlyMap<string, string> = new Map([
	['retry_error_callback', 'tenacity'],
	['link_error', 'Celery'],
]);

/** Calls that take `on_failure`, by the name of the method. */
const queueCallers: ReadonlyMap<string, string> = new Map([
	['enqueue', 'rq'],
	['enqueue_call', 'rq'],
	['enqueue_at', 'rq'],
	['enqueue_in', 'rq'],
	['send_with_options', 'Dramatiq'],
	['message_with_options', 'Dramatiq'],
]);

const ofCall = (call: SgNode): { readonly caller: string; readonly called: string } | null => {
	const callee = call.field('function')?.text() ?? '';
	if (/(?:^|\.)task_failure\.connect$/.test(callee)) {
		const first = argumentsOf(call).positional[0] ?? keywordValue(call, 'receiver');
		const decorated = enclosing(call, ['decorated_definition'])?.field('definition')?.field('name');
		const called = first ?? decorated;
		return called ? { caller: 'Celery', called: briefly(called.text()) } : null;
	}
	for (const [name, caller] of keywordCallers) {
		const value = keywordValue(call, name);
		if (value && value.text() !== 'None') return { caller, called: briefly(value.text()) };
	}
	const caller = queueCallers.get(callee.split('.').at(-1) ?? '');
	const value = keywordValue(call, 'on_failure');
	return caller !== undefined && value && value.text() !== 'None'
		? { caller, called: briefly(value.text()) }
		: null;
};

/** `on_failure` of a task class has the arguments that Celery gives it. */
const ofMethod = (method: SgNode): { readonly caller: string; readonly called: string } | null => {
	const owner = enclosing(method, ['class_definition']);
	const parameters = method.field('parameters')?.text() ?? '';
	if (!owner || !/\b(?:task_id|einfo)\b/.test(parameters)) return null;
	return { caller: 'Celery', called: `${owner.field('name')?.text() ?? ''}.on_failure` };
};

/** `@task_failure.connect` without parentheses. */
const ofDecorator = (decorator: SgNode): { readonly caller: string; readonly called: string } | null => {
	if (!/^@\s*(?:\w+\.)*task_failure\.connect$/.test(decorator.text().trim())) return null;
	const name = decorator.parent()?.field('definition')?.field('name')?.text();
	return name === undefined ? null : { caller: 'Celery', called: name };
};

/** What Python files call when a task has failed for the last time. */
export default defineFileGatherer({
	fact: 'failurePaths',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): readonly FailurePath[] | null {
		if (!hint.test(file.text) || engines.syntaxError(file)) return null;
		const found = engines
			.python(file)
			.findAll({
				rule: {
					any: [
						{ kind: 'call', regex: hint.source },
						{ kind: 'decorator', regex: 'task_failure\\.connect' },
						{ kind: 'function_definition', has: { field: 'name', regex: '^on_failure$' } },
					],
				},
			})
			.flatMap((node): readonly FailurePath[] => {
				const kind = node.kind();
				const path =
					kind === 'call' ? ofCall(node) : kind === 'decorator' ? ofDecorator(node) : ofMethod(node);
				if (!path) return [];
				// A method is shown by its name, not by its whole body.
				return [
					{
						...siteOf(file, kind === 'function_definition' ? (node.field('name') ?? node) : node, silenced),
						...path,
					},
				];
			});
		return found.length > 0 ? found : null;
	},
});
