import type { SgNode } from '@ast-grep/napi';
import type { LoggerKind } from '../../core/facts/loggers.ts';
import { argumentsOf } from './calls.ts';
import { eventText, fieldName, labelBefore } from './event-text.ts';
import type { MessagePart } from './message-parts.ts';

/** The quotes that strings get, where their text allows. */
export type Quote = '"' | "'";

export type LogMethod = 'info' | 'warning' | 'error' | 'exception';

/** The arguments of a logger call in order, or why there are none, as words after "because". */
export type LogArguments = { readonly arguments: readonly string[] } | { readonly reason: string };

const quoted = (text: string, quote: Quote): string | null => {
	if (/[\\\r\n]/.test(text)) return null;
	const free = [quote, '"', "'"].find(mark => !text.includes(mark));
	return free === undefined ? null : `${free}${text}${free}`;
};

type Value = Extract<MessagePart, { kind: 'value' }>;

const isValue = (part: MessagePart): part is Value => part.kind === 'value';

/** `str(x)` where the logger turns it into text anyway. */
const shown = (node: SgNode): string => {
	const { positional, keywords, splat, kwargs } = argumentsOf(node);
	const [only, ...more] = positional;
	const plain = keywords.size === 0 && !splat && !kwargs && more.length === 0;
	return node.kind() === 'call' && node.field('function')?.text() === 'str' && only && plain
		? only.text()
		: node.text();
};

const percentOf = (part: Value): string | null => {
	if (part.format === '') return `%${part.conversion}`;
	return part.conversion === 's' && /^(?:\.\d+f|d)$/.test(part.format) ? `%${part.format}` : null;
};

const bracesOf = ({ conversion, format }: Value): string =>
	`{${conversion === 'r' ? '!r' : ''}${format === '' ? '' : `:${format}`}}`;

const argumentOf = ({ node, format, conversion }: Value): string =>
	format === '' && conversion === 's' ? shown(node) : node.text();

/** The message as it is, its values as arguments. */
const positional = (parts: readonly MessagePart[], kind: 'stdlib' | 'loguru', quote: Quote): LogArguments => {
	const values = parts.filter(isValue);
	let template = '';
	for (const part of parts) {
		if (part.kind === 'text') {
			const escaped =
				kind === 'stdlib' ? part.text.replaceAll('%', '%%') : part.text.replaceAll(/[{}]/g, '$&$&');
			template += values.length === 0 ? part.text : escaped;
			continue;
		}
		const placeholder = kind === 'stdlib' ? percentOf(part) : bracesOf(part);
		if (placeholder === null) return { reason: 'a value has a format' };
		template += placeholder;
	}
	const literal = quoted(template, quote);
	if (literal === null) return { reason: 'the text holds both kinds of quotes' };
	return { arguments: [literal, ...values.map(argumentOf)] };
};

const isCaught = (node: SgNode, caught: string | null): boolean =>
	caught !== null && (node.text() === caught || shown(node) === caught);

/** A constant event, its values as fields. */
const fields = (
	parts: readonly MessagePart[],
	kind: 'structlog' | 'powertools',
	caught: string | null,
	quote: Quote,
): LogArguments => {
	const event = eventText(parts);
	if (event === null) return { reason: 'the text without its values does not read as an event' };
	const literal = quoted(event, quote);
	if (literal === null) return { reason: 'the text holds both kinds of quotes' };
	const named = new Map<string, string>();
	for (const [at, part] of parts.entries()) {
		if (!isValue(part)) continue;
		if (part.format !== '') return { reason: 'a value has a format' };
		const isError = isCaught(part.node, caught);
		const before = parts[at - 1];
		const label = before?.kind === 'text' ? labelBefore(before.text) : null;
		const name = isError ? 'error' : (label ?? fieldName(part.node));
		if (name === null) return { reason: 'a value has no name that could be its field' };
		const code = isError
			? `str(${caught ?? ''})`
			: part.conversion === 'r'
				? `repr(${part.node.text()})`
				: part.node.text();
		if (named.has(name) && named.get(name) !== code) return { reason: 'two values would share a field' };
		named.set(name, code);
	}
	const pairs = [...named];
	if (pairs.length === 0) return { arguments: [literal] };
	if (kind === 'structlog')
		return { arguments: [literal, ...pairs.map(([name, code]) => `${name}=${code}`)] };
	return {
		arguments: [
			literal,
			`extra={${pairs.map(([name, code]) => `${quote}${name}${quote}: ${code}`).join(', ')}}`,
		],
	};
};

/** The event for a lone name, which is all that `print(order)` says. */
const lone = (part: Value, kind: LoggerKind, caught: string | null, quote: Quote): LogArguments => {
	if (part.node.kind() !== 'identifier') return { reason: 'it prints a value without any text' };
	const name = part.node.text();
	if (isCaught(part.node, caught)) {
		return kind === 'stdlib'
			? { arguments: [`${quote}%s${quote}`, name] }
			: { reason: 'it prints an exception without any text' };
	}
	const label: MessagePart = { kind: 'text', text: `${name}: ` };
	if (kind === 'stdlib' || kind === 'loguru') return positional([label, part], kind, quote);
	const field = fieldName(part.node);
	if (field === null) return { reason: 'it prints a value without any text' };
	const event = `${quote}${name}${quote}`;
	return {
		arguments: [
			event,
			kind === 'structlog' ? `${field}=${name}` : `extra={${quote}${field}${quote}: ${name}}`,
		],
	};
};

/**
 * How a logger of that kind says the message: text with arguments for the standard library and loguru, a constant
 * event with fields for structlog and Powertools.
 * @param caught name of the exception being handled, or null
 */
export const logArguments = (
	parts: readonly MessagePart[],
	kind: LoggerKind,
	caught: string | null,
	quote: Quote,
): LogArguments => {
	const [first, ...more] = parts;
	if (!first) return { reason: 'it prints an empty line' };
	if (parts.some(part => isValue(part) && /[\r\n]/.test(part.node.text())))
		return { reason: 'a value spans several lines' };
	if (isValue(first) && more.length === 0) return lone(first, kind, caught, quote);
	const words = parts.map(part => (part.kind === 'text' ? part.text : '')).join(' ');
	if (!/[A-Za-z]{2}/.test(words)) return { reason: 'it prints no words' };
	return kind === 'stdlib' || kind === 'loguru'
		? positional(parts, kind, quote)
		: fields(parts, kind, caught, quote);
};
