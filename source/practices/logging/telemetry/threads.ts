import type { HandoffKind } from '../../../core/facts/telemetry.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { findingOn } from '../structured-logging/scope.ts';
import type { Ground } from './ground.ts';
import { groundNeeds, groundOf, importing, usesLogfire } from './ground.ts';

// https://docs.python.org/3/library/contextvars.html#contextvars.copy_context

const what: Readonly<Record<HandoffKind, string>> = {
	thread: 'The thread',
	submit: 'The worker',
	map: 'The workers',
	run_in_executor: 'The executor',
};

const instead: Readonly<Record<HandoffKind, string>> = {
	thread: '`contextvars.copy_context().run` as the target',
	submit: '`contextvars.copy_context().run` as the first argument',
	map: '`submit` with a copy of the context for each item',
	run_in_executor: '`asyncio.to_thread`, which copies the context',
};

/** Programs for a terminal have no request whose context could be lost. */
const program =
	/(?:^|\/)(?:__main__\.py$|cli[^/]*\.py$|console\.py$|commands?(?:\/|\.py$)|(?:[^/]+[-_])?cli(?:\/|\.py$))/;
const commandLine = /^(?:argparse|click|typer|fire|docopt|cyclopts)$/;

const programsIn = (ground: Ground): ReadonlySet<string> =>
	new Set([
		...ground.files.filter(path => program.test(path)),
		...ground.imports.flatMap(({ module, topLevel, path }) =>
			topLevel && commandLine.test(module) ? [path] : [],
		),
	]);

const covers = (kind: HandoffKind, ground: Ground): boolean =>
	// logfire wraps `submit` of executors, which `map` goes through; not threads.
	usesLogfire(ground) && kind !== 'thread';

export default defineCheck({
	id: 'threads',
	spec: '3.3f',
	title: 'Trace and log context follows into threads',
	failTitle: 'Trace and log context is lost in threads',
	severity: 'medium',
	scope: 'project',
	needs: groundNeeds,
	check(facts, project) {
		const ground = groundOf(facts, project);
		if ('status' in ground) return ground;
		const logs = new Set(
			ground.files.flatMap(path => {
				const parsed = facts.logUse.get(path);
				return parsed?.ok ? parsed.value.words : [];
			}),
		);
		const bindsLogs = ['bind_contextvars', 'bound_contextvars', 'merge_contextvars', 'ContextVar'].some(
			word => logs.has(word),
		);
		const traces =
			ground.zeroCode !== null || importing(ground, /^(?:opentelemetry|logfire)(?:\.|$)/) !== undefined;
		if (!bindsLogs && !traces) return notApplicable('no code binds a context that could be lost');
		if (importing(ground, /^opentelemetry\.instrumentation\.threading(?:\.|$)/) && !bindsLogs)
			return pass('`ThreadingInstrumentor` hands the span on to threads');
		const instrumented = importing(ground, /^opentelemetry\.instrumentation\.threading(?:\.|$)/);
		const programs = ground.isLambda ? new Set<string>() : programsIn(ground);
		const findings = ground.handoffs
			.filter(({ kind, at }) => !covers(kind, ground) && !programs.has(at.path))
			.map(site =>
				findingOn(site, {
					level: 'warn',
					message: instrumented
						? `${what[site.kind]} ${site.kind === 'map' ? 'start' : 'starts'} without what was bound for logs; \`ThreadingInstrumentor\` hands on the span only`
						: `${what[site.kind]} ${site.kind === 'map' ? 'start' : 'starts'} without the context of ${site.kind === 'map' ? 'their' : 'its'} caller`,
					confidence: 'likely',
					expected: instead[site.kind],
					key: `handoff ${site.kind}\0${site.code}`,
				}),
			);
		return verdictOf(findings, 'no work is given to a thread without its context');
	},
});
