import type { SgNode } from '@ast-grep/napi';
import { argumentsOf } from './calls.ts';
import { originsOf, qualifiedName, type Names } from './names.ts';
import { enclosing, partsOf } from './nodes.ts';
import { undecorated } from './top-level.ts';

// https://docs.python.org/3/library/dataclasses.html#dataclasses.dataclass

/** What raises, or stops to work, in a dataclass with slots. */
export interface SlotsFault {
	readonly kind: 'cached' | 'super' | 'slots' | 'undeclared';
	readonly node: SgNode;
	/** The attribute, or the function. */
	readonly name: string;
}

/** A class under `@dataclass` of the standard library. */
export interface DataClassNode {
	readonly name: string;
	readonly definition: SgNode;
	/** `dataclass`, or the call of it. */
	readonly decorator: SgNode;
	readonly isSlotted: boolean;
	readonly hasBases: boolean;
	/** Names that become slots. */
	readonly fields: ReadonlySet<string>;
	readonly faults: readonly SlotsFault[];
	/** Why it cannot have slots as it stands, a clause; null for nothing in its own text. */
	readonly obstacle: string | null;
}

const special =
	/^__(?:getattr|getattribute|setattr|delattr|getstate|setstate|reduce|reduce_ex|init_subclass|new|class_getitem)__$/;

const ownMembers = (definition: SgNode): readonly SgNode[] => {
	const body = definition.field('body');
	return body ? partsOf(body) : [];
};

const decoratorsOf = (node: SgNode): readonly SgNode[] =>
	node.kind() === 'decorated_definition' ? node.children().filter(child => child.kind() === 'decorator') : [];

const calleeOf = (decorator: SgNode): SgNode | null => {
	const [inner] = partsOf(decorator);
	return inner?.kind() === 'call' ? inner.field('function') : (inner ?? null);
};

const fieldsOf = (members: readonly SgNode[]): ReadonlySet<string> => {
	const fields = new Set<string>();
	for (const member of members) {
		const assignment = member.kind() === 'expression_statement' ? member.child(0) : null;
		const type = assignment?.kind() === 'assignment' ? assignment.field('type') : null;
		const left = assignment?.field('left');
		if (!type || left?.kind() !== 'identifier') continue;
		if (/^(?:\w+\.)?(?:ClassVar|InitVar|KW_ONLY)\b|^["'](?:\w+\.)?(?:ClassVar|InitVar)/.test(type.text()))
			continue;
		fields.add(left.text());
	}
	return fields;
};

const writes = new Set(['assignment', 'augmented_assignment', 'for_statement', 'as_pattern_target']);

/** Whether an attribute is what is assigned to, alone or among others. */
const isTarget = (attribute: SgNode): boolean => {
	let node = attribute;
	for (let around = node.parent(); around; around = node.parent()) {
		const kind = String(around.kind());
		if (kind === 'pattern_list' || kind === 'tuple_pattern' || kind === 'list_pattern') node = around;
		else if (kind === 'as_pattern_target') return true;
		else return writes.has(kind) && around.field('left')?.id() === node.id();
	}
	return false;
};

const selfOf = (method: SgNode): string | null => {
	const parameters = undecorated(method).field('parameters');
	const first = parameters ? partsOf(parameters)[0] : undefined;
	if (!first || decoratorsOf(method).some(each => /^@(?:staticmethod|classmethod)\b/.test(each.text())))
		return null;
	return first.kind() === 'identifier'
		? first.text()
		: (first.find({ rule: { kind: 'identifier' } })?.text() ?? null);
};

const undeclaredIn = (
	definition: SgNode,
	method: SgNode,
	allowed: ReadonlySet<string>,
): readonly SlotsFault[] => {
	const self = selfOf(method);
	if (self === null) return [];
	const assigned = method
		.findAll({ rule: { kind: 'attribute', has: { field: 'object', regex: `^${self}$` } } })
		.flatMap(node => {
			const name = node.field('attribute')?.text() ?? '';
			return isTarget(node) ? [{ node, name }] : [];
		});
	// A frozen dataclass sets its attributes so.
	const set = method
		.findAll({
			rule: {
				kind: 'call',
				has: { field: 'function', regex: String.raw`^(?:object\.__setattr__|setattr)$` },
			},
		})
		.flatMap(node => {
			const [target, name] = argumentsOf(node).positional;
			const literal = /^["'](\w+)["']$/.exec(name?.text() ?? '')?.[1];
			return target?.text() === self && literal !== undefined ? [{ node, name: literal }] : [];
		});
	return [...assigned, ...set]
		.filter(
			({ node, name }) =>
				!allowed.has(name) && enclosing(node, ['class_definition'])?.id() === definition.id(),
		)
		.map(({ node, name }): SlotsFault => ({ kind: 'undeclared', node, name }));
};

const nameOf = (method: SgNode): string => undecorated(method).field('name')?.text() ?? '';

const faultsOf = (
	definition: SgNode,
	members: readonly SgNode[],
	fields: ReadonlySet<string>,
): readonly SlotsFault[] => {
	const methods = members.filter(member => undecorated(member).kind() === 'function_definition');
	// A property, or a method that is replaced: another error, if one.
	const allowed = new Set([...fields, ...methods.map(nameOf), '__dict__', '__class__']);
	const cached = methods
		.filter(method =>
			decoratorsOf(method).some(each => /(?:^|\.)cached_property$/.test(calleeOf(each)?.text() ?? '')),
		)
		.map((node): SlotsFault => ({ kind: 'cached', node, name: nameOf(node) }));
	const parents = methods.flatMap(method => {
		const node = method
			.findAll({
				rule: {
					any: [
						{ kind: 'call', regex: String.raw`^super\(\s*\)$` },
						{
							kind: 'identifier',
							regex: '^__class__$',
							not: { inside: { kind: 'attribute', field: 'attribute' } },
						},
					],
				},
			})
			.find(
				found =>
					enclosing(found, ['class_definition'])?.id() === definition.id() &&
					found.parent()?.field('attribute')?.id() !== found.id(),
			);
		return node ? [{ kind: 'super' as const, node, name: nameOf(method) }] : [];
	});
	const slots = members
		.filter(member => /^__slots__\s*(?::[^=]*)?=/.test(member.text()))
		.map((node): SlotsFault => ({ kind: 'slots', node, name: '__slots__' }));
	return [
		...slots,
		...cached,
		...parents,
		...methods.flatMap(method => undeclaredIn(definition, method, allowed)),
	];
};

const reasons: Readonly<Record<SlotsFault['kind'], (name: string) => string>> = {
	cached: name => `\`${name}\` is a cached property, which needs a \`__dict__\``,
	super: name => `\`${name}\` calls \`super()\`, which finds the class that the decorator replaces`,
	slots: () => 'it has `__slots__` of its own',
	undeclared: name => `\`${name}\` is set and is no field`,
};

/** Dataclasses of a file, with what slots would do to them. */
export const dataclassesIn = (root: SgNode, names: Names): readonly DataClassNode[] =>
	root
		.findAll({
			rule: { kind: 'decorated_definition', has: { kind: 'class_definition', field: 'definition' } },
		})
		.flatMap(node => {
			const definition = undecorated(node);
			const decorators = decoratorsOf(node);
			const own = decorators.find(each => {
				const callee = calleeOf(each);
				return callee !== null && qualifiedName(callee, names) === 'dataclasses.dataclass';
			});
			const decorator = own ? partsOf(own)[0] : undefined;
			if (!decorator) return [];
			const passed = decorator.kind() === 'call' ? argumentsOf(decorator) : null;
			const slots = passed?.keywords.get('slots')?.field('value')?.text();
			const members = ownMembers(definition);
			const fields = fieldsOf(members);
			const faults = faultsOf(definition, members, fields);
			const hasBases = (definition.field('superclasses')?.namedChildren() ?? []).some(
				each => each.kind() !== 'comment',
			);
			const [fault] = faults;
			const text = definition.text();
			const magic = members
				.map(member => undecorated(member).field('name')?.text() ?? '')
				.find(name => special.test(name));
			const obstacle =
				slots !== undefined
					? 'it says `slots` already'
					: passed?.kwargs
						? 'its decorator takes `**` arguments'
						: decorators.length > 1
							? 'it has another decorator'
							: hasBases
								? 'it has base classes'
								: fault
									? reasons[fault.kind](fault.name)
									: magic !== undefined
										? `it has \`${magic}\``
										: /\b__dict__\b|\bvars\s*\(|\b__weakref__\b/.test(text)
											? 'it reads its `__dict__`'
											: fields.size === 0
												? 'it has no fields'
												: null;
			return [
				{
					name: definition.field('name')?.text() ?? '',
					definition,
					decorator,
					isSlotted: slots === 'True',
					hasBases,
					fields,
					faults,
					obstacle,
				},
			];
		});

/** Classes under `@attr.s` or `@attr.attrs` without `slots=True`. */
export const oldAttrsIn = (root: SgNode, names: Names): readonly SgNode[] =>
	root.findAll({ rule: { kind: 'decorator' } }).filter(decorator => {
		const callee = calleeOf(decorator);
		const origins = callee ? originsOf(callee, names) : [];
		return (
			origins.some(origin => origin === 'attr.s' || origin === 'attr.attrs') &&
			!/\bslots\s*=/.test(decorator.text())
		);
	});
