import type { SgNode } from '@ast-grep/napi';
import type { LoggerKind } from '../../../core/facts/loggers.ts';
import { argumentsOf } from '../../../edit/python/calls.ts';
import { enclosing, partsOf } from '../../../edit/python/nodes.ts';

/** Methods that write a record. */
export const methods = 'debug|info|warning|warn|error|exception|critical|fatal';
const parts = new RegExp(`^([\\s\\S]+)\\.(${methods})$`);
const named = /(?:^|\.)_{0,2}(?:[a-z\d_]*_)?log(?:ger|ging)?_?$/i;
const made = /\b(?:getLogger|get_logger)\([^()]*\)$/;

/** A call that writes a record. */
export interface LogCall {
	readonly node: SgNode;
	readonly method: string;
	readonly receiver: string;
	readonly kind: LoggerKind | 'unknown';
}

const receiverOf = (text: string): string =>
	text.replace(/\.(?:bind|new|opt|unbind)\([\s\S]*\)$/, '').replaceAll(/\s+/g, '');

/** Calls of loggers in a file; `loggers` are the ones that it makes. */
export const logCallsIn = (root: SgNode, loggers: ReadonlyMap<string, LoggerKind>): readonly LogCall[] =>
	root
		.findAll({ rule: { kind: 'call', has: { field: 'function', regex: `\\.(${methods})$` } } })
		.flatMap((node): readonly LogCall[] => {
			const match = parts.exec(node.field('function')?.text() ?? '');
			if (!match) return [];
			const receiver = receiverOf(match[1] ?? '');
			const known = loggers.get(receiver.replace(/^self\./, ''));
			if (known === undefined && !named.test(receiver) && !made.test(receiver)) return [];
			const isRoot = receiver === 'logging' || receiver.startsWith('logging.getLogger(');
			const kind = known ?? (isRoot ? 'stdlib' : receiver.startsWith('structlog.') ? 'structlog' : 'unknown');
			return [{ node, method: match[2] ?? '', receiver, kind }];
		});

/** How the text of a record is made up, to be read in a sentence; null where it is constant or passed on. */
export const madeBy = ({ node, kind }: LogCall): string | null => {
	const { positional } = argumentsOf(node);
	const [message] = positional;
	if (!message) return null;
	const text = message.text();
	if (message.kind() === 'string' || message.kind() === 'concatenated_string') {
		if (message.find({ rule: { kind: 'interpolation' } })) return 'an f-string';
		return kind === 'structlog' && positional.length > 1 ? 'positional values' : null;
	}
	if (message.kind() === 'binary_operator') {
		const [left, right] = [message.field('left')?.kind(), message.field('right')?.kind()];
		if (left !== 'string' && right !== 'string') return null;
		if (left === 'string' && right === 'string') return null;
		return message.field('operator')?.text() === '%' ? '`%`' : '`+`';
	}
	return /^[rbuRBU]?["'][\s\S]*\.format\(/.test(text) && message.kind() === 'call' ? '`format`' : null;
};

const identifiersIn = (node: SgNode): readonly string[] =>
	(node.kind() === 'identifier' ? [node] : node.findAll({ rule: { kind: 'identifier' } })).map(each =>
		each.text(),
	);

const caughtBy = (clause: SgNode): string | null => {
	const head = clause
		.children()
		.filter(child => child.kind() !== 'block')
		.map(child => child.text())
		.join(' ');
	return /\bas\s+(\w+)/.exec(head)?.[1] ?? null;
};

/** Name of the error that the call tells of without its traceback; null where it keeps it, or the error goes on. */
export const lostError = ({ node, method }: LogCall): string | null => {
	if (!/^(?:error|critical|fatal)$/.test(method)) return null;
	const clause = enclosing(node, ['except_clause', 'function_definition', 'lambda']);
	if (clause?.kind() !== 'except_clause') return null;
	const caught = caughtBy(clause);
	const list = node.field('arguments');
	if (caught === null || !list || clause.find({ rule: { kind: 'raise_statement' } })) return null;
	if (/exc_info|traceback|format_exc|stack_info/.test(list.text())) return null;
	if (/\bexception\s*=/.test(node.field('function')?.text() ?? '')) return null;
	return identifiersIn(list).includes(caught) ? caught : null;
};

const secret =
	/(?:^|_)(?:password|passwd|secret|token|jwt|api_?key|authorization|cookie|ssn|card_?number|cvv|email|phone)$/i;
const harmless =
	/^(?:next|page|start|starting|continuation|pagination|sync|num|max|min|total|eos|bos|pad|stop)_?(?:page_?)?token$|^(?:has|is|num|no|use)_/i;

const nameOf = (node: SgNode | null): string | null => {
	if (node?.kind() === 'identifier') return node.text();
	return node?.kind() === 'attribute' ? (node.field('attribute')?.text() ?? null) : null;
};

const isSecret = (name: string | null): name is string =>
	name !== null && secret.test(name) && !harmless.test(name);

/** Names in a record that sound like a secret or like personal data, where the value itself is passed. */
export const secretsIn = ({ node }: LogCall): readonly string[] => {
	const { positional, keywords } = argumentsOf(node);
	const inFields = [...keywords].flatMap(([name, argument]) => {
		const value = nameOf(argument.field('value'));
		return isSecret(name) && value !== null ? [name] : isSecret(value) ? [value] : [];
	});
	const inText = positional.flatMap(argument => {
		const own = nameOf(argument);
		if (isSecret(own)) return [own];
		return argument.findAll({ rule: { kind: 'interpolation' } }).flatMap(part => {
			const name = nameOf(part.field('expression') ?? part.namedChildren()[0] ?? null);
			return isSecret(name) ? [name] : [];
		});
	});
	return [...new Set([...inFields, ...inText])];
};

const dumped = /^(?:event|(?:json\.dumps|str|repr|pformat)\(\s*event\s*(?:,[^()]*)?\))$/;

/** Whether a value is the event, or a text with all of it. */
const isEvent = (value: SgNode): boolean => {
	if (dumped.test(value.text())) return true;
	switch (value.kind()) {
		case 'string':
			return value
				.findAll({ rule: { kind: 'interpolation' } })
				.some(part => dumped.test((part.field('expression') ?? partsOf(part)[0])?.text() ?? ''));
		case 'binary_operator':
			return /^[+%]$/.test(value.field('operator')?.text() ?? '') && partsOf(value).some(isEvent);
		case 'concatenated_string':
		case 'parenthesized_expression':
		case 'tuple':
			return partsOf(value).some(isEvent);
		case 'call': {
			const method = value.field('function');
			const { positional, keywords } = argumentsOf(value);
			const given = [...positional, ...[...keywords.values()].flatMap(each => each.field('value') ?? [])];
			return (
				method?.field('attribute')?.text() === 'format' &&
				String(method.field('object')?.kind()).endsWith('string') &&
				given.some(isEvent)
			);
		}
		default:
			return false;
	}
};

/** The event of Lambda, passed on as a whole; null where only parts of it are. */
export const wholeEventIn = (node: SgNode): string | null => {
	const { positional, keywords } = argumentsOf(node);
	const values = [...positional, ...[...keywords.values()].flatMap(each => each.field('value') ?? [])];
	if (!values.some(isEvent)) return null;
	const around = enclosing(node, ['function_definition']);
	const first = around?.field('parameters')?.namedChildren()[0]?.text() ?? '';
	return /^event\b/.test(first) && (around?.field('parameters')?.namedChildren().length ?? 0) === 2
		? 'event'
		: null;
};
