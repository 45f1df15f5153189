import type { SgNode } from '@ast-grep/napi';
import type { Intake, IntakeField } from '../../core/facts/handlers.ts';
import { isEnvelope } from '../../core/event-keys.ts';
import { argumentsOf } from './calls.ts';
import { endOf, partsOf, startOf } from './nodes.ts';

/** A place of a handler's code that takes one value from outside. */
export interface IntakeRead {
	readonly key: string;
	readonly node: SgNode;
	/** Code of the value that `get` gives instead; null for `…["key"]`. */
	readonly fallback: string | null;
}

type Fields = Extract<Intake, { outcome: 'fields' }>;

/** An intake with the nodes that have to change. */
export type ReadIntake =
	| (Fields & {
			readonly reads: readonly IntakeRead[];
			/** Where the model takes the place of a dictionary: the value of an assignment. Null for the event itself. */
			readonly bound: { readonly name: string; readonly value: SgNode; readonly isJson: boolean } | null;
			/** The statement before which the event itself is given to its model. */
			readonly before: SgNode | null;
			/** Code of what is taken apart. */
			readonly source: string;
	  })
	| Extract<Intake, { outcome: 'open' }>;

const open = (reason: string): Extract<Intake, { outcome: 'open' }> => ({ outcome: 'open', reason });

/** Keys whose value holds the input, rather than being it. */
const containers = new Set(['body', 'detail', 'arguments', 'input', 'pathParameters']);
/** What may be null, or has many forms. */
const loose = new Set([
	'queryStringParameters',
	'multiValueQueryStringParameters',
	'Payload',
	'payload',
	'data',
]);

const literalOf = (node: SgNode | null | undefined): string | null =>
	/^["']([^"'\\\n]*)["']$/.exec(node?.text() ?? '')?.[1] ?? null;

const plainValue = /^(?:None|True|False|-?\d[\d_]*(?:\.\d+)?|"[^"\\\n]*"|'[^'\\\n]*'|\[\]|\{\})$/;

const isStored = (node: SgNode): boolean => {
	const parent = node.parent();
	if (!parent) return false;
	const isTarget = parent.field('left')?.id() === node.id();
	return (
		(isTarget && /assignment|for_statement|for_in_clause|named_expression/.test(String(parent.kind()))) ||
		/^(?:delete_statement|pattern_list|as_pattern_target|global_statement)$/.test(String(parent.kind()))
	);
};

/** Where a name stands for itself. */
const named = (block: SgNode, name: string): readonly SgNode[] =>
	block.findAll({ rule: { kind: 'identifier', regex: `^${name}$` } }).filter(node => {
		const parent = node.parent();
		const isKeyword = parent?.kind() === 'keyword_argument' && parent.field('name')?.id() === node.id();
		return !isKeyword && !(parent?.kind() === 'attribute' && parent.field('attribute')?.id() === node.id());
	});

/** How a value is used, by where it stands: reads by key, and what is none. */
const usesOf = (
	nodes: readonly SgNode[],
): {
	readonly reads: readonly IntakeRead[];
	readonly others: readonly SgNode[];
	/** A key whose default is worked out, so that a model could not say it. */
	readonly odd: string | null;
} => {
	const reads: IntakeRead[] = [];
	const others: SgNode[] = [];
	let odd: string | null = null;
	for (const node of nodes) {
		const parent = node.parent();
		const isSubscript = parent?.kind() === 'subscript' && parent.field('value')?.id() === node.id();
		const key = isSubscript ? literalOf(parent.field('subscript')) : null;
		if (parent && key !== null && !isStored(parent)) {
			reads.push({ key, node: parent, fallback: null });
			continue;
		}
		const call = parent?.kind() === 'attribute' ? parent.parent() : null;
		if (
			parent?.field('attribute')?.text() === 'get' &&
			call?.kind() === 'call' &&
			call.field('function')?.id() === parent.id()
		) {
			const { positional, keywords, splat, kwargs } = argumentsOf(call);
			const [first, second, ...more] = positional;
			const asked = literalOf(first);
			const fallback = second?.text() ?? 'None';
			const isPlain = keywords.size === 0 && !splat && !kwargs && more.length === 0;
			if (asked !== null && isPlain && plainValue.test(fallback)) {
				reads.push({ key: asked, node: call, fallback });
				continue;
			}
			if (asked !== null && !isEnvelope(asked)) odd ??= asked;
		}
		others.push(node);
	}
	return { reads, others, odd };
};

/** Whether a node may be passed over, or come again, when its block runs. */
const isConditional = (node: SgNode, block: SgNode): boolean => {
	for (let child = node; child.id() !== block.id();) {
		const parent = child.parent();
		if (!parent) return true;
		const kind = String(parent.kind());
		const isPart = (field: string): boolean => parent.field(field)?.id() === child.id();
		if (kind === 'if_statement' && !isPart('condition')) return true;
		if (kind === 'for_statement' && !isPart('right')) return true;
		if (kind === 'boolean_operator' && !isPart('left')) return true;
		if (kind === 'match_statement' && !isPart('subject')) return true;
		if (
			/^(?:while_statement|except_clause|conditional_expression|lambda|function_definition|class_definition|generator_expression|\w+_comprehension|case_clause|elif_clause|else_clause)$/.test(
				kind,
			)
		)
			return true;
		child = parent;
	}
	return false;
};

/** Errors that a dictionary raises, and a model does not. */
const missed = /\bexcept\b[^\n:]*\b(?:KeyError|TypeError|JSONDecodeError|LookupError)\b/;

/** One field for each key; a sentence where the reads of a key do not agree. */
const fieldsOf = (reads: readonly IntakeRead[], block: SgNode): readonly IntakeField[] | string => {
	const fields: IntakeField[] = [];
	for (const key of new Set(reads.map(each => each.key))) {
		const own = reads.filter(each => each.key === key);
		const fallbacks = new Set(own.map(({ fallback }) => fallback));
		const [fallback = null] = fallbacks;
		if (fallbacks.size > 1)
			return `\`${key}\` is taken in several ways, so whether it may be missing is open`;
		if (fallback === null && own.every(({ node }) => isConditional(node, block)))
			return `\`${key}\` is taken in some cases only, so when it may be missing is open`;
		fields.push({ key, fallback });
	}
	return fields;
};

/** The innermost block that always runs and holds all nodes, and its statement with the first of them. */
const firstStatement = (nodes: readonly SgNode[], block: SgNode): SgNode | null => {
	const from = Math.min(...nodes.map(startOf));
	const to = Math.max(...nodes.map(endOf));
	const first = nodes.find(node => startOf(node) === from);
	const blocks = (first?.ancestors() ?? []).filter(each => each.kind() === 'block');
	const home = blocks.find(
		each =>
			startOf(each) <= from && endOf(each) >= to && (each.id() === block.id() || !isConditional(each, block)),
	);
	return partsOf(home ?? block).find(each => startOf(each) <= from && endOf(each) > from) ?? null;
};

/** `v = json.loads(event["body"])` or `v = event["detail"]`, as the only thing that is done with that key. */
const boundOf = (
	read: IntakeRead,
): { readonly name: string; readonly value: SgNode; readonly isJson: boolean } | null => {
	const call = read.node.parent()?.parent();
	const isJson = call?.kind() === 'call' && call.field('function')?.text() === 'json.loads';
	if (isJson && argumentsOf(call).positional.length + argumentsOf(call).keywords.size !== 1) return null;
	if ((read.key === 'body') !== isJson) return null;
	const value = isJson ? call : read.node;
	const assignment = value.parent();
	const left = assignment?.field('left');
	return assignment?.kind() === 'assignment' &&
		left?.kind() === 'identifier' &&
		assignment.field('type') === null &&
		assignment.parent()?.kind() === 'expression_statement'
		? { name: left.text(), value, isJson }
		: null;
};

const done = (
	from: string,
	fields: readonly IntakeField[] | string,
): Fields | Extract<Intake, { outcome: 'open' }> => {
	if (typeof fields === 'string') return open(fields);
	const [first, ...rest] = fields;
	return first ? { outcome: 'fields', from, fields: [first, ...rest] } : open('it takes nothing by a key');
};

/** Reads what a handler takes from its event by literal keys, where that is all it does with it. */
export const readIntake = (definition: SgNode): ReadIntake => {
	const block = definition.field('body');
	const parameters = definition.field('parameters');
	const [parameter] = parameters ? partsOf(parameters) : [];
	const event = parameter?.find({ rule: { kind: 'identifier' } })?.text() ?? '';
	const type = parameter?.field('type')?.text() ?? 'dict';
	if (!block || event === '') return open('it takes no event');
	if (!/^(?:dict|Dict|Mapping|Any|typing\.\w+)\b/.test(type)) return open('its event is no dictionary');
	if (missed.test(block.text()))
		return open('it handles the errors of a dictionary, which a model does not raise');
	const { reads, others, odd } = usesOf(named(block, event));
	if (others.some(isStored)) return open('it puts something else in the place of its event');
	if (odd !== null) return open(`\`${odd}\` has a default that is worked out`);
	const written = block
		.findAll({ rule: { kind: 'subscript', has: { field: 'value', regex: `^${event}$` } } })
		.some(isStored);
	if (written) return open('it changes its event');
	const own = reads.filter(({ key }) => !isEnvelope(key));
	const [first, ...more] = own.filter(({ key }) => containers.has(key));
	if (own.some(({ key }) => loose.has(key)) && !first)
		return open('what it takes apart may be missing, or have several forms');
	const asDictionary = (from: string, source: string, taken: readonly IntakeRead[]): ReadIntake => {
		const result = done(from, fieldsOf(taken, block));
		if (result.outcome === 'open') return result;
		const places = taken.map(({ node }) => node);
		return { ...result, reads: taken, bound: null, before: firstStatement(places, block), source };
	};
	if (!first) return asDictionary('event', event, own);
	if (own.some(({ key }) => key !== first.key))
		return open('it takes input from several places of its event');
	const direct = usesOf(own.map(({ node }) => node));
	if (first.key !== 'body' && direct.others.length === 0 && own.every(({ fallback }) => fallback === null))
		return asDictionary(first.key, first.node.text(), direct.reads);
	if (more.length > 0) return open(`\`${first.key}\` is taken more than once`);
	const bound = first.fallback === null ? boundOf(first) : null;
	if (!bound) return open(`\`${first.key}\` is not given a name of its own before it is taken apart`);
	const inner = usesOf(named(block, bound.name));
	const beside = inner.others.filter(node => node.id() !== bound.value.parent()?.field('left')?.id());
	if (beside.length > 0) return open(`\`${bound.name}\` is used as a whole, too, which a model is not`);
	if (isConditional(bound.value, block)) return open(`\`${first.key}\` is taken in some cases only`);
	const result = done(first.key, fieldsOf(inner.reads, block));
	return result.outcome === 'open'
		? result
		: { ...result, reads: inner.reads, bound, before: null, source: first.node.text() };
};
