import type { SgNode } from '@ast-grep/napi';
import { argumentsOf } from './calls.ts';
import { qualifiedName, type Names } from './names.ts';
import { partsOf } from './nodes.ts';

/** A validator as Pydantic 1 writes it, and works in Pydantic 2 for now. */
export interface OldValidator {
	readonly kind: 'validator' | 'root_validator';
	readonly decorator: SgNode;
	/** The name or attribute that is called. */
	readonly callee: SgNode;
	/** Null for a decorator without arguments. */
	readonly call: SgNode | null;
	/** Decorators of the same function, in order. */
	readonly siblings: readonly SgNode[];
	readonly definition: SgNode;
	/** The class it stands in; null where it stands elsewhere. */
	readonly owner: SgNode | null;
}

/** The class that a decorated definition stands directly in. */
const ownerOf = (decorated: SgNode): SgNode | null => {
	const around = decorated.parent()?.parent() ?? null;
	return around?.kind() === 'class_definition' ? around : null;
};

const inner = (decorator: SgNode): { readonly callee: SgNode; readonly call: SgNode | null } | null => {
	const [expression] = partsOf(decorator);
	if (!expression) return null;
	if (expression.kind() !== 'call') return { callee: expression, call: null };
	const callee = expression.field('function');
	return callee ? { callee, call: expression } : null;
};

const kinds: Readonly<Record<string, OldValidator['kind']>> = {
	'pydantic.validator': 'validator',
	'pydantic.root_validator': 'root_validator',
	'pydantic.class_validators.validator': 'validator',
	'pydantic.class_validators.root_validator': 'root_validator',
};

/** Decorators of validators that come from Pydantic, told by their imports; those of other packages are not. */
export const oldValidatorsIn = (root: SgNode, names: Names): readonly OldValidator[] =>
	root.findAll({ rule: { kind: 'decorator' } }).flatMap(decorator => {
		const parts = inner(decorator);
		const decorated = decorator.parent();
		const definition = decorated?.field('definition');
		const kind = parts ? kinds[qualifiedName(parts.callee, names) ?? ''] : undefined;
		if (!parts || !decorated || !definition || !kind) return [];
		const siblings = decorated.children().filter(child => child.kind() === 'decorator');
		return [{ kind, decorator, ...parts, siblings, definition, owner: ownerOf(decorated) }];
	});

/** A parameter as a validator sees it. */
export interface ValidatorParameter {
	readonly name: string;
	/** `*args`, `**kwargs`, `*` or `/`. */
	readonly isSplat: boolean;
}

export const parametersOf = (definition: SgNode): readonly ValidatorParameter[] => {
	const list = definition.field('parameters');
	return (list ? partsOf(list) : []).map(node => ({
		name:
			node.kind() === 'identifier'
				? node.text()
				: ((node.field('name') ?? node.find({ rule: { kind: 'identifier' } }))?.text() ?? ''),
		isSplat: /splat|separator/.test(String(node.kind())) || /^[*/]/.test(node.text()),
	}));
};

/** Why Pydantic 2 refuses or ignores a validator; null for one that it still runs. */
export const refusalOf = (found: OldValidator): 'parameters' | 'root' | null => {
	if (found.kind === 'root_validator') {
		const keywords = found.call ? argumentsOf(found.call).keywords : null;
		if (found.call && argumentsOf(found.call).kwargs) return null;
		const says = (name: string): boolean => {
			const value = keywords?.get(name)?.field('value')?.text();
			return value !== undefined && value !== 'False';
		};
		return says('pre') || says('skip_on_failure') ? null : 'root';
	}
	return parametersOf(found.definition).some(
		({ name, isSplat }) => !isSplat && (name === 'field' || name === 'config'),
	)
		? 'parameters'
		: null;
};

const anyValidator =
	/^pydantic\.(?:class_validators\.)?(?:validator|root_validator|field_validator|model_validator)$/;

/** Validators with `@classmethod` above them, which makes a plain class method of them. */
export const hiddenValidatorsIn = (
	root: SgNode,
	names: Names,
): readonly { readonly decorator: SgNode; readonly name: string }[] =>
	root.findAll({ rule: { kind: 'decorated_definition' } }).flatMap(decorated => {
		const decorators = decorated.children().filter(child => child.kind() === 'decorator');
		const above = decorators.findIndex(each => /^@classmethod\s*$/.test(each.text()));
		if (above < 0) return [];
		const hidden = decorators.slice(above + 1).find(each => {
			const parts = inner(each);
			return parts !== null && anyValidator.test(qualifiedName(parts.callee, names) ?? '');
		});
		return hidden
			? [{ decorator: hidden, name: decorated.field('definition')?.field('name')?.text() ?? '' }]
			: [];
	});
