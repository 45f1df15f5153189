import type { SgNode } from '@ast-grep/napi';
import { enclosing, partsOf } from './nodes.ts';

/** One imported name, with the nodes that a fix edits. */
export interface ImportedName {
	/** Absolute dotted name; a relative import keeps its dots. */
	readonly module: string;
	/** Null for `import module`, `*` for a star import. */
	readonly name: string | null;
	/** What it is called here; the first part of `import a.b`. */
	readonly local: string;
	/** What the local name stands for: `a` for `import a.b`, `a.b` for `import a.b as c`. */
	readonly origin: string;
	/** The name with its alias. */
	readonly item: SgNode;
	readonly statement: SgNode;
}

/** What the names of a file stand for, from all its imports wherever they are. */
export interface Names {
	readonly imports: readonly ImportedName[];
	/** Qualified names by local name: more than one where imports disagree. */
	readonly origins: ReadonlyMap<string, readonly string[]>;
}

const moduleOf = (statement: SgNode): string => {
	if (statement.kind() === 'future_import_statement') return '__future__';
	return statement.field('module_name')?.text().replaceAll(/\s/g, '') ?? '';
};

const importsIn = (statement: SgNode): readonly ImportedName[] => {
	if (statement.kind() === 'import_statement') {
		return partsOf(statement).map(item => {
			const alias = item.kind() === 'aliased_import' ? item.field('alias')?.text() : undefined;
			const module = (alias === undefined ? item : item.field('name'))?.text().replaceAll(/\s/g, '') ?? '';
			const first = module.split('.', 1)[0] ?? module;
			return {
				module,
				name: null,
				local: alias ?? first,
				origin: alias === undefined ? first : module,
				item,
				statement,
			};
		});
	}
	const module = moduleOf(statement);
	const modulePart = statement.field('module_name')?.id();
	return partsOf(statement).flatMap(item => {
		if (item.id() === modulePart) return [];
		const name = item.kind() === 'aliased_import' ? item.field('name')?.text() : item.text();
		const alias = item.kind() === 'aliased_import' ? item.field('alias')?.text() : undefined;
		if (name === undefined) return [];
		const origin = module.endsWith('.') ? `${module}${name}` : `${module}.${name}`;
		return [{ module, name, local: alias ?? name, origin, item, statement }];
	});
};

/** Several facts ask of the same tree. */
const namesByRoot = new WeakMap<SgNode, Names>();

/** Every import of a file, inside functions, `try` and `if TYPE_CHECKING` too. */
export const namesIn = (root: SgNode): Names => {
	const known = namesByRoot.get(root);
	if (known) return known;
	const names = readNames(root);
	namesByRoot.set(root, names);
	return names;
};

const readNames = (root: SgNode): Names => {
	const statements = root.findAll({
		rule: {
			any: [
				{ kind: 'import_statement' },
				{ kind: 'import_from_statement' },
				{ kind: 'future_import_statement' },
			],
		},
	});
	const imports = statements.flatMap(importsIn);
	const origins = new Map<string, string[]>();
	for (const { local, origin } of imports) {
		const known = origins.get(local);
		if (!known) origins.set(local, [origin]);
		else if (!known.includes(origin)) known.push(origin);
	}
	return { imports, origins };
};

const bindsParameter = (parameters: SgNode | null, name: string): boolean =>
	(parameters ? partsOf(parameters) : []).some(parameter => {
		if (parameter.kind() === 'identifier') return parameter.text() === name;
		const bound = parameter.field('name') ?? parameter.find({ rule: { kind: 'identifier' } });
		return bound?.text() === name;
	});

const assigns = (scope: SgNode, name: string): boolean =>
	scope.has({
		rule: {
			any: [
				{ kind: 'assignment', has: { field: 'left', regex: `^${name}$`, kind: 'identifier' } },
				{ kind: 'for_statement', has: { field: 'left', regex: `^${name}$`, kind: 'identifier' } },
				{ kind: 'as_pattern_target', regex: `^${name}$` },
			],
		},
	});

const importsName = (scope: SgNode, names: Names, name: string): boolean => {
	const { start, end } = scope.range();
	return names.imports.some(({ local, item }) => {
		const at = item.range().start.index;
		return local === name && at >= start.index && at < end.index;
	});
};

/** Answers of {@link hides} for a file: many uses stand in the same function. */
const answers = new WeakMap<Names, Map<string, boolean>>();

const hides = (scope: SgNode, name: string, names: Names): boolean => {
	const known = answers.get(names) ?? new Map<string, boolean>();
	answers.set(names, known);
	const key = `${scope.id()} ${name}`;
	const before = known.get(key);
	if (before !== undefined) return before;
	const answer =
		bindsParameter(scope.field('parameters'), name) ||
		(assigns(scope, name) && !importsName(scope, names, name));
	known.set(key, answer);
	return answer;
};

/** Whether a parameter or variable of a function around a node hides what the module has under a name. */
export const isHidden = (name: string, at: SgNode, names: Names): boolean => {
	const scopes = ['function_definition', 'lambda'];
	for (let scope = enclosing(at, scopes); scope; scope = enclosing(scope, scopes)) {
		if (hides(scope, name, names)) return true;
	}
	return false;
};

/** The names of an attribute chain, `['a', 'b']` for `a.b`; null for what is not a plain chain of names. */
const chainOf = (node: SgNode): { readonly first: SgNode; readonly rest: readonly string[] } | null => {
	if (node.kind() === 'identifier') return { first: node, rest: [] };
	if (node.kind() !== 'attribute') return null;
	const object = node.field('object');
	const below = object ? chainOf(object) : null;
	const name = node.field('attribute')?.text();
	return below && name !== undefined ? { first: below.first, rest: [...below.rest, name] } : null;
};

/**
 * All qualified names that a name or attribute may stand for; empty for what no import explains,
 * two where a `try` imports the same name from two places.
 */
export const originsOf = (node: SgNode, names: Names): readonly string[] => {
	const chain = chainOf(node);
	const origins = chain ? names.origins.get(chain.first.text()) : undefined;
	if (!chain || !origins || isHidden(chain.first.text(), chain.first, names)) return [];
	return origins.map(origin => [origin, ...chain.rest].join('.'));
};

/** The qualified name that a name or attribute stands for; null where none or more than one. */
export const qualifiedName = (node: SgNode, names: Names): string | null => {
	const [origin, other] = originsOf(node, names);
	return origin !== undefined && other === undefined ? origin : null;
};

/** Whether everything is taken from the module with `*`, so that its names cannot be told. */
export const importsEverything = (names: Names, module: string): boolean =>
	names.imports.some(({ module: from, name }) => name === '*' && from === module);
