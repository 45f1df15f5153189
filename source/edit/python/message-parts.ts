import type { SgNode } from '@ast-grep/napi';
import { argumentsOf } from './calls.ts';
import { partsOf } from './nodes.ts';

/** A piece of a message: text as it is shown, or a value with how it is shown. */
export type MessagePart =
	| { readonly kind: 'text'; readonly text: string }
	| {
			readonly kind: 'value';
			readonly node: SgNode;
			readonly conversion: 's' | 'r';
			readonly format: string;
	  };

/** The message, or why it cannot be told, as words after "because". */
export type Message = readonly MessagePart[] | { readonly reason: string };

export const isMessage = (message: Message): message is readonly MessagePart[] => 'length' in message;

const text = (value: string): MessagePart => ({ kind: 'text', text: value });
const value = (node: SgNode, conversion: 's' | 'r' = 's', format = ''): MessagePart => ({
	kind: 'value',
	node,
	conversion,
	format,
});

const isString = (node: SgNode): boolean => node.kind() === 'string' || node.kind() === 'concatenated_string';

const prefixOf = (string: SgNode): string =>
	(
		string
			.children()
			.find(child => child.kind() === 'string_start')
			?.text() ?? ''
	)
		.replaceAll(/["']/g, '')
		.toLowerCase();

const interpolated = (node: SgNode): MessagePart | { readonly reason: string } => {
	const expression = node.field('expression') ?? partsOf(node)[0];
	if (!expression) return { reason: 'a placeholder is empty' };
	if (/=\s*(?:![rsa]\s*)?(?::[^}]*)?\}$/.test(node.text().slice(expression.text().length + 1))) {
		return { reason: 'it shows an expression with `=`' };
	}
	const conversion =
		partsOf(node)
			.find(part => part.kind() === 'type_conversion')
			?.text()
			.slice(1) ?? 's';
	const specifier = partsOf(node).find(part => part.kind() === 'format_specifier');
	if (conversion === 'a') return { reason: 'it converts with `!a`' };
	const format = specifier?.text().slice(1) ?? '';
	if (format.includes('{')) return { reason: 'a format is computed' };
	return value(expression, conversion === 'r' ? 'r' : 's', format);
};

const ofString = (string: SgNode): Message => {
	if (string.kind() === 'concatenated_string') {
		if (string.children().some(child => child.kind() === 'comment'))
			return { reason: 'a comment stands inside it' };
		return joined(partsOf(string).map(ofString));
	}
	const prefix = prefixOf(string);
	if (/[brt]/.test(prefix)) return { reason: 'the text is not a plain string' };
	const parts: MessagePart[] = [];
	for (const child of string.children()) {
		const kind = String(child.kind());
		if (kind === 'string_content') {
			const content = child.text();
			if (content.includes('\\')) return { reason: 'the text holds an escape' };
			if (/[\r\n]/.test(content)) return { reason: 'the text has several lines' };
			parts.push(text(prefix.includes('f') ? content.replaceAll('{{', '{').replaceAll('}}', '}') : content));
		} else if (kind === 'interpolation') {
			const part = interpolated(child);
			if ('reason' in part) return part;
			parts.push(part);
		} else if (kind === 'escape_interpolation') parts.push(text(child.text().slice(0, 1)));
		else if (kind === 'escape_sequence') return { reason: 'the text holds an escape' };
	}
	return parts;
};

const joined = (messages: readonly Message[]): Message => {
	const parts: MessagePart[] = [];
	for (const message of messages) {
		if (!isMessage(message)) return message;
		parts.push(...message);
	}
	return parts;
};

/** A literal without placeholders, as its text. */
const literalText = (node: SgNode | null): string | null => {
	const message = node && isString(node) ? ofString(node) : null;
	if (message === null || !isMessage(message) || message.some(({ kind }) => kind === 'value')) return null;
	return message.map(part => (part.kind === 'text' ? part.text : '')).join('');
};

/** `"… %s" % value`: every placeholder plain, as many as values. */
const ofPercent = (operation: SgNode): Message => {
	const template = literalText(operation.field('left'));
	const right = operation.field('right');
	if (template === null || !right) return { reason: 'the text is computed' };
	if (right.kind() === 'dictionary') return { reason: 'the placeholders have names' };
	const values = right.kind() === 'tuple' ? partsOf(right) : [right];
	const parts: MessagePart[] = [];
	let next = 0;
	for (const piece of template.split(/(%(?:%|\([^)]*\)|[-#0 +]*[\d.*]*[a-zA-Z]))/)) {
		if (piece === '%%') parts.push(text('%'));
		else if (/^%[sdir]$/.test(piece)) {
			const node = values[next++];
			if (!node || String(node.kind()).endsWith('splat'))
				return { reason: 'placeholders and values differ in number' };
			parts.push(value(node, piece === '%r' ? 'r' : 's'));
		} else if (/^%./.test(piece)) return { reason: 'a placeholder has a format' };
		else parts.push(text(piece));
	}
	return next === values.length ? parts : { reason: 'placeholders and values differ in number' };
};

/** `"… {}".format(value)`: placeholders without formats, by position or name. */
const ofFormat = (call: SgNode): Message => {
	const template = literalText(call.field('function')?.field('object') ?? null);
	const { positional, keywords, splat, kwargs } = argumentsOf(call);
	if (template === null || splat || kwargs) return { reason: 'the text is computed' };
	const parts: MessagePart[] = [];
	let next = 0;
	for (const piece of template.split(/(\{\{|\}\}|\{[^{}]*\})/)) {
		if (piece === '{{' || piece === '}}') parts.push(text(piece.slice(0, 1)));
		else if (/^\{.*\}$/.test(piece)) {
			const name = piece.slice(1, -1);
			if (!/^\w*$/.test(name)) return { reason: 'a placeholder has a format' };
			const node =
				name === ''
					? positional[next++]
					: /^\d+$/.test(name)
						? positional[Number(name)]
						: keywords.get(name)?.field('value');
			if (!node) return { reason: 'placeholders and values differ in number' };
			parts.push(value(node));
		} else parts.push(text(piece));
	}
	return parts;
};

const ofArgument = (node: SgNode): Message => {
	if (isString(node)) return ofString(node);
	if (node.kind() === 'parenthesized_expression') {
		const [inner] = partsOf(node);
		return inner ? ofArgument(inner) : { reason: 'it is empty' };
	}
	if (node.kind() === 'binary_operator') {
		const [left, right] = [node.field('left'), node.field('right')];
		const operator = node.field('operator')?.text();
		if (operator === '%' && left && isString(left)) return ofPercent(node);
		// Only a string can be added to a string, so whatever stands beside a literal is text.
		if (operator === '+' && left && right && node.find({ rule: { kind: 'string' } })) {
			return joined([ofArgument(left), ofArgument(right)]);
		}
	}
	if (node.kind() === 'call' && node.field('function')?.kind() === 'attribute') {
		const [object, name] = [
			node.field('function')?.field('object'),
			node.field('function')?.field('attribute')?.text(),
		];
		if (name === 'format' && object && isString(object)) return ofFormat(node);
	}
	return [value(node)];
};

const merged = (parts: readonly MessagePart[]): readonly MessagePart[] => {
	const out: MessagePart[] = [];
	for (const part of parts) {
		const last = out.at(-1);
		if (part.kind === 'text' && last?.kind === 'text') out[out.length - 1] = text(last.text + part.text);
		else if (part.kind === 'value' || part.text !== '') out.push(part);
	}
	return out;
};

/** What `print(…)` writes: its arguments, each behind a space. */
export const messageOfPrint = (positional: readonly SgNode[]): Message => {
	const spaced = positional.flatMap((node, at): Message[] =>
		at === 0 ? [ofArgument(node)] : [[text(' ')], ofArgument(node)],
	);
	const message = joined(spaced);
	return isMessage(message) ? merged(message) : message;
};
