import type { SgNode } from '@ast-grep/napi';
import type { LoggerKind } from '../../core/facts/loggers.ts';
import { argumentsOf } from './calls.ts';
import { logArguments } from './log-call.ts';
import { isMessage, messageOfPrint } from './message-parts.ts';
import { endOf, enclosing, partsOf, startOf } from './nodes.ts';

/** What stands in the place of a record's text, or why it stays, as words after "because". */
type RecordValues = { readonly arguments: readonly string[] } | { readonly reason: string };

/** Expressions that mean the same as an argument; `f"{a, b}"` and `f"{x := 1}"` would not. */
const argumentKinds: ReadonlySet<string> = new Set([
	'identifier',
	'attribute',
	'subscript',
	'call',
	'string',
	'integer',
	'float',
	'binary_operator',
	'boolean_operator',
	'comparison_operator',
	'not_operator',
	'unary_operator',
	'conditional_expression',
	'await',
	'parenthesized_expression',
	'tuple',
	'list',
	'dictionary',
	'set',
	'list_comprehension',
	'dictionary_comprehension',
	'set_comprehension',
]);

const placeholder = /%(?:%|\([^)]*\)|[-#0 +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[a-zA-Z])/g;

/** `"… %s" % value` says to the standard library what `"… %s", value` says; the text stays as it is written. */
const lazyPercent = (message: SgNode): RecordValues | null => {
	const [left, right] = [message.field('left'), message.field('right')];
	if (message.kind() !== 'binary_operator' || message.field('operator')?.text() !== '%') return null;
	if (left?.kind() !== 'string' || !right || /^[a-zA-Z]*f/i.test(left.text())) return null;
	const holes = [...left.text().matchAll(placeholder)].map(([hole]) => hole).filter(hole => hole !== '%%');
	if (holes.some(hole => hole.includes('*') || hole.startsWith('%(')))
		return { reason: 'a placeholder has a format' };
	// `% (order)` is no tuple, and as an argument it needs no brackets.
	const isBare = right.kind() === 'parenthesized_expression' && !/[\r\n#]/.test(right.text());
	const values = right.kind() === 'tuple' || isBare ? partsOf(right) : [right];
	if (holes.length !== values.length || values.some(value => !argumentKinds.has(String(value.kind()))))
		return { reason: 'placeholders and values differ in number' };
	if (message.has({ rule: { kind: 'comment' } })) return { reason: 'a comment stands inside it' };
	return { arguments: [left.text(), ...values.map(value => value.text())] };
};

const caughtAround = (node: SgNode): string | null => {
	const around = enclosing(node, ['except_clause', 'except_group_clause', 'function_definition', 'lambda']);
	if (!around || !String(around.kind()).startsWith('except')) return null;
	const head = partsOf(around).find(part => part.kind() === 'as_pattern');
	return head?.find({ rule: { kind: 'as_pattern_target' } })?.text() ?? null;
};

const quoteIn = (message: SgNode): "'" | '"' =>
	message
		.find({ rule: { kind: 'string_start' } })
		?.text()
		.includes("'") === true
		? "'"
		: '"';

/** A text that its author broke into several lines stays in them, piece by piece. */
const piecewise = (message: SgNode, kind: LoggerKind): RecordValues | null => {
	const isWhole = kind === 'stdlib' || kind === 'loguru';
	if (!isWhole || message.kind() !== 'concatenated_string' || !message.text().includes('\n')) return null;
	let code = '';
	let at = startOf(message);
	const values: string[] = [];
	for (const piece of partsOf(message)) {
		const parts = messageOfPrint([piece]);
		// Whether a sign is to be doubled is told by the pieces together.
		if (!isMessage(parts) || parts.some(part => part.kind === 'text' && /[%{}]/.test(part.text))) return null;
		const made = logArguments(parts, kind, null, quoteIn(piece));
		if ('reason' in made) return null;
		const [literal = '', ...more] = made.arguments;
		code += message.text().slice(at - startOf(message), startOf(piece) - startOf(message)) + literal;
		at = endOf(piece);
		values.push(...more);
	}
	return { arguments: [code, ...values] };
};

/** The text of a record and its values, each for itself, as a logger of that kind takes them. */
export const recordValues = (call: SgNode, kind: LoggerKind): RecordValues => {
	const { positional, keywords, splat, kwargs } = argumentsOf(call);
	const [message, ...more] = positional;
	if (!message || splat || kwargs) return { reason: 'its arguments are unpacked' };
	if (more.length > 0) return { reason: 'it passes values already' };
	if (kind === 'powertools' && keywords.has('extra')) return { reason: 'it passes `extra` already' };
	if (kind === 'loguru' && keywords.size > 0) return { reason: 'it passes values already' };
	const lazy = kind === 'stdlib' ? lazyPercent(message) : null;
	if (lazy) return lazy;
	const parts = messageOfPrint([message]);
	if (!isMessage(parts)) return parts;
	if (parts.every(part => part.kind === 'value')) return { reason: 'the text is nothing but a value' };
	if (parts.some(part => part.kind === 'value' && !argumentKinds.has(String(part.node.kind()))))
		return { reason: 'a value is no plain expression' };
	const caught = caughtAround(call);
	const result = piecewise(message, kind) ?? logArguments(parts, kind, caught, quoteIn(message));
	if ('reason' in result) return result;
	const fields = result.arguments.flatMap(argument => /^(\w+)=/.exec(argument)?.[1] ?? []);
	return kind === 'structlog' && fields.some(field => keywords.has(field))
		? { reason: 'two values would share a field' }
		: result;
};
