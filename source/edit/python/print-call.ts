import type { SgNode } from '@ast-grep/napi';
import type { LoggerKind } from '../../core/facts/loggers.ts';
import { argumentsOf } from './calls.ts';
import { logArguments } from './log-call.ts';
import type { LogMethod, Quote } from './log-call.ts';
import { isMessage, messageOfPrint } from './message-parts.ts';
import { enclosing, partsOf } from './nodes.ts';

/** A logger call in place of a `print`, or why there is none, as words after "because". */
export type Rewritten =
	| { readonly method: LogMethod; readonly arguments: readonly string[] }
	| { readonly reason: string };

const secret = /token|secret|passw|passphrase|credential|api_?key|private_?key|authorization/i;

/** What a function was called with, as a whole. */
const whole = /^(?:str\(|repr\(|json\.dumps\()?(?:event|request)\)?$/;

/** The exception that the nearest `except` around binds, inside the same function. */
const caughtAround = (node: SgNode): { readonly inside: boolean; readonly name: string | null } => {
	const around = enclosing(node, ['except_clause', 'except_group_clause', 'function_definition', 'lambda']);
	if (!around || !String(around.kind()).startsWith('except')) return { inside: false, name: null };
	const head = partsOf(around).find(part => part.kind() === 'as_pattern');
	return { inside: true, name: head?.find({ rule: { kind: 'as_pattern_target' } })?.text() ?? null };
};

const mentions = (nodes: readonly SgNode[], name: string | null): boolean =>
	name !== null &&
	nodes.some(node => node.text() === name || node.has({ rule: { kind: 'identifier', regex: `^${name}$` } }));

const binds = (scope: SgNode, name: string): boolean =>
	(scope.field('parameters')?.has({ rule: { kind: 'identifier', regex: `^${name}$` } }) ?? false) ||
	scope.has({
		rule: {
			any: [
				{ kind: 'assignment', has: { field: 'left', regex: `\\b${name}\\b` } },
				{ kind: 'named_expression', has: { field: 'name', regex: `^${name}$` } },
				{ kind: 'for_statement', has: { field: 'left', regex: `\\b${name}\\b` } },
				{ kind: 'as_pattern_target', regex: `\\b${name}\\b` },
				{ kind: 'aliased_import', has: { field: 'alias', regex: `^${name}$` } },
				{ kind: 'import_from_statement', has: { field: 'name', regex: `^${name}$` } },
			],
		},
	});

/** A function around gives the logger's name another meaning. */
const isHidden = (call: SgNode, name: string): boolean =>
	call
		.ancestors()
		.some(
			scope =>
				['function_definition', 'lambda', 'class_definition'].includes(String(scope.kind())) &&
				binds(scope, name),
		);

const quoteIn = (call: SgNode): Quote => {
	const start = call.find({ rule: { kind: 'string_start' } })?.text() ?? '"';
	return start.includes("'") ? "'" : '"';
};

/** What a logger call says in place of a `print` call. */
export const rewrittenPrint = (call: SgNode, logger: string, kind: LoggerKind): Rewritten => {
	if (call.parent()?.kind() !== 'expression_statement') return { reason: 'its value is used' };
	const { positional, keywords, splat, kwargs } = argumentsOf(call);
	const stderr = keywords.get('file')?.field('value')?.text() === 'sys.stderr';
	if (splat || kwargs) return { reason: 'its arguments are unpacked' };
	const option = [...keywords.keys()].find(name => !(name === 'file' && stderr));
	if (option !== undefined) return { reason: `it sets \`${option}\`` };
	if (call.has({ rule: { kind: 'comment' } })) return { reason: 'a comment stands inside it' };
	if (isHidden(call, logger)) return { reason: `\`${logger}\` means something else there` };
	const message = messageOfPrint(positional);
	if (!isMessage(message)) return message;
	const [first] = message;
	if (first?.kind === 'text' && /^(?:\s|[=\-*#~_]{2})/.test(first.text))
		return { reason: 'the text is laid out for a terminal' };
	const values = message.flatMap(part => (part.kind === 'value' ? [part.node] : []));
	if (values.some(node => secret.test(node.text())))
		return { reason: 'it may print a secret, which no log should hold' };
	if (values.some(node => whole.test(node.text())))
		return { reason: 'it prints a whole event, which may hold personal data' };
	const { inside, name } = caughtAround(call);
	const caught = mentions(values, name) ? name : null;
	const result = logArguments(message, kind, caught, quoteIn(call));
	if ('reason' in result) return result;
	const method = caught !== null ? 'exception' : stderr ? 'error' : inside ? 'warning' : 'info';
	return { method, arguments: result.arguments };
};
