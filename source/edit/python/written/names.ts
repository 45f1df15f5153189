import type { SgNode } from '@ast-grep/napi';
import { namesIn } from '../names.ts';
import { enclosing, partsOf, startOf } from '../nodes.ts';
import { textIn } from './text.ts';

/** `name["key"] = value` beside the statement that binds the name. */
export interface Store {
	readonly key: string;
	readonly value: SgNode;
	readonly statement: SgNode;
}

/** What a name stands for that a script binds once, at its top, and that nothing changes behind our back. */
export interface Binding {
	readonly value: SgNode;
	readonly statement: SgNode;
	/** In the order of the script; the keys are all different. */
	readonly stores: readonly Store[];
}

/** Where a name stands, but for keywords and attributes that are called the same. */
export const usesOfName = (root: SgNode, name: string): readonly SgNode[] =>
	root.findAll({ rule: { kind: 'identifier', regex: `^${name}$` } }).filter(node => {
		const parent = node.parent();
		if (parent?.kind() === 'keyword_argument') return parent.field('name')?.id() !== node.id();
		return parent?.kind() !== 'attribute' || parent.field('attribute')?.id() !== node.id();
	});

/** The module, or a `with` of the module: what stands there runs once, whatever the machine. */
const runsOnce = (statement: SgNode | null): boolean => {
	const around = statement?.parent();
	if (around?.kind() !== 'block') return around?.kind() === 'module';
	const holder = around.parent();
	return holder?.kind() === 'with_statement' && holder.parent()?.kind() === 'module';
};

const statementOf = (assignment: SgNode | null): SgNode | null => {
	const statement = assignment?.parent() ?? null;
	return assignment?.kind() === 'assignment' &&
		statement?.kind() === 'expression_statement' &&
		runsOnce(statement)
		? statement
		: null;
};

const isPart = (node: SgNode, parent: SgNode, field: string): boolean =>
	parent.field(field)?.id() === node.id();

const isSetup = (call: SgNode | null | undefined): boolean =>
	call?.kind() === 'call' && /(?:^|\.)setup$/.test(call.field('function')?.text() ?? '');

/** Whether an expression is only read where it stands: copied, added to something, or handed to `setup`. */
const isRead = (root: SgNode, node: SgNode, seen: ReadonlySet<string>): boolean => {
	const parent = node.parent();
	if (!parent) return false;
	switch (parent.kind()) {
		case 'parenthesized_expression':
		case 'pair':
		case 'dictionary':
		case 'list':
		case 'tuple':
			return isRead(root, parent, seen);
		case 'binary_operator':
			return parent.field('operator')?.text() === '+';
		case 'list_splat':
			return true;
		case 'for_in_clause':
			return isPart(node, parent, 'right');
		case 'keyword_argument':
			return isSetup(parent.parent()?.parent());
		case 'argument_list':
			return /^(?:list|tuple|sorted|len)$/.test(parent.parent()?.field('function')?.text() ?? '');
		case 'subscript':
			return isPart(node, parent, 'value') && isRead(root, parent, seen);
		case 'assignment': {
			if (!isPart(node, parent, 'right') || !statementOf(parent)) return false;
			const left = parent.field('left');
			// What another name stands for too is changed where that one is.
			const holder = left?.kind() === 'subscript' ? left.field('value') : left;
			if (holder?.kind() !== 'identifier') return false;
			return seen.has(holder.text()) || readBinding(root, holder.text(), seen) !== null;
		}
		default:
			return false;
	}
};

const storeAt = (use: SgNode): Store | null => {
	const target = use.parent();
	const assignment = target?.parent();
	if (target?.kind() !== 'subscript' || !assignment || !isPart(target, assignment, 'left')) return null;
	const [, written = null] = partsOf(target);
	const key = textIn(written);
	const statement = statementOf(assignment);
	const value = assignment.field('right');
	return key !== null && statement && value ? { key, value, statement } : null;
};

const readBinding = (root: SgNode, name: string, outer: ReadonlySet<string>): Binding | null => {
	const seen = new Set([...outer, name]);
	const stores: Store[] = [];
	const bindings: Omit<Binding, 'stores'>[] = [];
	for (const use of usesOfName(root, name)) {
		const parent = use.parent();
		const store = storeAt(use);
		if (store) stores.push(store);
		else if (parent?.kind() === 'assignment' && isPart(use, parent, 'left')) {
			const statement = statementOf(parent);
			const value = parent.field('right');
			if (!statement || !value) return null;
			bindings.push({ value, statement });
		} else if (!isRead(root, use, seen)) return null;
	}
	const [binding, ...others] = bindings;
	const isOrdered = stores.every(
		({ statement }) => startOf(statement) > startOf(binding?.statement ?? statement),
	);
	const keys = new Set(stores.map(({ key }) => key));
	return binding && others.length === 0 && isOrdered && keys.size === stores.length
		? { ...binding, stores }
		: null;
};

/** What a name stands for, a list or a dictionary included: nothing but reads of it stands anywhere else. */
export const bindingOf = (root: SgNode, name: string): Binding | null => readBinding(root, name, new Set());

const binders = new Set([
	'assignment',
	'augmented_assignment',
	'named_expression',
	'for_statement',
	'for_in_clause',
	'as_pattern_target',
	'pattern_list',
	'tuple_pattern',
	'list_pattern',
	'list_splat_pattern',
	'global_statement',
	'nonlocal_statement',
	'delete_statement',
	'parameters',
	'lambda_parameters',
	'default_parameter',
	'typed_parameter',
	'typed_default_parameter',
	'function_definition',
	'class_definition',
	'dotted_name',
	'aliased_import',
]);

const binds = (use: SgNode): boolean => {
	const parent = use.parent();
	if (!parent || !binders.has(String(parent.kind()))) return false;
	const right = parent.field('right') ?? parent.field('value');
	return right?.id() !== use.id();
};

/** The value of a name that is bound once, whatever reads it: enough for what nothing can change, as a string. */
export const constantOf = (root: SgNode, name: string): Omit<Binding, 'stores'> | null => {
	const [only, ...others] = usesOfName(root, name).filter(binds);
	const assignment = only?.parent() ?? null;
	const statement = statementOf(assignment);
	const value = assignment?.field('right');
	if (!only || others.length > 0 || !statement || !value || value.kind() === 'assignment') return null;
	return assignment?.field('left')?.id() === only.id() && !namesIn(root).origins.has(name)
		? { value, statement }
		: null;
};

/**
 * What a `with` that stands around an expression calls by a name, the `open(…)` of `with open(…) as file`; null where
 * the name is used more than once, as what is read is not there a second time.
 */
export const contextOf = (node: SgNode, name: string): SgNode | null => {
	for (
		let around = enclosing(node, ['with_statement']);
		around;
		around = enclosing(around, ['with_statement'])
	) {
		const pattern = around
			.findAll({ rule: { kind: 'as_pattern' } })
			.find(one => one.find({ rule: { kind: 'as_pattern_target' } })?.text() === name);
		if (pattern) return usesOfName(around, name).length === 2 ? (partsOf(pattern)[0] ?? null) : null;
	}
	return null;
};
