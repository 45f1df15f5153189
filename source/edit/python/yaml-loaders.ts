import type { SgNode } from '@ast-grep/napi';
import type { YamlLoaderArgument } from '../../core/facts/deserialization.ts';
import { argumentsOf } from './calls.ts';
import type { Names } from './names.ts';
import { originsOf } from './names.ts';
import { enclosing } from './nodes.ts';

// https://github.com/yaml/pyyaml/wiki/PyYAML-yaml.load(input)-Deprecation

const safe = new Set(['SafeLoader', 'CSafeLoader', 'BaseLoader', 'CBaseLoader']);
const unsafe: ReadonlyMap<string, string> = new Map([
	['Loader', 'SafeLoader'],
	['FullLoader', 'SafeLoader'],
	['UnsafeLoader', 'SafeLoader'],
	['CLoader', 'CSafeLoader'],
	['CFullLoader', 'CSafeLoader'],
	['CUnsafeLoader', 'CSafeLoader'],
]);

/** Loader classes of PyYAML that only build plain values. */
export const isSafeLoader = (name: string): boolean => safe.has(name);

/** The safe class that reads as the unsafe one does, at the same speed; null for what is not PyYAML's. */
export const safeLoaderFor = (name: string): string | null => unsafe.get(name) ?? null;

/** PyYAML's own name of a qualified name: `CLoader` for `yaml.CLoader` and `yaml.cyaml.CLoader`; null for others. */
export const yamlNameOf = (origin: string): string | null => {
	const match = /^yaml\.(?:loader\.|cyaml\.)?(\w+)$/.exec(origin);
	return match?.[1] ?? null;
};

/** Functions of PyYAML that read, without those that are safe by name. */
export const yamlReaders: ReadonlySet<string> = new Set([
	'load',
	'load_all',
	'full_load',
	'full_load_all',
	'unsafe_load',
	'unsafe_load_all',
]);

/** Where the loader of a call stands: the keyword, or the second argument. */
export const loaderNodeOf = (call: SgNode): SgNode | null => {
	const { positional, keywords } = argumentsOf(call);
	return keywords.get('Loader')?.field('value') ?? positional[1] ?? null;
};

/** The values a module-level variable is given, where nothing in a function hides it. */
export const moduleValuesOf = (identifier: SgNode, root: SgNode): readonly SgNode[] => {
	const name = identifier.text();
	return root
		.findAll({ rule: { kind: 'assignment', has: { field: 'left', kind: 'identifier', regex: `^${name}$` } } })
		.flatMap(assignment => {
			const right = assignment.field('right');
			const inner = enclosing(assignment, ['function_definition', 'class_definition']);
			return right && !inner ? [right] : [];
		});
};

const knownNames = (origins: readonly string[]): readonly [string, ...string[]] | null => {
	const [first, ...rest] = origins.map(yamlNameOf);
	if (first === null || first === undefined) return null;
	const others = rest.flatMap(name => (name === null ? [] : [name]));
	return others.length === rest.length ? [first, ...others] : null;
};

const isParameter = (identifier: SgNode): boolean => {
	const name = identifier.text();
	for (
		let scope = enclosing(identifier, ['function_definition', 'lambda']);
		scope;
		scope = enclosing(scope, ['function_definition', 'lambda'])
	) {
		if (new RegExp(`\\b${name}\\b`).test(scope.field('parameters')?.text() ?? '')) return true;
	}
	return false;
};

/** What a loader argument is. */
export const loaderArgumentOf = (node: SgNode | null, root: SgNode, names: Names): YamlLoaderArgument => {
	if (!node) return { kind: 'absent' };
	if (node.kind() === 'none') return { kind: 'unknown' };
	if (node.kind() !== 'identifier' && node.kind() !== 'attribute') return { kind: 'unknown' };
	const origins = originsOf(node, names);
	const known = knownNames(origins);
	if (known) return { kind: 'known', names: known };
	const [origin] = origins;
	if (origin !== undefined) return { kind: 'class', name: origin.split('.').at(-1) ?? origin };
	if (node.kind() !== 'identifier' || isParameter(node)) return { kind: 'unknown' };
	const values = moduleValuesOf(node, root);
	if (values.length === 0) return { kind: 'class', name: node.text() };
	const all = knownNames(
		values.flatMap(value => {
			const found = originsOf(value, names);
			return found.length > 0 ? found : ['unknown'];
		}),
	);
	return all ? { kind: 'known', names: all } : { kind: 'unknown' };
};
