import type { SgNode } from '@ast-grep/napi';
import type { Splice } from '../../source/core/tree.ts';
import { argumentsOf, replaceNode } from '../../source/edit/python/calls.ts';
import { bindingsOfLoggers } from '../../source/edit/python/logger-bindings.ts';
import { enclosing, partsOf } from '../../source/edit/python/nodes.ts';
import { assignmentIn } from '../../source/edit/python/top-level.ts';
import { callCode } from './rewritten-prints.ts';

// https://www.structlog.org/en/stable/standard-library.html

/** What a file needs so that its loggers are structlog's. */
export interface Swap {
	readonly outcome: 'swapped';
	readonly splices: readonly Splice[];
	/** Names of the loggers. */
	readonly names: readonly string[];
	readonly records: number;
	/** Calls whose arguments are others now. */
	readonly altered: number;
	/** A logger was the root, and is named after the module now. */
	readonly wasRoot: boolean;
	/** A text has a place for a number, which structlog fills strictly. */
	readonly hasNumbers: boolean;
}

type Refused = { readonly outcome: 'refused'; readonly reason: string };

const refused = (reason: string): Refused => ({ outcome: 'refused', reason });

const methods = /^(?:debug|info|warning|warn|error|exception|critical|fatal|log)$/;
/** What is said to the logger of the standard library itself, which stays there. */
const settings = /^(?:setLevel|propagate|disabled)$/;
const reserved =
	/^(?:event|method_name|self|positional_args|exc_info|stack_info|stacklevel|level|logger|timestamp|_\w*|(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False))$/;

const isPlainString = (node: SgNode): boolean =>
	node.kind() === 'concatenated_string'
		? partsOf(node).every(isPlainString)
		: node.kind() === 'string' && /^[rRuU]?["']/.test(node.text());

const isText = (node: SgNode): boolean => {
	switch (String(node.kind())) {
		case 'string':
			return !/^[a-zA-Z]*[bB]/.test(node.text().replace(/["'].*$/s, ''));
		case 'concatenated_string':
			return true;
		case 'parenthesized_expression':
			return partsOf(node).every(isText);
		case 'binary_operator': {
			const left = node.field('left');
			return left !== null && isText(left);
		}
		case 'call':
			return /^(?:str|repr|(?:json\.)?dumps|(?:textwrap\.)?dedent)$|^["'].*\.(?:format|join)$|\.format$/s.test(
				node.field('function')?.text() ?? '',
			);
		case 'identifier':
			return /(?:^|_)(?:msg|message|text|line)$/i.test(node.text());
		default:
			return false;
	}
};

/** Values that the text has places for; null where it cannot be told. */
const placesIn = (message: SgNode): { readonly count: number; readonly hasNumbers: boolean } | null => {
	if (!isPlainString(message)) return null;
	const bare = message.text().replaceAll('%%', '');
	const places = bare.match(/%[-#0 +]*\d*(?:\.\d+)?[hlL]?[diouxXeEfFgGcrsa]/g) ?? [];
	if (places.length !== bare.split('%').length - 1) return null;
	return { count: places.length, hasNumbers: places.some(place => !/[rsa]$/.test(place)) };
};

const fieldsOf = (extra: SgNode): readonly string[] | null => {
	const pairs =
		extra.kind() === 'dictionary'
			? partsOf(extra).map(pair => {
					const key = /^["'](\w+)["']$/.exec(pair.field('key')?.text() ?? '')?.[1];
					return { key, value: pair.field('value') };
				})
			: extra.kind() === 'call' && extra.field('function')?.text() === 'dict'
				? (extra.field('arguments') ? partsOf(extra.field('arguments') ?? extra) : []).map(part => ({
						key: part.kind() === 'keyword_argument' ? part.field('name')?.text() : undefined,
						value: part.field('value'),
					}))
				: null;
	if (pairs === null) return null;
	const fields: string[] = [];
	const seen = new Set<string>();
	for (const { key, value } of pairs) {
		if (key === undefined || !value || !/^[A-Za-z]/.test(key) || reserved.test(key) || seen.has(key))
			return null;
		seen.add(key);
		fields.push(`${key}=${value.text()}`);
	}
	return fields;
};

/** The name under which the `except` around a node has its error. */
const caughtAround = (node: SgNode): string | null => {
	const clause = enclosing(node, ['except_clause']);
	return clause?.find({ rule: { kind: 'as_pattern_target' } })?.text() ?? null;
};

interface Record {
	readonly splice: Splice | null;
	readonly hasNumbers: boolean;
}

const recordOf = (text: string, call: SgNode, method: string): Record | Refused => {
	const { positional, keywords, splat, kwargs } = argumentsOf(call);
	const [first, ...others] = positional;
	if (splat || kwargs) return refused('a record unpacks its arguments');
	if (method === 'log' && !/^(?:logging\.)?[A-Z]+$|^\d+$/.test(first?.text() ?? ''))
		return refused('a record has a level that is computed');
	const [message, ...values] = method === 'log' ? others : positional;
	if (!message || keywords.has('msg')) return refused('a record has no text in front');
	const isError = message.text() === caughtAround(call);
	if (!isText(message) && !(isError && values.length === 0))
		return refused('it cannot be told whether what a record writes is text');
	const places = values.length === 0 ? { count: 0, hasNumbers: false } : placesIn(message);
	if (places === null) return refused('a text whose places cannot be told has values');
	if (places.count !== values.length)
		return refused('a text has other places than values, which structlog answers with an error');
	if (enclosing(call, ['function_definition', 'lambda']) === null)
		return refused('it writes records while it is imported, when structlog need not be set up');
	const extra = keywords.get('extra')?.field('value');
	const fields = extra ? fieldsOf(extra) : [];
	if (fields === null) return refused('an `extra` is not written out, or has a key that structlog needs');
	const unknown = [...keywords.keys()].find(key => !/^(?:extra|exc_info|stack_info|stacklevel)$/.test(key));
	if (unknown !== undefined) return refused(`a record has the argument \`${unknown}\``);
	const { hasNumbers } = places;
	if (!extra && !keywords.has('stacklevel') && !isError) return { splice: null, hasNumbers };
	if (call.has({ rule: { kind: 'comment' } })) return refused('a comment stands inside a record');
	const kept = [...keywords].flatMap(([key, node]) =>
		key === 'extra' || key === 'stacklevel' ? [] : [node.text()],
	);
	const args = [
		...positional.map(node => (isError && node.id() === message.id() ? `str(${node.text()})` : node.text())),
		...fields,
		...kept,
	];
	const head = `${call.field('function')?.text() ?? ''}(`;
	return { splice: replaceNode(call, callCode(text, call, head, args)), hasNumbers };
};

/** Kinds of nodes below which a name is bound to something else. */
const binders =
	/^(?:parameters|lambda_parameters|typed_parameter|default_parameter|typed_default_parameter|as_pattern_target|global_statement|nonlocal_statement|delete_statement|for_statement|for_in_clause|pattern_list|tuple_pattern|named_expression|with_item|dotted_name|aliased_import|function_definition|class_definition)$/;

interface Uses {
	readonly splices: readonly Splice[];
	readonly records: number;
	readonly altered: number;
	readonly hasNumbers: boolean;
}

const usesOf = (text: string, root: SgNode, name: string, left: SgNode, source: string): Uses | Refused => {
	const splices: Splice[] = [];
	let [records, altered, hasNumbers] = [0, 0, false];
	for (const node of root.findAll({ rule: { kind: 'identifier', regex: `^${name}$` } })) {
		const parent = node.parent();
		if (!parent || node.id() === left.id()) continue;
		const kind = String(parent.kind());
		if (kind === 'keyword_argument' && parent.field('name')?.id() === node.id()) continue;
		if (kind === 'attribute' && parent.field('object')?.id() !== node.id()) continue;
		const isTarget = kind === 'assignment' && parent.field('left')?.id() === node.id();
		const isIterated = kind === 'for_statement' && parent.field('left')?.id() !== node.id();
		if (isTarget || (binders.test(kind) && !isIterated))
			return refused(`\`${name}\` names something else as well`);
		if (kind !== 'attribute') return refused('it hands its logger on');
		const method = parent.field('attribute')?.text() ?? '';
		const around = parent.parent();
		const isCalled = around?.kind() === 'call' && around.field('function')?.id() === parent.id();
		if (settings.test(method) && (isCalled || around?.kind() === 'assignment')) {
			splices.push(replaceNode(node, source));
		} else if (isCalled && methods.test(method)) {
			const record = recordOf(text, around, method);
			if ('outcome' in record) return record;
			records += 1;
			hasNumbers ||= record.hasNumbers;
			if (record.splice) {
				splices.push(record.splice);
				altered += 1;
			}
		} else if (!(isCalled && method === 'isEnabledFor' && enclosing(node, ['function_definition'])))
			return refused(`it uses \`${name}.${method}\``);
	}
	return { splices, records, altered, hasNumbers };
};

/**
 * Makes the loggers that a module binds structlog's own, with records that read as before.
 * @param maker the code that makes one, without brackets, such as `structlog.get_logger`
 */
export const swappedLoggers = (text: string, root: SgNode, maker: string): Swap | Refused => {
	const bindings = bindingsOfLoggers(root).filter(({ kind }) => kind === 'stdlib');
	if (bindings.length === 0) return refused('its logger is not made in the body of the module');
	const splices: Splice[] = [];
	let [records, altered, hasNumbers, wasRoot] = [0, 0, false, false];
	for (const { name, source } of bindings) {
		const [assignment, ...again] = root
			.children()
			.flatMap(statement => assignmentIn(statement) ?? [])
			.filter(each => each.field('left')?.text() === name);
		const [left, right] = [assignment?.field('left'), assignment?.field('right')];
		if (!assignment || !left || !right || again.length > 0)
			return refused(`\`${name}\` is assigned more than once`);
		const type = assignment.field('type');
		if (type && !/^(?:logging\.)?Logger$/.test(type.text()))
			return refused(`\`${name}\` has an annotation of its own`);
		if (type && maker !== 'structlog.get_logger') return refused(`\`${name}\` has an annotation`);
		const { positional, keywords, splat, kwargs } = argumentsOf(right);
		const [given, ...more] = positional;
		if (splat || kwargs || keywords.size > 0 || more.length > 0 || /[\r\n#]/.test(source))
			return refused(`\`${name}\` is not made by its name alone`);
		const used = usesOf(text, root, name, left, source);
		if ('outcome' in used) return used;
		if (type) splices.push(replaceNode(type, 'structlog.stdlib.BoundLogger'));
		splices.push(replaceNode(right, `${maker}(${given?.text() ?? '__name__'})`), ...used.splices);
		records += used.records;
		altered += used.altered;
		hasNumbers ||= used.hasNumbers;
		wasRoot ||= given === undefined;
	}
	const ordered = splices.toSorted((a, b) => a.start - b.start);
	if (ordered.some((splice, at) => splice.start < (ordered[at - 1]?.end ?? 0)))
		return refused('a record stands inside another one');
	const names = bindings.map(({ name }) => name);
	return { outcome: 'swapped', splices: ordered, names, records, altered, wasRoot, hasNumbers };
};
