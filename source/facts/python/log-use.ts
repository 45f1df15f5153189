import type { SgNode } from '@ast-grep/napi';
import type { CodeSite } from '../../core/facts/code-site.ts';
import type { LogCallSite, LogEntry, LogUse } from '../../core/facts/log-use.ts';
import type { LoggerKind } from '../../core/facts/loggers.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { keywordValue } from '../../edit/python/calls.ts';
import { bindingsOfLoggers } from '../../edit/python/logger-bindings.ts';
import { enclosing, lineOf } from '../../edit/python/nodes.ts';
import { siteOf as siteIn } from '../../edit/python/code-site.ts';
import { logCallsIn, lostError, madeBy, methods, secretsIn, wholeEventIn } from './log-use/calls.ts';
import { keysIn } from './log-use/keys.ts';
import { setupsIn } from './log-use/setups.ts';

const mention = new RegExp(
	`log\\w*(?:\\(\\s*[\\w.]*\\s*\\))?\\.(?:${methods})\\(|getLogger|get_logger|structlog|loguru|aws_lambda_powertools|jsonlogger|basicConfig|dictConfig|fileConfig|^LOGGING\\b|^(?:async[ \\t]+)?def[ \\t]+\\w+\\s*\\(\\s*_?event\\b|aws_request_id|(?:x-request-id|x-correlation-id|traceparent)|\\b(?:FastAPI|Flask|Starlette|Sanic|Quart|Litestar)\\(`,
	'im',
);
/** Plain searches first: the expression costs a third of a millisecond a file. */
const hints = [
	'log',
	'Log',
	'LOG',
	'event',
	'x-',
	'X-',
	'trace',
	'aws_request',
	'FastAPI',
	'Flask',
	'Starlette',
	'Sanic',
	'Quart',
	'Litestar',
	'Config',
];
const libraries = [
	['structlog', /^[ \t]*(?:import|from)[ \t]+structlog\b/m],
	[
		'powertools',
		/^[ \t]*from[ \t]+aws_lambda_powertools(?:\.logging)?[ \t]+import\b[^\n]*(?:\([^)]*)?\bLogger\b/m,
	],
	['loguru', /^[ \t]*(?:import|from)[ \t]+loguru\b/m],
	[
		'other JSON',
		/^[ \t]*(?:import|from)[ \t]+(?:pythonjsonlogger|ecs_logging|google\.cloud\.logging|google\.cloud[ \t]+import[ \t]+logging|json_log_formatter|logging_json)\b/m,
	],
] as const;
const wordsOfInterest =
	/\b(?:merge_contextvars|bind_contextvars|bound_contextvars|clear_contextvars|reset_contextvars|unbind_contextvars|ContextVar|inject_lambda_context|append_keys|append_context_keys|thread_safe_append_keys|structure_logs|clear_state|remove_keys|clear_keys|JSONRenderer|JsonFormatter|ProcessorFormatter|threadlocal|threading\.local|contextualize|get_current_span|get_span_context|correlation_id|correlation_id_path|correlation_paths|asgi_correlation_id|django_structlog|django_guid|starlette_context|StructlogInstrumentor|LoggingInstrumentor|request_id|log_event|recreate_defaults|serialize|xray_trace_id)\b/g;
const headerWords = /["'](x-request-id|x-correlation-id|x-trace-id|x-amzn-trace-id|traceparent)["']/gi;
const silencedBy = {
	ids: [
		'3.1',
		'structured-logging',
		'3.2',
		'log-fields',
		'structured-logging/constant-events',
		'structured-logging/tracebacks',
		'log-fields/sensitive-values',
		'log-fields/whole-events',
	],
	codes: ['G001', 'G002', 'G003', 'G004', 'TRY400'],
};

const requestIds = /\baws_request_id\b|\binject_lambda_context\b|\baws_lambda_context\b/;

const entriesIn = (root: SgNode, siteOf: (node: SgNode) => CodeSite): readonly LogEntry[] =>
	root.children().flatMap((statement): readonly LogEntry[] => {
		const definition =
			statement.kind() === 'decorated_definition' ? statement.field('definition') : statement;
		if (definition?.kind() !== 'function_definition') return [];
		const parameters = definition.field('parameters')?.namedChildren() ?? [];
		if (parameters.length !== 2) return [];
		if (!/^_?event\b/.test(parameters[0]?.text() ?? '')) return [];
		if (!/^(?:_?context|_?ctx|_)\b/.test(parameters[1]?.text() ?? '')) return [];
		const name = definition.field('name');
		if (!name) return [];
		return [
			{
				...siteOf(name),
				name: name.text(),
				bindsRequest: requestIds.test(statement.text()),
				hasOtherDecorators: statement !== definition,
			},
		];
	});

const identity = /\b(customer_id|account_id|tenant_id|user_id)\b["']?\s*[=:](?!=)/g;
const identitiesIn = (argument: string): readonly string[] => [
	...new Set([...argument.matchAll(identity)].map(([, name = '']) => name)),
];

const some = (name: string | null): readonly string[] => (name === null ? [] : [name]);

/** How a file logs: its calls, what it sets up, and what it binds. */
export default defineFileGatherer({
	fact: 'logUse',
	version: 3,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): LogUse | null {
		const { text } = file;
		if (!hints.some(hint => text.includes(hint)) || !mention.test(text)) return null;
		// Other facts say that the file does not parse.
		if (engines.syntaxError(file)) return null;
		const root = engines.python(file);
		const siteOf = (node: SgNode): CodeSite => siteIn(file, node, silencedBy);
		const found = libraries.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
		const bindings = bindingsOfLoggers(root);
		const loggers = new Map(bindings.map(({ name, kind }): [string, LoggerKind] => [name, kind]));
		const [only] = found.length === 1 ? found : [];
		const family = only === 'other JSON' ? undefined : only;
		const calls = logCallsIn(root, loggers).map(call =>
			call.kind === 'unknown' && family !== undefined ? { ...call, kind: family } : call,
		);
		const counts = { stdlib: 0, structlog: 0, powertools: 0, loguru: 0, unknown: 0 };
		for (const { kind } of calls) counts[kind]++;
		const sitesOf = (names: (call: (typeof calls)[number]) => readonly string[]): readonly LogCallSite[] =>
			calls.flatMap(call => {
				const named = names(call);
				return named.length === 0 ? [] : [{ ...siteOf(call.node), method: call.method, names: named }];
			});
		const prints = /\bprint\(/.test(text)
			? root.findAll({ rule: { kind: 'call', has: { field: 'function', regex: '^print$' } } })
			: [];
		const setups = setupsIn(root).map(({ node, ...setup }) => ({ ...siteOf(node), ...setup }));
		const maker = bindings.find(({ kind }) => kind === 'stdlib');
		const plain =
			(maker && root.children().find(node => lineOf(node) === maker.line)) ??
			calls.find(({ kind }) => kind === 'stdlib')?.node;
		const importing = root
			.children()
			.find(
				node =>
					String(node.kind()).startsWith('import_') &&
					/\b(?:structlog|aws_lambda_powertools|loguru|pythonjsonlogger|ecs_logging|google)\b/.test(
						node.text(),
					),
			);
		const app = root.find({
			rule: {
				kind: 'call',
				has: { field: 'function', regex: '^(\\w+\\.)?(FastAPI|Flask|Starlette|Sanic|Quart|Litestar)$' },
			},
		});
		const binding = root.findAll({
			rule: {
				kind: 'call',
				has: {
					field: 'function',
					regex: '(^|\\.)(append_keys|append_context_keys|bind_contextvars|bound_contextvars|bind)$',
				},
			},
		});
		return {
			libraries: found,
			imported: found.length > 0 && importing ? siteOf(importing) : null,
			calls: counts,
			hasLogger: bindings.length > 0 || calls.length > 0,
			plain: plain ? siteOf(plain) : null,
			built: sitesOf(call => some(madeBy(call))),
			lostTracebacks: sitesOf(call => some(lostError(call))),
			sensitive: sitesOf(secretsIn),
			wholeEvents: [
				...sitesOf(({ node }) => some(wholeEventIn(node))),
				...(text.includes('log_event')
					? root.findAll({
							rule: { kind: 'call', has: { field: 'function', regex: 'inject_lambda_context$' } },
						})
					: []
				).flatMap(node =>
					keywordValue(node, 'log_event')?.text() === 'True'
						? [{ ...siteOf(node), method: 'inject_lambda_context', names: ['event'] }]
						: [],
				),
				...prints.flatMap(node =>
					wholeEventIn(node) === null ? [] : [{ ...siteOf(node), method: 'print', names: ['event'] }],
				),
			],
			identities: [
				...sitesOf(({ node }) => identitiesIn(node.field('arguments')?.text() ?? '')),
				...binding.flatMap(node => {
					const names = identitiesIn(node.field('arguments')?.text() ?? '');
					return names.length === 0 ? [] : [{ ...siteOf(node), method: 'bind', names }];
				}),
			],
			setups,
			words: [
				...new Set([
					...[...text.matchAll(wordsOfInterest)].map(([word]) => word),
					...[...text.matchAll(headerWords)].map(([, word = '']) => word.toLowerCase()),
				]),
			].toSorted(),
			binds: root
				.findAll({
					rule: { kind: 'call', has: { field: 'function', regex: '(^|\\.)(append_keys|bind_contextvars)$' } },
				})
				.filter(node => enclosing(node, ['function_definition']))
				.map(node => ({
					...siteOf(node),
					method: /(\w+)$/.exec(node.field('function')?.text() ?? '')?.[1] ?? '',
					names: [],
				})),
			entries: entriesIn(root, siteOf),
			webApp: app ? siteOf(app) : null,
			keys:
				found.length > 0 || /\bopentelemetry\b/.test(text)
					? keysIn(
							root,
							text,
							setups.some(({ of }) => of === 'structlog'),
						)
					: [],
			serializes: /\bserialize\s*=\s*True\b/.test(text),
		};
	},
});
