import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingOn, loggingFiles, mentions, scopeNeeds, structlogSetups, uses } from './scope.ts';

// https://www.structlog.org/en/stable/contextvars.html
// https://docs.aws.amazon.com/powertools/python/latest/core/logger/#clearing-all-state

const resets = ['clear_contextvars', 'bound_contextvars', 'reset_contextvars', 'unbind_contextvars'];
const forgets = ['clear_state', 'remove_keys', 'clear_keys'];

export default defineCheck({
	id: 'context',
	spec: '3.1d',
	title: 'What belongs to a request is bound once and forgotten after it',
	failTitle: 'Records lack the context of their request, or keep that of another',
	severity: 'medium',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		const structlog = uses(files, 'structlog');
		const powertools = uses(files, 'powertools');
		const first = files.find(
			({ use }) =>
				use.imported !== null &&
				(use.libraries.includes('structlog') || use.libraries.includes('powertools')),
		)?.use.imported;
		if (!first) return notApplicable('no code that is deployed uses structlog or the Powertools logger');
		const findings: Finding[] = [];
		const binds =
			mentions(files, 'bind_contextvars', 'bound_contextvars', 'ContextVar') ||
			(powertools &&
				mentions(
					files,
					'inject_lambda_context',
					'append_keys',
					'append_context_keys',
					'thread_safe_append_keys',
				));
		const setups = structlogSetups(facts, files);
		const isMerged =
			mentions(files, 'merge_contextvars', 'ContextVar') ||
			setups.some(({ processors }) => processors === null || processors.includes('merge_contextvars'));
		const [setup] = setups;
		if (structlog && !isMerged && setup && setup.processors !== null && setup.processors.length > 0) {
			findings.push(
				findingOn(setup, {
					level: binds && mentions(files, 'bind_contextvars', 'bound_contextvars') ? 'fail' : 'warn',
					message:
						'The processors do not merge context variables, so what is bound to a request reaches no record',
					expected: '`structlog.contextvars.merge_contextvars` as the first processor',
					key: 'not merged',
				}),
			);
		} else if (!binds) {
			findings.push(
				findingOn(first, {
					level: 'warn',
					message: 'Nothing binds the context of a request to its records',
					confidence: 'likely',
					expected: structlog
						? '`structlog.contextvars.bind_contextvars(…)`'
						: '`@logger.inject_lambda_context(clear_state=True)`',
					key: 'nothing bound',
				}),
			);
		}
		for (const { use, isLambda } of files) {
			if (!isLambda) continue;
			const bind = use.binds.find(({ method }) => method === 'bind_contextvars');
			if (bind && !mentions(files, ...resets)) {
				findings.push(
					findingOn(bind, {
						level: 'warn',
						message: 'What is bound here stays for the next invocation of a warm function',
						expected: '`clear_contextvars()` first, or `with bound_contextvars(…)`',
						key: 'leak',
					}),
				);
			}
			const append = use.binds.find(({ method }) => method === 'append_keys');
			if (append && !mentions(files, ...forgets)) {
				findings.push(
					findingOn(append, {
						level: 'warn',
						message: 'Keys that are appended here stay for the next invocation of a warm function',
						confidence: 'likely',
						expected: '`@logger.inject_lambda_context(clear_state=True)`',
						key: 'leak',
					}),
				);
			}
		}
		return verdictOf(findings, 'the context of a request is bound and reaches the records');
	},
});
