import type { SgNode } from '@ast-grep/napi';
import type { Names } from './names.ts';
import { originsOf } from './names.ts';

/** A place where an imported name is used, with its whole attribute chain. */
export interface Use {
	/** `a.b.c` where `a` is what was imported. */
	readonly node: SgNode;
	/** Never empty; two where a `try` imports the name from two places. */
	readonly origins: readonly [string, ...string[]];
	/** The call, where the use is what is called. */
	readonly call: SgNode | null;
}

const isBinding = (identifier: SgNode, parent: SgNode): boolean => {
	switch (String(parent.kind())) {
		case 'dotted_name':
		case 'aliased_import':
		case 'parameters':
		case 'function_definition':
		case 'class_definition':
		case 'as_pattern_target':
		case 'global_statement':
		case 'nonlocal_statement':
			return parent.kind() !== 'class_definition' && parent.kind() !== 'function_definition'
				? true
				: parent.field('name')?.id() === identifier.id();
		case 'keyword_argument':
		case 'default_parameter':
		case 'typed_parameter':
		case 'typed_default_parameter':
			return parent.child(0)?.id() === identifier.id();
		case 'attribute':
			return parent.field('object')?.id() !== identifier.id();
		case 'assignment':
			return parent.field('left')?.id() === identifier.id();
		default:
			return false;
	}
};

const chainFrom = (identifier: SgNode): SgNode => {
	let node = identifier;
	for (let parent = node.parent(); parent?.kind() === 'attribute'; parent = node.parent()) {
		if (parent.field('object')?.id() !== node.id()) break;
		node = parent;
	}
	return node;
};

/** Every use of what was imported from the wanted modules: calls, and references such as `map(pickle.loads, rows)`. */
export const usesOf = (root: SgNode, names: Names, wants: (origin: string) => boolean): readonly Use[] => {
	const locals = [...names.origins].filter(([, origins]) => origins.some(wants)).map(([local]) => local);
	const plain = locals.filter(local => local !== '*');
	if (plain.length === 0) return [];
	return root
		.findAll({ rule: { kind: 'identifier', regex: `^(?:${plain.join('|')})$` } })
		.flatMap(identifier => {
			const parent = identifier.parent();
			if (!parent || isBinding(identifier, parent)) return [];
			const node = chainFrom(identifier);
			const [first, ...rest] = originsOf(node, names);
			if (first === undefined) return [];
			const around = node.parent();
			const call = around?.kind() === 'call' && around.field('function')?.id() === node.id() ? around : null;
			return [{ node, origins: [first, ...rest], call }];
		});
};
